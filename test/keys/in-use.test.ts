import { chmodSync, renameSync, rmSync } from 'node:fs';
import { countingKey } from '../../apps/api/src/config/keys-in-use.js';
import { parseKeys } from '../../apps/api/src/config/signing-keys.js';
import { Client } from '../support/client.js';
import { startProcess } from '../support/process.js';
import { fileOf, privateKey } from '../support/settings.js';

const setOf = (...kids: string[]) => JSON.stringify({ keys: kids.map((kid) => ({ ...privateKey(), kid })) });

/** In one step, as the server may read it at any moment. */
function replace(file: string, text: string): void {
  renameSync(fileOf(text), file);
}

it('the keys in use stay when their file is broken, empty or gone, and change when it is whole again', async () => {
  const text = setOf('first');
  const file = fileOf(text);
  chmodSync(file, 0o644);
  const server = await startProcess({ signingKeys: parseKeys(text), signingKeysFile: file });
  const client = new Client(async () => server.url);
  const kids = async () =>
    ((await client.get('/.well-known/jwks.json')).body as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  await server.line({ event: 'keys.open' });

  for (const unusable of [text.slice(0, -2), '']) {
    replace(file, unusable);
    expect(await server.line({ event: 'keys.unusable' })).toMatchObject({ level: 50 });
    expect(await kids()).toEqual(['first']);
  }
  rmSync(file);
  expect(await kids()).toEqual(['first']);

  replace(file, setOf('second', 'third'));
  expect(await server.line({ event: 'keys.changed' })).toMatchObject({ kids: ['second', 'third'] });
  expect(await kids()).toEqual(['second', 'third']);
  expect(server.output()).not.toContain(parseKeys(text)[0]!.d);
});

it('a key counts failed logins under what the one before it has handed on, or a rotation would lift every lock', () => {
  const [first, next] = parseKeys(setOf('first', 'next'));
  const counting = countingKey(first!).export().toString('base64url');
  const successor = parseKeys(JSON.stringify({ keys: [{ ...next, counting }] }))[0]!;
  expect(countingKey(successor).equals(countingKey(first!))).toBe(true);
  expect(countingKey(next!).equals(countingKey(first!))).toBe(false);
});
