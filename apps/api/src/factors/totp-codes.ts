import { Secret, TOTP } from 'otpauth';

/** RFC 6238 with what every app understands. */
const parameters = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** So many steps before and after the present one are good too: clocks differ, and typing takes time (ASVS 6.5.5). */
const WINDOW = 1;
const SECRET_BYTES = 20;

/** 160 random bits, as RFC 4226 recommends. */
export const newSecret = (): Uint8Array => new Secret({ size: SECRET_BYTES }).bytes;

/** How a person or an app gets the secret. */
export function described(secret: Uint8Array, email: string): { secret: string; otpauthUrl: string } {
  const totp = new TOTP({ ...parameters, issuer: 'Homeroom', label: email, secret: secretOf(secret) });
  return { secret: totp.secret.base32, otpauthUrl: totp.toString() };
}

/** The time step that this is the code of, if it is one of those that are good now. The library compares in constant time. */
export function stepOf(secret: Uint8Array, code: string, timestamp = Date.now()): number | undefined {
  const found = TOTP.validate({ ...parameters, secret: secretOf(secret), token: code, timestamp, window: WINDOW });
  return found === null ? undefined : TOTP.counter({ period: parameters.period, timestamp }) + found;
}

const secretOf = (secret: Uint8Array) => new Secret({ buffer: Uint8Array.from(secret).buffer });
