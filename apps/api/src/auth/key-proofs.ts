import { Injectable } from '@nestjs/common';
import type { SignedRequest } from '../common/body-parser.js';
import { Config } from '../config/config.js';
import type { IdentifiedRequest, Refusal } from './identified-request.js';
import type { KnownKey } from './known-key.js';
import { ed25519Key, SignatureFault, verifyMessage, type VerifyingKey } from './message-signature.js';
import { Sealing } from './sealing.js';

/** What a key asks of a request besides its secret. */
@Injectable()
export class KeyProofs {
  private readonly verifying = new WeakMap<KnownKey, VerifyingKey>();

  constructor(
    private readonly config: Config,
    private readonly sealing: Sealing,
  ) {}

  /**
   * Whether the request brings it: of a key that requires signatures, one over this request (RFC 9421), whose nonce is used up later
   * (single-use.guard.ts). A signature that isn't required is not looked at.
   */
  given(key: KnownKey, request: IdentifiedRequest & SignedRequest): boolean {
    if (!key.signing) return true;
    const { method, url, headers, bytes = nothing } = request;
    try {
      const uri = this.config.publicUrl + url;
      const nonce = verifyMessage({ method, uri, headers }, bytes, this.verifyingKey(key, key.signing));
      request.once = { owner: `key ${key.keyId}`, nonce, refusal: this.refusal('Its nonce was used before.') };
      return true;
    } catch (error) {
      if (!(error instanceof SignatureFault)) throw error;
      request.refusal = this.refusal(error.message);
      return false;
    }
  }

  /** What to sign is said as RFC 9421, 5.1 has it, for a client that can read that. */
  private refusal(detail: string): Refusal {
    return {
      detail: `The key requires a signature of each request (RFC 9421), whose address is one under ${this.config.publicUrl}. ${detail}`,
      headers: {
        'WWW-Authenticate': 'Bearer error="invalid_token"',
        'Accept-Signature': 'sig=("@method" "@target-uri" "authorization" "content-digest");created;nonce',
      },
    };
  }

  /** Made once for each key in memory, and gone with it. */
  private verifyingKey(key: KnownKey, { publicKey, secret }: NonNullable<KnownKey['signing']>): VerifyingKey {
    let known = this.verifying.get(key);
    if (!known) {
      if (!publicKey && !secret) throw new SignatureFault('The key has nothing to verify it with.');
      const id = key.keyId;
      known = publicKey
        ? { id, algorithm: 'ed25519', key: ed25519Key(publicKey) }
        : { id, algorithm: 'hmac-sha256', key: this.sealing.open(secret!, id) };
      this.verifying.set(key, known);
    }
    return known;
  }
}

const nothing = Buffer.alloc(0);
