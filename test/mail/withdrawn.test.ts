import { Prisma } from '../../apps/api/src/prisma/generated/client.js';
import { app, unique } from '../support/app.js';
import { untilWaiting } from '../support/at-once.js';
import { accept, invite } from '../support/invitation.js';
import { mailServer, mailTo, tokenOf } from '../support/mail.js';
import { anonymous, PASSPHRASE, school } from '../support/school.js';
import { someone } from '../support/session.js';
import { settled } from '../support/settled.js';

/** Asks for a link to the address, and what uses its token. */
interface Case {
  ask: () => Promise<string>;
  use: (token: string) => Promise<{ status: number }>;
  /** The row that a writer of the mail has to have. */
  row: Prisma.Sql;
}

async function invitation(email: string): Promise<Case> {
  const { admin } = await school();
  const ask = async () => (await invite(admin, { email, role: 'guardian' })).token;
  return { ask, use: accept, row: Prisma.sql`SELECT FROM "Membership" WHERE "invitedEmail" = ${email} FOR UPDATE` };
}

async function change(email: string): Promise<Case> {
  const actor = await someone();
  const ask = async () => {
    expect((await actor.put('/v1/me/email', { email, currentPassword: PASSPHRASE })).status).toBe(202);
    return tokenOf(await mailTo(email));
  };
  const use = (token: string) => anonymous.post('/v1/auth/email/confirmation', { token });
  return { ask, use, row: Prisma.sql`SELECT FROM "UserToken" WHERE "userId" = ${actor.userId}::uuid FOR UPDATE` };
}

async function reset(email: string): Promise<Pick<Case, 'ask'>> {
  const { database } = await app();
  const ask = async () => {
    // Another is sent only when the one before is five minutes old.
    const createdAt = new Date(Date.now() - 301_000);
    await database.mail.updateMany({ where: { recipient: email }, data: { createdAt } });
    expect((await anonymous.post('/v1/auth/password/forgot', { email })).status).toBe(202);
    return tokenOf(await mailTo(email));
  };
  return { ask };
}

it.each([
  ['an invitation', invitation],
  ['a new address', change],
  ['a new password', async () => reset((await someone()).email)],
])('a mail of %s that could not be sent is given up for good when a newer one was', async (_, of) => {
  const { database } = await app();
  const { ask } = await of(`${unique('anew')}@school.example`);
  await ask();
  const { id, recipient } = await database.mail.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  await settled(recipient, 'sent');
  await database.mail.update({ where: { id }, data: { status: 'failed', sentAt: null } });
  await ask();
  const { status } = await database.mail.findUniqueOrThrow({ where: { id } });
  expect(status).toBe('dropped');
});

it.each([
  ['an invitation', invitation],
  ['a new address', change],
])('a mail of %s that is replaced while it is being written is not sent, and the newer link stays', async (_, of) => {
  const email = `${unique('twice')}@school.example`;
  const { ask, use, row } = await of(email);
  const older = await ask();
  await settled(email, 'sent');
  const newer = await ask();
  await settled(email, 'sent');
  const { database } = await app();
  const { id } = await database.mail.findFirstOrThrow({ where: { recipient: email }, orderBy: { createdAt: 'asc' } });
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw(row);
    // As one instance tries again what another has just replaced.
    await database.mail.update({ where: { id }, data: { status: 'waiting', sentAt: null, dueAt: new Date() } });
    await untilWaiting(1);
    await database.mail.update({ where: { id }, data: { status: 'dropped' } });
  });
  // The postman takes the next one when it has done with this.
  const next = await reset((await someone()).email);
  await next.ask();
  const { server } = await mailServer();
  expect(server.mails.filter(({ recipient }) => recipient === email)).toHaveLength(2);
  expect((await use(older)).status).toBe(400);
  expect((await use(newer)).status).toBe(204);
});
