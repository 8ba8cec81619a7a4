import { chmodSync, chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { newKey, readKeyFile, writeKeyFile } from '../../apps/cli/src/key-file.js';
import { fileOf } from '../support/settings.js';

const SOMEONE = 65_534;
// Only root can give a file away and act as someone else.
const asRoot = process.getuid?.() === 0 ? it : it.skip;

const keyFile = () => fileOf(JSON.stringify({ keys: [newKey()] }));

it('keeps the mode of the file', () => {
  const file = keyFile();
  chmodSync(file, 0o640);
  writeKeyFile(file, [newKey()]);
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

asRoot('keeps the owner and the group of the file', () => {
  const file = keyFile();
  chownSync(file, SOMEONE, SOMEONE);
  writeKeyFile(file, [newKey()]);
  expect(statSync(file)).toMatchObject({ uid: SOMEONE, gid: SOMEONE });
});

asRoot('changes nothing where it could not keep them', () => {
  const file = keyFile();
  const text = readFileSync(file, 'utf8');
  chmodSync(file, 0o644);
  chmodSync(dirname(file), 0o777);
  process.seteuid!(SOMEONE);
  try {
    expect(() => writeKeyFile(file, readKeyFile(file))).toThrow(/belongs to 0:0: rotate as that user, or as root/);
  } finally {
    process.seteuid!(0);
  }
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(existsSync(`${file}.next`)).toBe(false);
});
