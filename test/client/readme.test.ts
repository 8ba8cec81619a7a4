import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { app } from '../support/app.js';
import { type Actor, PASSPHRASE, school } from '../support/school.js';
import { compile } from './compile.js';

const README = readFileSync('apps/client/README.md', 'utf8');
const [first, permissions] = [...README.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code!) as [string, string];

/** Runs code beside the built client, as someone who has just copied it would; returns the lines that it prints. */
async function run(code: string, { email }: Actor): Promise<string[]> {
  const own = code
    .replaceAll('http://127.0.0.1:3000', (await app()).url)
    .replaceAll('admin@northwood.example', email)
    .replaceAll('homeroom demo passphrase', PASSPHRASE);
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', own];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: 'dist/apps/client' });
  return stdout.trim().split('\n');
}

describe('apps/client/README.md', () => {
  it('has examples that compile', () => {
    expect(compile({ 'apps/client/readme-0.ts': first, 'apps/client/readme-1.ts': permissions })).toEqual([]);
  });

  it('has a first example that does what it says', async () => {
    expect(await run(first, (await school()).admin)).toEqual(['2 students', 'Autumn', '/gradeLevel']);
  });

  it('tells by the permissions who may create students', async () => {
    const { admin, teacher } = await school();
    const asked = `
      import { createHomeroom } from './src/homeroom.js';
      ${permissions}
      const homeroom = createHomeroom({ url: 'http://127.0.0.1:3000' });
      await homeroom.session.logIn('admin@northwood.example', 'homeroom demo passphrase');
      console.log(await mayCreateStudents(homeroom));`;
    expect([await run(asked, admin), await run(asked, teacher)]).toEqual([['true'], ['false']]);
  });
});
