import { expectProblem } from '../support/assertions.js';
import { app } from '../support/app.js';
import { accept, address, invite } from '../support/invitation.js';
import { startProcess } from '../support/process.js';
import { school } from '../support/school.js';
import { holding } from '../support/session.js';

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

  it('never has its link in the log in production', async () => {
    const { admin } = await school();
    const { url, line, output } = await startProcess({ production: true });
    const { body } = await holding(await admin.accessToken(), async () => url).post('/v1/invitations', {
      email: address(),
      role: 'guardian',
    });
    await line({ event: 'invitation.created', membershipId: body.id });
    await line({ route: '/v1/invitations', status: 201 });
    expect(output()).not.toMatch(/token|accept#|"link"/);
  });
});
