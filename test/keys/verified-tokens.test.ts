import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { AccessClaims } from '../../apps/api/src/auth/access-tokens.js';
import { verifiedTokens } from '../../apps/api/src/auth/verified-tokens.js';
import { KeysInUse } from '../../apps/api/src/config/keys-in-use.js';
import { parseKeys } from '../../apps/api/src/config/signing-keys.js';
import { fileOf, privateKey } from '../support/settings.js';

const named = (kid: string) => ({ ...privateKey(), kid });
const signedBy = (kid: string) => `${Buffer.from(JSON.stringify({ kid })).toString('base64url')}.claims.signature`;

it('what a key has signed stays verified while the key is there unchanged, and no longer', async () => {
  const [kept, gone, another] = [named('kept'), named('gone'), named('another')];
  const text = JSON.stringify({ keys: [kept, gone, another] });
  const file = fileOf(text);
  const keys = new KeysInUse({ signingKeys: parseKeys(text), signingKeysFile: file });
  keys.onApplicationBootstrap();
  const verified = verifiedTokens(keys);
  const before = verified();
  for (const kid of ['kept', 'gone', 'another']) before.set(signedBy(kid), {} as AccessClaims);

  writeFileSync(file, JSON.stringify({ keys: [named('new'), kept, named('another')] }));
  for (let tries = 0; verified() === before && tries < 100; tries++) await delay(50);
  keys.onApplicationShutdown();
  expect([...verified().keys()]).toEqual([signedBy('kept')]);
});
