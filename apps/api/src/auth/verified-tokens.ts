import { decodeProtectedHeader } from 'jose';
import { LRUCache } from 'lru-cache';
import type { KeysInUse } from '../config/keys-in-use.js';
import type { SigningKey } from '../config/signing-keys.js';
import type { AccessClaims } from './access-tokens.js';

/**
 * The claims of tokens whose signature was verified, by their text. When the keys change, those that a key has signed that is still there
 * unchanged stay, or a school behind one address would have each of them verified at once; the others are forgotten.
 */
export function verifiedTokens(keys: KeysInUse): () => LRUCache<string, AccessClaims> {
  let [known, knownOf]: [LRUCache<string, AccessClaims>, readonly SigningKey[]] = [empty(), []];
  return keys.follow((now) => {
    const kept = empty();
    const same = now.filter((key) => knownOf.some((before) => isSame(before, key)));
    const unchanged = new Set(same.map(({ kid }) => kid));
    known.rforEach((claims, token) => {
      if (unchanged.has(decodeProtectedHeader(token).kid!)) kept.set(token, claims);
    });
    [known, knownOf] = [kept, now];
    return kept;
  });
}

const empty = () => new LRUCache<string, AccessClaims>({ max: 10_000 });
const isSame = (a: SigningKey, b: SigningKey) => a.kid === b.kid && a.x === b.x && a.y === b.y;
