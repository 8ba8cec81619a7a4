import { PASSPHRASE, school, url } from '../support/school.js';
import { chromium, inCi, Page } from './browser.js';

// Without a browser, served.test.ts holds the rest; CI has to have one.
(chromium || inCi ? describe : describe.skip)('/docs in a browser', () => {
  let page: Page;

  beforeAll(async () => {
    page = await Page.open(`${await url()}/docs`);
    await page.eventually(`document.querySelectorAll('.opblock').length`);
  }, 60_000);

  afterAll(() => page?.close());

  const logIn = (email: string, password: string) =>
    page.evaluate(`
      document.querySelector('[name=email]').value = '${email}';
      document.querySelector('[name=password]').value = '${password}';
      document.querySelector('#login button').click()`);

  it('breaks nothing under its policy, and asks no other host for anything', async () => {
    const origin = await url();
    expect(page.faults()).toEqual([]);
    expect(
      page.requests().filter((address) => !address.startsWith(`${origin}/`) && !address.startsWith('data:')),
    ).toEqual([]);
  });

  it('labels every field of the login', async () => {
    const fields = `document.querySelectorAll('#login input, #login select')`;
    expect(await page.evaluate(`[...${fields}].every(({ labels }) => labels.length === 1)`)).toBe(true);
  });

  it("shows the problem's own words when a login fails", async () => {
    await logIn('nobody@northwood.example', 'not the passphrase at all');
    expect(await page.eventually(`document.querySelector('#status.fault')?.textContent`)).toContain(
      'No valid credential',
    );
  });

  it('logs in, sends the token, and keeps it nowhere', async () => {
    const { teacher } = await school();
    await logIn(teacher.email, PASSPHRASE);
    await page.eventually(`!document.querySelector('#logout').hidden`);
    expect(await page.evaluate(`document.querySelector('#status').textContent`)).toContain(
      `Logged in as ${teacher.email}, teacher at `,
    );

    const operation = `document.querySelector('#operations-Identity-me_findOne`;
    await page.evaluate(`${operation} .opblock-summary-control').click()`);
    await page.eventually(`!!${operation} .execute')`);
    await page.evaluate(`${operation} .execute').click()`);
    expect(await page.eventually(`${operation} .live-responses-table .highlight-code')?.textContent`)).toContain(
      teacher.email,
    );
    expect(await page.evaluate(`localStorage.length + sessionStorage.length + document.cookie.length`)).toBe(0);
  });

  it('logs out', async () => {
    await page.evaluate(`document.querySelector('#logout').click()`);
    await page.eventually(`!document.querySelector('#login').hidden`);
    expect(await page.evaluate(`document.querySelector('#status').textContent`)).toBe('Not logged in.');
  });
});
