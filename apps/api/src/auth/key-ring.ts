import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { derivedKey, KeysInUse } from '../config/keys-in-use.js';
import type { SigningKey } from '../config/signing-keys.js';

/** The keys in use: the first signs, all of them verify, so that a key can be replaced without a failed request. */
@Injectable()
export class KeyRing {
  readonly #ring: () => ReturnType<typeof ringOf>;

  constructor(keys: KeysInUse) {
    this.#ring = keys.follow(ringOf);
  }

  get signing(): { kid: string; key: KeyObject } {
    return this.#ring().signing;
  }

  /** What anyone may have: RFC 7517. */
  get publicKeys(): JWK[] {
    return this.#ring().publicKeys;
  }

  verifyingKey(kid: string): KeyObject | undefined {
    return this.#ring().verifying.get(kid);
  }

  /** The secret of refresh tokens, derived from a signing key, so that there is one secret to keep and to replace. */
  refreshSecret(kid: string): KeyObject | undefined {
    return this.#ring().refreshSecrets.get(kid);
  }

  /** The key of secrets that are stored (sealing.ts). */
  sealingKey(kid: string): KeyObject | undefined {
    return this.#ring().sealingKeys.get(kid);
  }
}

function ringOf(keys: readonly SigningKey[]) {
  const privateKeys = keys.map((jwk) => ({ kid: jwk.kid, key: createPrivateKey({ key: { ...jwk }, format: 'jwk' }) }));
  const derived = (purpose: string) => new Map(keys.map((key) => [key.kid, derivedKey(key, purpose)]));
  return {
    signing: privateKeys[0]!,
    verifying: new Map(privateKeys.map(({ kid, key }) => [kid, createPublicKey(key)])),
    publicKeys: keys.map(({ kty, crv, x, y, kid, alg, use }) => ({ kty, crv, x, y, kid, alg, use })),
    refreshSecrets: derived('homeroom refresh token'),
    sealingKeys: derived('homeroom sealing'),
  };
}
