import { AxeBuilder } from '@axe-core/playwright';
import { describeInBrowser, openPage, type Page } from '../support/browser.js';
import { anonymous, url } from '../support/school.js';

// Without a browser, test/v1/policy.test.ts holds the rest.
describeInBrowser('/policy in a browser', () => {
  let address: string;
  let total: number;

  beforeAll(async () => {
    address = `${await url()}/policy`;
    total = (await anonymous.get('/v1/policy')).body.rules.length;
  });

  const shown = (page: Page) => page.getByRole('status').textContent();
  const visible = (page: Page, selector: string) => page.locator(selector).filter({ visible: true });
  /** Of the rows of one resource, which has one of everything: the others are like it, and would take their time. */
  const faultsOfAccessibility = async (page: Page) => {
    await page.getByLabel('Resource').selectOption('Teacher');
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]);
  };
  /** With the arrow: what is typed begins anew where the machine takes a second between two letters. */
  const choose = async (page: Page, wanted: string) => {
    const chosen = () => page.evaluate('document.activeElement.value');
    for (let pressed = 0; pressed < 40 && (await chosen()) !== wanted; pressed += 1)
      await page.keyboard.press('ArrowDown');
    expect(await chosen()).toBe(wanted);
  };
  const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 320],
  ] as const)('has no fault of accessibility in %s on %i pixels, nor under its policy', async (colorScheme, width) => {
    const { page, requests, faults } = await openPage(address, { colorScheme, viewport: { width, height: 700 } });
    expect(await faultsOfAccessibility(page)).toEqual([]);
    expect(faults).toEqual([]);
    const own = new URL(address).origin;
    expect(requests.filter((each) => !each.startsWith(own) && !each.startsWith('data:'))).toEqual([]);
    const ground = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    expect(ground).toBe(colorScheme === 'dark' ? 'rgb(27, 31, 35)' : 'rgb(255, 255, 255)');
  });

  it('is whole without JavaScript, and offers no filter then', async () => {
    const { page } = await openPage(address, { javaScriptEnabled: false });
    expect(await visible(page, '#filter').count()).toBe(0);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect((await page.locator('#student-update [data-role=guardian]').innerText()).split(/\n+/)).toEqual([
      'who are their children',
      'these fields only: phone, address',
    ]);
    expect(await page.locator('#teacher-read [data-role=admin]').innerText()).toBe('any of their school');
  });

  it('says what each scope of an API key gives, which no role has, without a fault of accessibility', async () => {
    const { page } = await openPage(address, { viewport: { width: 320, height: 700 } });
    await page.locator('#key-scopes summary').press('Enter');
    const lines = visible(page, '#key-scopes tbody tr');
    const scopes = new Set(
      (await anonymous.get('/v1/policy')).body.scopes.map(({ scope }: { scope: string }) => scope),
    );
    expect(await lines.locator('[scope=row]').allTextContents()).toEqual([...scopes]);
    expect(await lines.filter({ hasText: 'articles:read' }).locator('td').innerText()).toBe('read Article: published');
    expect(await lines.filter({ hasText: 'students:read.sensitive' }).locator('td').innerText()).toBe(
      'read Student: any of its school',
    );
    expect(await fits(page)).toBe(true);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('#scopes').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.getByLabel('Role').selectOption('admin');
    expect(await visible(page, '#scopes').count()).toBe(0);
  });

  it('is filtered with the keyboard, says how much is left, and keeps it in the address', async () => {
    const { page } = await openPage(address);
    expect(await shown(page)).toBe(`${total} of ${total} rules.`);

    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await choose(page, 'student');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    expect(await visible(page, '#student-rules thead th').allTextContents()).toEqual([
      'Action',
      'student',
      'What it opens',
    ]);
    expect(await visible(page, '#rules [data-role]:not([data-role=student])').count()).toBe(0);
    expect(await visible(page, '#teacher-rules').count()).toBe(0);

    await page.keyboard.press('Tab');
    await choose(page, 'Student');
    expect(await shown(page)).toBe(`2 of ${total} rules for the role student on Student.`);
    expect(await visible(page, '#rules tbody [scope=row]').allTextContents()).toEqual(['read', 'update']);
    expect(new URL(page.url()).search).toBe('?role=student&resource=Student');

    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await shown(page)).toBe(`${total} of ${total} rules.`);
    expect(new URL(page.url()).search).toBe('');
  });

  it('can be linked to with a filter, and says when nothing is allowed', async () => {
    const { page } = await openPage(`${address}?role=student&resource=Teacher`);
    expect(await shown(page)).toBe('No rule for the role student on Teacher: all of it is denied.');
    expect(await visible(page, 'table').count()).toBe(0);
  });

  it('shows whoever is not logged in what is open to everyone, and nothing else', async () => {
    const { page } = await openPage(`${address}?role=anonymous`);
    expect(await shown(page)).toBe('No rule for anonymous: only what is open to everyone, under Operations.');
    expect(await visible(page, '[data-role], tbody tr').count()).toBe(await page.locator('#open tbody tr').count());
    await page.getByLabel('Resource').selectOption('Student');
    expect(await shown(page)).toBe('No rule for anonymous on Student: all of it is denied.');
    expect(await visible(page, 'table').count()).toBe(0);
    await page.getByLabel('Role').selectOption('student');
    expect(await shown(page)).toBe(`2 of ${total} rules for the role student on Student.`);
  });

  it('leads by its contents and by its headings to every resource, those of one’s own account last', async () => {
    const { page } = await openPage(address);
    const names = await page.locator('#rules > [data-subject] > h3').allTextContents();
    expect(names).toEqual(expect.arrayContaining(['Student', 'Article share']));
    expect(names.slice(-4)).toEqual(['Session', 'User', 'Factor', 'External identity']);
    const contents = page.getByRole('navigation', { name: 'On this page' });
    expect(await contents.locator('ul ul a').allTextContents()).toEqual(names);
    await contents.getByRole('link', { name: 'Article share' }).click();
    await page.locator('#article-share-rules:target > h3').waitFor();
    expect(await page.locator('#article-share-rules > p').textContent()).toBe(
      'Which member may read a draft before it is published.',
    );
    expect(await page.locator('#actions dt').allTextContents()).toContain('oversee');
  });

  it('shows a line that is linked to, whatever the filter', async () => {
    const { page } = await openPage(`${address}?resource=Student#article-share-create`);
    expect(await page.locator('tr:target').isVisible()).toBe(true);
    expect(await shown(page)).toBe(`${total} of ${total} rules.`);
    const height = await page.locator('tr:target').evaluate((row) => row.getBoundingClientRect().top);
    const heading = await page.locator('#article-share-rules thead th').first().boundingBox();
    expect(height).toBeGreaterThanOrEqual(heading!.y + heading!.height);

    await page.getByLabel('Role').selectOption('student');
    await page.evaluate(`location.hash = '#class-create'`);
    await page.locator('tr#class-create:target').waitFor();
    expect(await shown(page)).toBe(`${total} of ${total} rules.`);
  });

  it('leads to the operation in /docs, from its line and from that of the rule that opens it', async () => {
    const { page } = await openPage(address);
    const link = page.getByRole('link', { name: 'PATCH /v1/students/{id}' });
    const opened = page.locator('#student-update .opens').getByRole('link', { name: 'Change a student' });
    expect(await opened.getAttribute('href')).toBe(await link.getAttribute('href'));
    await link.click();
    await page.locator('#operations-Students-students_update.is-open').waitFor();
  });

  it.each([320, 390])('fits a phone of %i pixels, as cards that name those who may', async (width) => {
    const { page } = await openPage(address, { viewport: { width, height: 700 } });
    expect(await fits(page)).toBe(true);
    const line = page.locator('#student-update');
    expect(await line.locator('td[data-role]').filter({ visible: true }).count()).toBe(3);
    const label = `getComputedStyle(document.querySelector('#student-update [data-role=guardian]'), '::before').content`;
    expect(await page.evaluate(label)).toBe('"guardian" / ""');
  });

  it('folds on a phone what is long, says once what is the same for all, and marks the whole card', async () => {
    const { page } = await openPage(`${address}#session-read`, { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(16_000);
    expect(await visible(page, '#fields tr, #operations tr').count()).toBe(0);
    const cells = visible(page, '#session-read [data-role]');
    expect(await cells.count()).toBe(1);
    const label = `getComputedStyle(document.querySelector('#session-read [data-role=admin]'), '::before').content`;
    expect(await page.evaluate(label)).toBe('"every role" / ""');
    const styles = `(({ backgroundColor, scrollMarginTop }) => [backgroundColor, scrollMarginTop])(
      getComputedStyle(document.querySelector('tr:target')))`;
    expect(await page.evaluate(styles)).toEqual(['rgb(227, 241, 249)', '8px']);

    await page.locator('#student-fields summary').press('Enter');
    expect(await visible(page, '#student-fields tbody tr').count()).toBeGreaterThan(10);
    await page.getByLabel('Role').selectOption('student');
    expect(await visible(page, '#student-fields tbody tr').count()).toBeGreaterThan(10);
    await page.getByLabel('Resource').selectOption('Teacher');
    await page.getByLabel('Role').selectOption('teacher');
    expect(await visible(page, '#teacher-operations tbody tr').count()).toBe(3);
    await page.evaluate(`location.hash = '#open'`);
    await page.locator('#open[open]:target').waitFor();
  });

  it('has nothing to touch on a phone that is smaller than 24 pixels', async () => {
    const { page } = await openPage(address, { viewport: { width: 390, height: 844 } });
    await page.getByLabel('Resource').selectOption('Class');
    const targets = visible(page, ':is(a, button, select, summary):not(.skip)');
    const heights = await targets.evaluateAll((all) =>
      all.map((each): [number, string] => [each.getBoundingClientRect().height, each.textContent!]),
    );
    expect(heights.length).toBeGreaterThan(40);
    expect(heights.filter(([height]) => height < 24)).toEqual([]);
  });

  it('prints on a phone too what is folded, each part on a page of its own', async () => {
    const { page } = await openPage(address, { viewport: { width: 390, height: 844 } });
    await page.emulateMedia({ media: 'print' });
    await page.locator('#user-operations[open]').waitFor();
    expect(await page.locator('details:not([open])').count()).toBe(0);
    const breaks = `['#fields', '#operations'].map((part) => getComputedStyle(document.querySelector(part)).breakBefore)`;
    expect(await page.evaluate(breaks)).toEqual(['page', 'page']);
  });

  it('prints black on white without its controls, each row whole', async () => {
    const { page } = await openPage(`${address}?role=teacher`, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await visible(page, 'header, .contents, #filter label, #filter button').count()).toBe(0);
    expect(await shown(page)).toContain('for the role teacher');
    const styles = await page.evaluate(`[
      getComputedStyle(document.documentElement).backgroundColor,
      getComputedStyle(document.querySelector('#rules td')).color,
      getComputedStyle(document.querySelector('#rules thead th')).backgroundColor,
      ...new Set([...document.querySelectorAll('tr')].map((row) => getComputedStyle(row).breakInside)),
    ]`);
    expect(styles).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)', 'rgb(244, 246, 248)', 'avoid']);
  });

  it('moves nothing for whoever wants less motion', async () => {
    const behavior = 'getComputedStyle(document.documentElement).scrollBehavior';
    const { page } = await openPage(address, { reducedMotion: 'reduce' });
    expect(await page.evaluate(behavior)).toBe('auto');
  });
});
