import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineOf, relink } from './links.js';

const code = `import { rows } from './rows.js';

/** Finds rows. */
export function find(): void {
  rows();
  rows();
}

export class Pages {
  private readonly size = 10;

  async next(page: number) {
    this.turn(page);
  }

  turn(page: number) {}

  private async back(
    page: number,
  ): Promise<void> {}
}

it('refuses whoever is not asked for', () => {});
`;
let folder: string;
const check = (text: string) => relink(join(folder, 'page.md'), text);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-links-'));
  writeFileSync(join(folder, 'code.ts'), code);
  writeFileSync(join(folder, 'other.md'), '# Other\n\n## What goes wrong, and `why`\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a link that points at nothing is lost', () => {
  it.each([
    ['[a file](missing.ts)', 'has no such file'],
    ['[`find`](missing.ts#L4)', 'has no such file'],
    ['[other](other.md#what-went-wrong)', 'has no such heading'],
    ['[here](#nowhere)', 'has no such heading'],
    ['[code](code.ts#find)', 'has no such heading'],
    ['[`found`](code.ts#L4)', 'names what is not in that file'],
    ['[`fin`](code.ts#L4)', 'names what is not in that file'],
    ['[`refuses whoever is asked for`](code.ts#L23)', 'names what is not in that file'],
    ['[`rows`](code.ts#L5)', 'names what is on lines 1, 3, 5, 6 of that file'],
    ['[find](code.ts#L4)', 'has to name a thing of that line, in backticks'],
  ])('%s: %s', (link, missing) => {
    writeFileSync(join(folder, 'page.md'), '# Page\n');
    expect(check(`See ${link}.`)).toEqual({ text: `See ${link}.`, moved: [], lost: [`${link} ${missing}`] });
  });
});

it('a link whose thing is on another line is moved there', () => {
  expect(check('[`find`](code.ts#L5), [`next`](code.ts#L1)\n')).toEqual({
    text: '[`find`](code.ts#L4), [`next`](code.ts#L12)\n',
    moved: ['[`find`](code.ts#L5) is at #L4', '[`next`](code.ts#L1) is at #L12'],
    lost: [],
  });
});

it.each([
  '[a file](code.ts), [a heading](other.md#what-goes-wrong-and-why), [elsewhere](https://example.org/#L1)',
  '[`find`](code.ts#L4) [`size`](code.ts#L10) [`Pages`](code.ts#L9) [`turn`](code.ts#L16) [`back`](code.ts#L18)',
  '[`is not asked for`](code.ts#L23) [`import { rows }`](code.ts#L1)',
  'as it is written:\n\n```md\n[`lost`](missing.ts#L1)\n```\n',
])('%j stands', (text) => {
  expect(check(text)).toEqual({ text, moved: [], lost: [] });
});

it.each([
  ['RATE_LIMIT', '# How often.\n# RATE_LIMIT=100/10s\n# RATE_LIMIT_LOGIN=10/1m\n', 2],
  ['Student', 'model Class {\n  students Student[]\n}\nmodel Student {\n}\n', 4],
  ['docs:links', '{\n  "docs": "x",\n  "docs:links": "node"\n}\n', 3],
  ['too-many-requests', "throw new Problem('too-many-requests');\nconst problems = {\n  'too-many-requests': {},\n", 3],
  ['Term_ends_after_start', 'CREATE TABLE "Term";\nADD CONSTRAINT "Term_ends_after_start"', 2],
])('finds the declaration of %s', (name, text, line) => {
  expect(lineOf(name, text)).toBe(line);
});
