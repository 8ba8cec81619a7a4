import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { Config } from '../config/config.js';

/** The keys in use: the first signs, all of them verify, so that a key can be replaced without a failed request. */
@Injectable()
export class KeyRing {
  readonly signing: { kid: string; key: KeyObject };
  /** What anyone may have: RFC 7517. */
  readonly publicKeys: JWK[];
  private readonly verifying: Map<string, KeyObject>;
  private readonly refreshSecrets: Map<string, Uint8Array>;
  private readonly sealingKeys: Map<string, Uint8Array>;

  constructor({ signingKeys }: Config) {
    const privateKeys = signingKeys.map((jwk) => ({
      kid: jwk.kid!,
      key: createPrivateKey({ key: { ...jwk }, format: 'jwk' }),
    }));
    this.signing = privateKeys[0]!;
    this.verifying = new Map(privateKeys.map(({ kid, key }) => [kid, createPublicKey(key)]));
    this.publicKeys = signingKeys.map(({ kty, crv, x, y, kid, alg, use }) => ({ kty, crv, x, y, kid, alg, use }));
    const derived = (purpose: string) =>
      new Map(signingKeys.map(({ kid, d }) => [kid!, new Uint8Array(hkdfSync('sha256', d!, '', purpose, 32))]));
    this.refreshSecrets = derived('homeroom refresh token');
    this.sealingKeys = derived('homeroom sealing');
  }

  verifyingKey(kid: string): KeyObject | undefined {
    return this.verifying.get(kid);
  }

  /** The secret of refresh tokens, derived from a signing key, so that there is one secret to keep and to replace. */
  refreshSecret(kid: string): Uint8Array | undefined {
    return this.refreshSecrets.get(kid);
  }

  /** The key of secrets that are stored (sealing.ts). */
  sealingKey(kid: string): Uint8Array | undefined {
    return this.sealingKeys.get(kid);
  }
}
