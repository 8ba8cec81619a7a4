import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { SMTPServerOptions } from 'smtp-server';
import { MailServer, tokenOf } from '../support/mail.js';
import { query } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/port.js';
import { forgot, type MailRow, outbox, smtpError } from './outbox.js';

const servers: MailServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function mailServer(options: SMTPServerOptions = {}, port = 0) {
  const server = new MailServer(options);
  servers.push(server);
  return { server, smtpUrl: await server.listen(port) };
}

/** A mail server that isn't there until it comes back. */
async function absentServer() {
  const port = Number(await freePort());
  return { smtpUrl: `smtp://127.0.0.1:${port}`, comeBack: async () => (await mailServer({}, port)).server };
}

describe('a mail', () => {
  it('says the same in text and HTML, and has nothing in it that would have to be fetched', async () => {
    const { server, smtpUrl } = await mailServer();
    const { email, serve } = await outbox();
    await forgot(await serve({ smtpUrl }), email);
    const mail = await server.next(email);
    const link = `http://homeroom.test/password/reset#token=${tokenOf(mail)}`;
    expect(mail.text).toContain(link);
    expect(mail.html).toContain(`href="${link}"`);
    expect(mail.html).not.toMatch(/<(img|script|link|style|iframe|object)|src=|url\(|@import/i);
    expect(mail.attachments).toEqual([]);
    expect(mail.from).toEqual({ name: 'Homeroom', address: 'homeroom@homeroom.test' });
    expect(mail.messageId).toMatch(/^<[0-9a-f-]{36}@homeroom\.test>$/);
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
  });
});

describe('a mail server that', () => {
  it('says "later" is asked again, and each time later', async () => {
    const { server, smtpUrl } = await mailServer();
    const { email, serve, until, dueNow } = await outbox();
    server.refusal = () => smtpError(451);
    await forgot(await serve({ smtpUrl }), email);
    const first = await until(({ fault }) => fault !== null);
    expect(first).toMatchObject({ status: 'waiting', attempts: 1, fault: 'EMESSAGE 451' });
    const wait = first.dueAt.getTime() - Date.now();
    await dueNow();
    const second = await until(({ attempts, dueAt }) => attempts === 2 && dueAt.getTime() < Date.now() + 60_000);
    expect(second.dueAt.getTime() - Date.now()).toBeGreaterThan(wait);
    server.refusal = () => undefined;
    await dueNow();
    expect(tokenOf(await server.next(email))).toBeDefined();
    expect(await until(({ status }) => status === 'sent')).toMatchObject({ attempts: 3, fault: null });
  });

  it('says "never" is believed', async () => {
    const { server, smtpUrl } = await mailServer();
    const { email, serve, until } = await outbox();
    server.refusal = () => smtpError(550);
    await forgot(await serve({ smtpUrl }), email);
    const refused = await until(({ status }) => status !== 'waiting');
    expect(refused).toMatchObject({ status: 'failed', attempts: 1, fault: 'EMESSAGE 550' });
  });

  it('says "never" to us is asked again: it is not the mail that is wrong', async () => {
    const { server, smtpUrl } = await mailServer({ onMailFrom: (_address, _session, done) => done(smtpError(550)) });
    const { email, serve, until } = await outbox();
    await forgot(await serve({ smtpUrl }), email);
    expect(await until(({ fault }) => fault !== null)).toMatchObject({ status: 'waiting', fault: 'EENVELOPE 550' });
    expect(server.mails).toEqual([]);
  });

  it('isn’t there loses nothing', async () => {
    const { smtpUrl, comeBack } = await absentServer();
    const { email, serve, until, dueNow } = await outbox();
    await forgot(await serve({ smtpUrl }), email);
    expect(await until(({ fault }) => fault !== null)).toMatchObject({ status: 'waiting', fault: 'ESOCKET' });
    const back = await comeBack();
    await dueNow();
    expect(tokenOf(await back.next(email))).toBeDefined();
  });

  it('wasn’t there when a link was asked for twice gets the newer one alone', async () => {
    const { smtpUrl, comeBack } = await absentServer();
    const { email, databaseUrl, serve, until, dueNow } = await outbox();
    const client = await serve({ smtpUrl });
    await forgot(client, email);
    await until(({ fault }) => fault !== null);
    await query(databaseUrl, `UPDATE "Mail" SET "createdAt" = now() - interval '6 minutes'`);
    await forgot(client, email);
    const back = await comeBack();
    await dueNow();
    const token = tokenOf(await back.next(email));
    const links = `SELECT status FROM "Mail" WHERE kind = 'password-reset' ORDER BY id`;
    const statuses = async () => (await query<MailRow>(databaseUrl, links)).map(({ status }) => status);
    // That it has been sent is known here before it stands in the database.
    await eventually(async () => (await statuses()).join() === 'dropped,sent');
    const password = 'four brown owls in a barn';
    expect((await client.post('/v1/auth/password/reset', { token, password })).status).toBe(204);
    expect(await statuses()).toEqual(['dropped', 'sent']);
  });

  it('isn’t there for too long is not told what is of no use any more, and the operator is', async () => {
    const { smtpUrl, comeBack } = await absentServer();
    const { email, databaseUrl, serve, until, dueNow } = await outbox();
    await forgot(await serve({ smtpUrl }), email);
    await until(({ fault }) => fault !== null);
    const back = await comeBack();
    await query(databaseUrl, `UPDATE "Mail" SET "expiresAt" = now()`);
    await dueNow();
    // It was written, so there is an account, whose owner waits for it.
    expect(await until(({ status }) => status !== 'waiting')).toMatchObject({ status: 'failed', fault: 'expired' });
    expect(back.mails).toEqual([]);
  });

  it('isn’t asked in time gets nothing that is of no use any more, and nobody is told whose address it was', async () => {
    const { server, smtpUrl } = await mailServer();
    const { email, serve, insert, until } = await outbox();
    await insert(email, -1);
    await serve({ smtpUrl });
    expect(await until(({ status }) => status !== 'waiting')).toMatchObject({ status: 'dropped' });
    expect(server.mails).toEqual([]);
  });

  it('takes a mail and then says "later" brings no link back to life that was used', async () => {
    const { server, smtpUrl } = await mailServer();
    const { email, databaseUrl, serve, until, dueNow } = await outbox();
    const client = await serve({ smtpUrl });
    await forgot(client, email);
    const token = tokenOf(await server.next(email));
    await until(({ status }) => status === 'sent');
    // As if its answer had been lost on the way.
    const lost = `status = 'waiting', "sentAt" = NULL, fault = 'ETIMEDOUT', "dueAt" = now() + interval '1 hour'`;
    await query(databaseUrl, `UPDATE "Mail" SET ${lost}`);
    const use = (password: string) => client.post('/v1/auth/password/reset', { token, password });
    expect((await use('four brown owls in a barn')).status).toBe(204);
    await dueNow();
    expect(await until(({ status }) => status !== 'waiting')).toMatchObject({ status: 'dropped' });
    expect((await use('another four owls in a barn')).status).toBe(400);
  });
});

describe('of several servers', () => {
  it('one sends each mail, once', async () => {
    const { server, smtpUrl } = await mailServer();
    const { addUser, insert, serve } = await outbox();
    const recipients = Array.from({ length: 60 }, (_, index) => `reader-${index}@school.example`);
    for (const recipient of recipients) {
      await addUser(recipient);
      await insert(recipient, 600);
    }
    await Promise.all([serve({ smtpUrl }), serve({ smtpUrl }), serve({ smtpUrl })]);
    await Promise.all(recipients.map((recipient) => server.next(recipient)));
    expect(server.mails.map(({ recipient }) => recipient).toSorted()).toEqual(recipients.toSorted());
  });

  it('none waits for a mail that another is just taking, to take it then once more', async () => {
    const { server, smtpUrl } = await mailServer();
    const { email, databaseUrl, serve, insert, until } = await outbox();
    await insert(email, 600);
    const other = new pg.Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query('BEGIN');
    await other.query('SELECT FROM "Mail" FOR UPDATE');
    await Promise.all([serve({ smtpUrl }), serve({ smtpUrl })]);
    // Each looks every second.
    await delay(2_500);
    await other.query('COMMIT');
    await other.end();
    expect(await until(({ status }) => status === 'sent')).toMatchObject({ attempts: 1 });
    expect(server.mails).toHaveLength(1);
  });

  it('another takes over what one had when it was killed', async () => {
    const { server, smtpUrl } = await mailServer();
    const { email, spawn, serve, until, dueNow } = await outbox();
    // A mail server that takes the mail and says nothing.
    const silent = new MailServer({ onData: () => undefined });
    servers.push(silent);
    const first = await spawn({ smtpUrl: await silent.listen() });
    await forgot(first.client, email);
    await until(({ attempts }) => attempts === 1);
    first.kill();
    expect(await until(() => true)).toMatchObject({ status: 'waiting', attempts: 1 });
    await serve({ smtpUrl });
    await dueNow();
    expect(tokenOf(await server.next(email))).toBeDefined();
    expect(await until(({ status }) => status === 'sent')).toMatchObject({ attempts: 2 });
    expect(server.mails).toHaveLength(1);
  });
});

it('goes nowhere in the clear but on loopback', async () => {
  const { server, smtpUrl } = await mailServer();
  const { email, serve, until } = await outbox();
  // The same machine by an address that isn't known for that: it could be any.
  const elsewhere = smtpUrl.replace('127.0.0.1', '[::ffff:127.0.0.1]');
  await forgot(await serve({ smtpUrl: elsewhere }), email);
  expect(await until(({ fault }) => fault !== null)).toMatchObject({
    status: 'waiting',
    fault: expect.stringMatching(/^ETLS/),
  });
  expect(server.mails).toEqual([]);
});
