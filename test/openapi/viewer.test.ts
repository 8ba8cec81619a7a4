import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startApp } from '../support/app.js';
import { chromium, Page } from './browser.js';

// Only where a browser is installed; served.test.ts holds the rest.
(chromium ? describe : describe.skip)('/docs in a browser', () => {
  let app: NestFastifyApplication;
  let origin: string;
  let page: Page;

  beforeAll(async () => {
    app = await startApp();
    await app.listen(0, '127.0.0.1');
    origin = (await app.getUrl()).replace('[::1]', 'localhost');
    page = await Page.open(`${origin}/docs`);
    await page.eventually(`document.querySelectorAll('.opblock').length`);
  }, 60_000);

  afterAll(async () => {
    page.close();
    await app.close();
  });

  it('shows every operation', async () => {
    const { paths } = (await app.inject('/openapi.json')).json<{ paths: Record<string, object> }>();
    expect(await page.evaluate(`document.querySelectorAll('.opblock').length`)).toBe(
      Object.values(paths).flatMap(Object.keys).length,
    );
  });

  it('breaks nothing under its policy, and asks no other host for anything', () => {
    const complaints = page.events.filter(
      ({ method, params }) =>
        method === 'Runtime.exceptionThrown' ||
        (method === 'Log.entryAdded' && (params!.entry as { level: string }).level === 'error'),
    );
    expect(complaints).toEqual([]);
    const requests = page.events.flatMap(({ method, params }) =>
      method === 'Network.requestWillBeSent' ? [(params!.request as { url: string }).url] : [],
    );
    expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'))).toEqual([]);
  });

  it('labels every field of the login', async () => {
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('#login input, #login select')].every(({ labels }) => labels.length === 1)`,
      ),
    ).toBe(true);
  });

  it("shows the problem's own words when a login fails, and keeps nothing", async () => {
    await page.evaluate(
      `document.querySelector('[name=password]').value = 'not the passphrase at all'; document.querySelector('#login button').click()`,
    );
    expect(await page.eventually(`document.querySelector('#status.fault')?.textContent`)).toContain(
      'No valid credential.',
    );
    expect(await page.evaluate(`localStorage.length + sessionStorage.length + document.cookie.length`)).toBe(0);
  });

  it('sends the token once one is logged in', async () => {
    // The server's part is tested under v1/auth; here it only has to answer as it does.
    const pair = {
      accessToken: 'a.b.c',
      tokenType: 'Bearer',
      expiresIn: 600,
      refreshToken: 'r',
      membership: { role: 'admin', school: { name: 'Northwood School' } },
    };
    await page.evaluate(`
      window.realFetch = window.fetch;
      window.fetch = (url, options) => String(url).endsWith('/v1/auth/login') ? Promise.resolve(new Response(${JSON.stringify(JSON.stringify(pair))})) : window.realFetch(url, options);
      document.querySelector('#login button').click()`);
    expect(
      await page.eventually(
        `!document.querySelector('#logout').hidden && document.querySelector('#status').textContent`,
      ),
    ).toBe('Logged in as admin@northwood.example, admin at Northwood School.');
    await page.evaluate(`document.querySelector('#operations-Identity-me_findOne .opblock-summary-control').click()`);
    await page.eventually(`!!document.querySelector('#operations-Identity-me_findOne .execute')`);
    await page.evaluate(`document.querySelector('#operations-Identity-me_findOne .execute').click()`);
    expect(
      await page.eventually(`document.querySelector('#operations-Identity-me_findOne .curl-command')?.textContent`),
    ).toContain('Authorization: Bearer a.b.c');
  });
});
