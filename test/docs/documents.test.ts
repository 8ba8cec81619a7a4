import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const documents = globSync(['*.md', 'docs/**/*.md', 'apps/**/*.md']).map((file) => ({ file, text: readFileSync(file, 'utf8') }));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

describe.each(documents)('$file', ({ file, text }) => {
  it('links to files that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => join(dirname(file), link!));
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
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
    const listed = [...map.matchAll(/(?<=^ {2}|\/ )([a-z]+)\//gm)].map(([, name]) => name!);
    const there = globSync('apps/api/src/*/').map((folder) => folder.split('/').at(-1)!);
    expect(listed.toSorted()).toEqual(there.toSorted());
  });
});
