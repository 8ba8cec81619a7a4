import { describeInBrowser, openPage, type Page } from '../support/browser.js';
import { PASSPHRASE, school, url } from '../support/school.js';

// Without a browser, served.test.ts holds the rest.
describeInBrowser('/docs in a browser', () => {
  let page: Page;
  let requests: string[];
  let faults: string[];

  beforeAll(async () => {
    ({ page, requests, faults } = await openPage(`${await url()}/docs`));
    await page.locator('.opblock').first().waitFor();
  });

  const logIn = async (email: string, password: string) => {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.locator('#login button').click();
  };

  it('breaks nothing under its policy, and asks no other host for anything', async () => {
    const origin = await url();
    expect(faults).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(`${origin}/`) && !address.startsWith('data:'))).toEqual([]);
  });

  it('labels every field of the login', async () => {
    const labels = await page
      .locator('#login :is(input, select)')
      .evaluateAll((fields) => fields.map((field) => (field as unknown as { labels: unknown[] }).labels.length));
    expect(labels).toEqual([1, 1, 1]);
  });

  it('leads from an operation to its line of the policy', async () => {
    await page.locator('#operations-Students-students_update .opblock-summary-control').click();
    const link = page.locator('#operations-Students-students_update').getByRole('link', { name: 'the policy' });
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await opened.waitForLoadState();
    expect(new URL(opened.url()).hash).toBe('#student-update');
    const line = opened.locator('tr:target');
    expect(await line.getByRole('rowheader').textContent()).toBe('update');
    expect(await line.evaluate((row) => row.getBoundingClientRect().top)).toBeGreaterThan(0);
    await opened.close();
  });

  it("shows the problem's own words when a login fails", async () => {
    await logIn('nobody@northwood.example', 'not the passphrase at all');
    await page.locator('#status.fault').waitFor();
    expect(await page.locator('#status').textContent()).toContain('No valid credential');
  });

  it('logs in, sends the token, and keeps it nowhere', async () => {
    const { teacher } = await school();
    await logIn(teacher.email, PASSPHRASE);
    await page.locator('#logout').waitFor();
    expect(await page.locator('#status').textContent()).toContain(`Logged in as ${teacher.email}, teacher at `);

    const operation = page.locator('#operations-Identity-me_findOne');
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('.execute').click();
    const answer = operation.locator('.live-responses-table .highlight-code').first();
    expect(await answer.textContent()).toContain(teacher.email);
    expect(await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(0);
  });

  it('logs out', async () => {
    await page.locator('#logout').click();
    await page.locator('#login').waitFor();
    expect(await page.locator('#status').textContent()).toBe('Not logged in.');
  });
});
