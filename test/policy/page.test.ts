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
  const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 320],
  ] as const)(
    'has no fault of accessibility in %s on %i pixels, nor under its policy',
    async (colorScheme, width) => {
      const { page, requests, faults } = await openPage(address, { colorScheme, viewport: { width, height: 700 } });
      expect(await faultsOfAccessibility(page)).toEqual([]);
      expect(faults).toEqual([]);
      const own = new URL(address).origin;
      expect(requests.filter((each) => !each.startsWith(own) && !each.startsWith('data:'))).toEqual([]);
      const ground = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
      expect(ground).toBe(colorScheme === 'dark' ? 'rgb(27, 31, 35)' : 'rgb(255, 255, 255)');
    },
    60_000,
  );

  it('is whole without JavaScript, and offers no filter then', async () => {
    const { page } = await openPage(address, { javaScriptEnabled: false });
    expect(await visible(page, '#filter').count()).toBe(0);
    expect(await page.locator('#student-update [data-role=guardian]').textContent()).toContain(
      'who are their children only phone, address',
    );
  });

  it('is filtered with the keyboard, says how much is left, and keeps it in the address', async () => {
    const { page } = await openPage(address);
    expect(await shown(page)).toBe(`${total} of ${total} rules.`);

    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('stud');
    expect(await page.evaluate('document.activeElement.value')).toBe('student');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    expect(await visible(page, '#rules thead th').allTextContents()).toEqual(['Action', 'student']);
    expect(await visible(page, '#teacher').count()).toBe(0);

    await page.keyboard.press('Tab');
    await page.keyboard.type('stud');
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

  it('shows a line that is linked to, whatever the filter', async () => {
    const { page } = await openPage(`${address}?resource=Student#article-share-create`);
    expect(await page.locator('tr:target').isVisible()).toBe(true);
    expect(await shown(page)).toBe(`${total} of ${total} rules.`);
    const height = await page.locator('tr:target').evaluate((row) => row.getBoundingClientRect().top);
    const heading = await page.locator('#rules thead th').first().boundingBox();
    expect(height).toBeGreaterThanOrEqual(heading!.y + heading!.height);

    await page.getByLabel('Role').selectOption('student');
    await page.evaluate(`location.hash = '#class-create'`);
    await page.locator('tr#class-create:target').waitFor();
    expect(await shown(page)).toBe(`${total} of ${total} rules.`);
  });

  it('leads to the operation in /docs', async () => {
    const { page } = await openPage(address);
    await page.getByRole('link', { name: 'PATCH /v1/students/{id}' }).click();
    await page.locator('#operations-Students-students_update.is-open').waitFor();
  });

  it.each([320, 390])('fits a phone of %i pixels, as cards that name those who may', async (width) => {
    const { page } = await openPage(address, { viewport: { width, height: 700 } });
    expect(await fits(page)).toBe(true);
    const line = page.locator('#student-update');
    expect(await line.locator('td').filter({ visible: true }).count()).toBe(3);
    const label = `getComputedStyle(document.querySelector('#student-update [data-role=guardian]'), '::before').content`;
    expect(await page.evaluate(label)).toBe('"guardian" / ""');
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
