import { generate } from 'selfsigned';
import { MailServer, tokenOf } from '../support/mail.js';
import { fileOf } from '../support/settings.js';
import { forgot, outbox } from './outbox.js';

/** A mail server for 127.0.0.1 with TLS, to which one user has the password. */
async function secureServer(options: { secure: boolean }) {
  const altNames = ['127.0.0.1', '::ffff:7f00:1'].map((ip) => ({ type: 7, ip }));
  const extensions = [{ name: 'subjectAltName', altNames }];
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'mail.test' }], {
    extensions,
    algorithm: 'sha256',
  } as never);
  const server = new MailServer({
    ...options,
    key,
    cert,
    authOptional: false,
    disabledCommands: [],
    onAuth: ({ username, password }, _session, done) =>
      password === 'a long password' ? done(null, { user: username }) : done(new Error('no')),
  });
  const url = new URL(await server.listen());
  url.username = 'homeroom';
  url.password = 'a%20long%20password';
  servers.push(server);
  return { server, smtpUrl: url.href, authority: fileOf(cert) };
}

const servers: MailServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

it('speaks TLS with a mail server whose certificate it can verify, and gives it the password', async () => {
  const { server, smtpUrl, authority } = await secureServer({ secure: true });
  const { email, spawn } = await outbox();
  const { client } = await spawn({ smtpUrl }, { NODE_EXTRA_CA_CERTS: authority });
  await forgot(client, email);
  expect(tokenOf(await server.next(email))).toBeDefined();
});

it('gives nothing to one whose certificate it can’t verify', async () => {
  const { server, smtpUrl } = await secureServer({ secure: true });
  const { email, serve, until } = await outbox();
  await forgot(await serve({ smtpUrl }), email);
  expect(await until(({ fault }) => fault !== null)).toMatchObject({ status: 'waiting', fault: 'ESOCKET' });
  expect(server.mails).toEqual([]);
});

it('tries again where its password is refused: it is not the mail that is', async () => {
  const { smtpUrl, authority } = await secureServer({ secure: true });
  const { email, spawn, until } = await outbox();
  const wrong = smtpUrl.replace('a%20long', 'another');
  const { client } = await spawn({ smtpUrl: wrong }, { NODE_EXTRA_CA_CERTS: authority });
  await forgot(client, email);
  expect(await until(({ fault }) => fault !== null)).toMatchObject({ status: 'waiting', fault: 'EAUTH 535' });
});

describe('by STARTTLS, with a mail server that isn’t known to be on this machine,', () => {
  // The same machine by an address that isn't known for that: it could be any.
  const elsewhere = (smtpUrl: string) => smtpUrl.replace('127.0.0.1', '[::ffff:127.0.0.1]');

  it('speaks where it can verify the certificate, and gives the password by TLS alone', async () => {
    const { server, smtpUrl, authority } = await secureServer({ secure: false });
    const { email, spawn } = await outbox();
    const { client } = await spawn({ smtpUrl: elsewhere(smtpUrl) }, { NODE_EXTRA_CA_CERTS: authority });
    await forgot(client, email);
    expect(tokenOf(await server.next(email))).toBeDefined();
  });

  it('gives nothing where it can’t', async () => {
    const { server, smtpUrl } = await secureServer({ secure: false });
    const { email, serve, until } = await outbox();
    await forgot(await serve({ smtpUrl: elsewhere(smtpUrl) }), email);
    expect(await until(({ fault }) => fault !== null)).toMatchObject({
      status: 'waiting',
      fault: expect.stringMatching(/^(ESOCKET|ETLS)/),
    });
    expect(server.mails).toEqual([]);
  });
});
