import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { startApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { forgot, outbox } from './outbox.js';

const page = (client: Client) => client.get('/dev/mail');

it('shows the newest mails where there is no mail server, and nothing in them as HTML', async () => {
  const { email, serve, until } = await outbox();
  const client = await serve({ smtpUrl: undefined, publicUrl: 'http://homeroom.test/<b>' });
  expect((await page(client)).body).toContain('There is none yet.');
  await forgot(client, email);
  await until(({ status }) => status === 'sent');
  const { status, headers, body } = await page(client);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(body).toContain(email);
  expect(body).toMatch(/http:\/\/homeroom\.test\/&#60;b&#62;\/password\/reset#token=[\w-]{43}/);
  expect(body).not.toContain('<b>/');
});

it('is not there in production, nor beside a mail server', async () => {
  for (const overrides of [{ production: true, smtpUrl: undefined }, {}, { production: true }]) {
    const { url } = await startApp(overrides);
    expect((await page(new Client(async () => url))).status).toBe(404);
  }
});

/** The status of the page, asked for at an address under a name. */
const asked = (address: string, port: string, host: string) =>
  new Promise<number>((resolve, reject) => {
    request({ host: address, port, path: '/dev/mail', headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode!);
    })
      .on('error', reject)
      .end();
  });

it('is there for this machine alone, and by its own name: a page elsewhere could have a name that leads here', async () => {
  const { url } = await startApp({ smtpUrl: undefined, host: '0.0.0.0' });
  const { port } = new URL(url);
  for (const name of ['localhost', `127.0.0.1:${port}`]) expect(await asked('127.0.0.1', port, name)).toBe(200);
  for (const name of ['rebound.example', `localhost.rebound.example:${port}`, '127.0.0.1.rebound.example', '10.0.0.1'])
    expect(await asked('127.0.0.1', port, name)).toBe(404);
  const others = Object.values(networkInterfaces()).flatMap((found = []) => found);
  for (const { address } of others.filter(({ internal, family }) => !internal && family === 'IPv4'))
    expect(await asked(address, port, 'localhost')).toBe(404);
});
