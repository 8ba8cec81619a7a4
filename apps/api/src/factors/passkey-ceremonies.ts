import { Injectable } from '@nestjs/common';
import {
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server';
import { isUnattested } from './passkey-answers.js';
import { PasskeyParty } from './passkey-party.js';
import type { PasskeyAssertion } from './dto/passkey-assertion.dto.js';
import type { PasskeyAttestation } from './dto/create-passkey.dto.js';
import type { PasskeyCreationOptionsView, PasskeyRequestOptionsView } from './passkey-options.view.js';

/** For so long an answer is waited for, in seconds. */
export const CEREMONY_SECONDS = 300;
/** Ed25519, ES256, RS256: between them every authenticator has one (https://www.iana.org/assignments/cose). */
const algorithms = [-8, -7, -257];

type Credential = { credentialId: Uint8Array | null; transports: string[] };
type Owner = { id: string; email: string; name: string };

/**
 * The two ceremonies of W3C WebAuthn Level 3, 7.1 and 7.2, by a library. Both ask the authenticator to verify its user, by a PIN or a
 * fingerprint: a passkey is two factors then. A challenge is a single-use secret of 256 bits (ASVS 6.7.2).
 */
@Injectable()
export class PasskeyCeremonies {
  constructor(private readonly party: PasskeyParty) {}

  creationOptions(challenge: string, user: Owner, known: Credential[]): PasskeyCreationOptionsView {
    return {
      challenge,
      rp: { id: this.party.id, name: 'Homeroom' },
      user: { id: userHandle(user.id), name: user.email, displayName: user.name },
      pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
      timeout: CEREMONY_SECONDS * 1_000,
      excludeCredentials: known.map(descriptor),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
    };
  }

  /** @param known the credentials that may be used; without, whichever the user picks */
  requestOptions(challenge: string, known?: Credential[]): PasskeyRequestOptionsView {
    return {
      challenge,
      rpId: this.party.id,
      ...(known && { allowCredentials: known.map(descriptor) }),
      timeout: CEREMONY_SECONDS * 1_000,
      userVerification: 'required',
    };
  }

  /** The new credential; undefined if it answers another challenge, was made elsewhere, or its user was not verified. */
  async registered(response: PasskeyAttestation, challenge: string): Promise<WebAuthnCredential | undefined> {
    return orUndefined(async () => {
      if (!isUnattested(response)) return undefined;
      const { registrationInfo } = await verifyRegistrationResponse({
        ...this.expected(response, challenge),
        supportedAlgorithmIDs: algorithms,
      });
      return registrationInfo?.credential;
    });
  }

  /** The sign counter of a use that the credential's key has signed; undefined if it was for something else, or signed by another. */
  async used(response: PasskeyAssertion, challenge: string, key: Uint8Array<ArrayBuffer>): Promise<number | undefined> {
    return orUndefined(async () => {
      // Of the counter the statement decides that accepts the use: two at once can't both be the next.
      const credential = { id: response.id, publicKey: key, counter: 0 };
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        ...this.expected(response, challenge),
        credential,
      });
      return verified ? authenticationInfo.newCounter : undefined;
    });
  }

  /** The library wants the types of the DOM, whose texts these are. */
  private expected(response: PasskeyAttestation | PasskeyAssertion, challenge: string) {
    const { id: expectedRPID, origins: expectedOrigin } = this.party;
    const expected = { expectedChallenge: challenge, expectedOrigin, expectedRPID };
    return { response: response as never, ...expected, requireUserVerification: true };
  }
}

/** What an authenticator knows its user by: the bytes of the user's id, which tell nothing of the person (14.6.1). */
export const userHandle = (userId: string) => Buffer.from(userId.replaceAll('-', ''), 'hex').toString('base64url');

const descriptor = ({ credentialId, transports }: Credential) => ({
  id: Buffer.from(credentialId!).toString('base64url'),
  type: 'public-key' as const,
  transports,
});

/** The library throws whatever is wrong with an answer, and whatever its decoders make of bytes that are none. */
async function orUndefined<T>(verify: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}
