import { expectProblem } from '../support/assertions.js';
import { app } from '../support/app.js';
import { accept, address, invite } from '../support/invitation.js';
import { mailTo, tokenOf } from '../support/mail.js';
import { startProcess } from '../support/process.js';
import { school } from '../support/school.js';
import { holding } from '../support/session.js';
import { settled } from '../support/settled.js';

describe('the link of an invitation', () => {
  it('is over after its time, and when another has replaced it', async () => {
    const { admin } = await school();
    const { database } = await app();
    const [late, email] = [await invite(admin, { email: address(), role: 'guardian' }), address()];
    await database.membership.update({
      where: { id: late.id },
      data: { inviteExpiresAt: new Date(Date.now() - 1_000) },
    });
    expect(expectProblem(await accept(late.token), 400)).toEqual(['/token invitation']);
    const [first, second] = [
      await invite(admin, { email, role: 'guardian' }),
      await invite(admin, { email, role: 'guardian' }),
    ];
    expect(second.id).toBe(first.id);
    expectProblem(await accept(first.token), 400);
    expect((await accept(second.token)).status).toBe(204);
  });

  it('cannot be accepted while it is suspended, until it is sent again', async () => {
    const { admin } = await school();
    const email = address();
    const { id, token } = await invite(admin, { email, role: 'guardian' });
    expect((await admin.patch(`/v1/members/${id}`, { status: 'suspended' })).status).toBe(200);
    expect(expectProblem(await accept(token), 400)).toEqual(['/token invitation']);
    const again = await invite(admin, { email, role: 'guardian' });
    expect(again.id).toBe(id);
    expect((await accept(again.token)).status).toBe(204);
  });

  it('is in the mail and never in the log', async () => {
    const { admin } = await school();
    const { url, line, output } = await startProcess({ logLevel: 'trace' });
    const email = address();
    const client = holding(await admin.accessToken(), async () => url);
    expect((await client.post('/v1/invitations', { email, role: 'guardian' })).status).toBe(201);
    const token = tokenOf(await mailTo(email));
    await line({ route: '/v1/invitations', status: 201 });
    expect(output()).not.toContain(token);
    expect(output()).not.toMatch(/accept#|"link"/);
  });

  it('leaves the member as it was shown: sending it is no change', async () => {
    const { admin } = await school();
    const { status, headers, body } = await admin.post('/v1/invitations', { email: address(), role: 'guardian' });
    expect(status).toBe(201);
    await mailTo(body.user.email);
    const etag = headers.get('etag')!;
    const changed = await admin.patch(
      `/v1/members/${body.id}`,
      { status: 'suspended' },
      { headers: { 'if-match': etag } },
    );
    expect(changed.status).toBe(200);
  });

  it('is not sent to who was suspended before it was', async () => {
    const { admin } = await school();
    const { database } = await app();
    const email = address();
    const { body } = await admin.post('/v1/invitations', { email, role: 'guardian' });
    await mailTo(email);
    await settled(email, 'sent');
    await database.membership.update({ where: { id: body.id }, data: { status: 'suspended' } });
    const again = { status: 'waiting', sentAt: null, dueAt: new Date() } as const;
    await database.mail.updateMany({ where: { recipient: email }, data: again });
    await settled(email, 'dropped');
    expect(await database.mail.count({ where: { recipient: email, status: 'dropped' } })).toBe(1);
  });
});
