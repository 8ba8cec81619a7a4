import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { newFolder } from '../support/program.js';

const module = pathToFileURL(resolve('dist/apps/api/src/config/signing-keys.js')).href;

it('servers that start at once in a new folder sign with the same key', async () => {
  for (let round = 0; round < 5; round += 1) {
    const cwd = newFolder();
    // All of them look for the key in the same millisecond.
    const script = `
      const { readSigningKeys } = await import('${module}');
      while (Date.now() < ${Date.now() + 1_000});
      console.log(readSigningKeys(undefined, false)[0].kid);`;
    const start = () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd, encoding: 'utf8' });
    const kids = (await Promise.all([start(), start()])).map(({ stdout }) => stdout);
    expect(new Set(kids).size).toBe(1);
    expect(readdirSync(join(cwd, '.data'))).toEqual(['signing-keys.json']);
  }
});
