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
