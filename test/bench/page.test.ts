import { existsSync, readFileSync } from 'node:fs';
import { format } from 'prettier';
import { fillPage } from '../../bench/page.js';
import type { Results } from '../../bench/results.js';

const page = readFileSync('docs/performance.md', 'utf8');
const results = (
  existsSync('docs/performance.json') ? JSON.parse(readFileSync('docs/performance.json', 'utf8')) : {}
) as Results;
const cold = { machine: '2 cores', figures: { install: 12.34, start: 5 } };

it('refuses a page without a place for a part', () => {
  const without = page.replace('<!-- measured: soak -->', '');
  expect(() => fillPage(without, {})).toThrow('docs/performance.md has no place for soak.');
});

it('replaces what was measured before, and nothing else', () => {
  const once = fillPage(page, { cold: { ...cold, figures: { install: 99, start: 99 } } });
  const filled = fillPage(once, { cold });
  expect(filled).toContain('`npm ci` took 12.3 s, `npm start` 5.0 s until it was ready.\n\n_2 cores._');
  expect(filled).not.toContain('99.0 s');
  const prose = (text: string) => text.replace(/(?<=<!-- measured: \w+ -->)[^]*?(?=<!-- \/measured -->)/g, '');
  expect(prose(filled)).toBe(prose(page));
});

it('says what is not measured yet', () => {
  expect(fillPage(page, {}).match(/Not measured yet\./g)).toHaveLength(8);
});

it('is as docs/performance.json has it', async () => {
  expect(await format(fillPage(page, results), { printWidth: 120, parser: 'markdown' })).toBe(page);
});
