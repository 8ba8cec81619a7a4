import { readFileSync } from 'node:fs';

const namesIn = (file: string, pattern: RegExp) =>
  new Set([...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name]) => name));

const readers = ['environment', 'oidc-providers'].map((name) => `apps/api/src/config/${name}.ts`);
const read = new Set(readers.flatMap((file) => [...namesIn(file, /(?:\benv\.|\bread\(')([A-Z][A-Z0-9_]+)/g)]));
const listed = namesIn('.env.example', /^# ([A-Z][A-Z0-9_]+)=/gm);

describe('.env.example', () => {
  it('lists every setting that the environment is asked for', () => {
    expect([...read].filter((name) => !listed.has(name))).toEqual([]);
  });

  it('lists none that is never read', () => {
    expect([...listed].filter((name) => !read.has(name))).toEqual([]);
  });

  it('changes nothing when it is used as it is: each line is a comment', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });
});
