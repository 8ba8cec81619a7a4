import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { relink } from './links.js';

const documents = globSync(['*.md', 'docs/**/*.md', 'apps/**/*.md']).map((file) => ({
  file,
  text: readFileSync(file, 'utf8'),
}));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

describe.each(documents)('$file', ({ file, text }) => {
  it('links to what is there, on the line that it says (if not: npm run docs:links)', () => {
    const { moved, lost } = relink(file, text);
    expect({ moved, lost }).toEqual({ moved: [], lost: [] });
  });

  it('names npm scripts that are there', () => {
    const names = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!);
    expect(names.filter((name) => !scripts[name])).toEqual([]);
  });

  it('names files of the code that are there', () => {
    const names = [...text.matchAll(/`([a-z-]+\/[\w./-]*\.(?:ts|json|prisma))`/g)].map(([, name]) => name!);
    expect(names.filter((name) => !existsSync(name) && !existsSync(join('apps/api/src', name)))).toEqual([]);
  });
});

describe('README.md', () => {
  it("has every folder of the API on its map, and none that isn't there", () => {
    const map = /## The map of the code\n\n```\n([^]*?)```/.exec(readFileSync('README.md', 'utf8'))![1]!;
    const listed = [...map.matchAll(/(?<=^ {2}|\/ )([a-z-]+)\//gm)].map(([, name]) => name!);
    const there = globSync('apps/api/src/*/').map((folder) => folder.split('/').at(-1)!);
    expect(listed.toSorted()).toEqual(there.toSorted());
  });
});

describe('docs/learn', () => {
  const pages = documents.filter(({ file }) => file.startsWith('docs/learn/') && !file.endsWith('README.md'));
  const index = readFileSync('docs/learn/README.md', 'utf8');

  it('has a page for each of the ten risks and the seventeen practices, and its index leads to each once', () => {
    expect(pages).toHaveLength(27);
    const listed = [...index.matchAll(/^\|.*\]\(([^)]+)\)/gm)].map(([, path]) => `docs/learn/${path}`);
    expect(listed.toSorted()).toEqual(pages.map(({ file }) => file).toSorted());
  });

  it.each(pages)('$file: the attack, the answer, the test, an exercise, in that order', ({ text }) => {
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!);
    const every = ['What goes wrong', 'Where this code answers it', 'The test that proves it', 'Exercise', 'Sources'];
    expect(headings.filter((heading) => every.includes(heading))).toEqual(every);
    const proof = text.split('## The test that proves it')[1]!.split('\n## ')[0]!;
    expect(proof).toMatch(/\]\(\.\.\/\.\.\/test\/[^)]+#L\d+\)/);
  });
});
