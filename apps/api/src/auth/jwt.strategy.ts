import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { isUUID } from 'class-validator';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { Config } from '../config/config.js';
import { type AccessClaims, AUDIENCE } from './access-tokens.js';
import { KeyRing } from './key-ring.js';

type Done = (error: Error | null, key?: KeyObject) => void;

/** Verifies an access token: its text, its header, its signature, its issuer, audience and expiry (ASVS 9.1, 9.2). */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(keys: KeyRing, config: Config) {
    super({
      jwtFromRequest: ExtractJwt.fromExtractors(['bearer', 'dpop'].map(ExtractJwt.fromAuthHeaderWithScheme)),
      algorithms: ['ES256'],
      issuer: config.publicUrl,
      audience: AUDIENCE,
      secretOrKeyProvider: (_request: unknown, token: string, done: Done) => {
        const key = keys.verifyingKey(keyIdOf(token) ?? '');
        if (key) done(null, key);
        else done(new Error('not one of our access tokens'));
      },
    } as ConstructorParameters<typeof Strategy>[0]);
  }

  /** The ids become part of a query, where one that is missing or no text would be a condition of another kind. */
  validate(claims: AccessClaims): AccessClaims | false {
    const { sub, sid, mid, exp, epoch } = claims;
    return [sub, sid, mid].every((id) => isUUID(id)) && Number.isInteger(exp) && Number.isInteger(epoch) && claims;
  }
}

/**
 * The `kid` of a token that is written as we write them: three parts of canonical base64url, and a header of exactly our kind.
 * A decoder that is lenient would let one token have many texts, each of them unknown to whatever remembers or revokes by text.
 */
function keyIdOf(token: string): string | undefined {
  const parts = token.split('.');
  if (
    parts.length !== 3 ||
    parts.some((part) => part === '' || Buffer.from(part, 'base64url').toString('base64url') !== part)
  )
    return undefined;
  try {
    const { alg, typ, kid, ...others } = JSON.parse(Buffer.from(parts[0]!, 'base64url').toString()) as Record<
      string,
      unknown
    >;
    return alg === 'ES256' && typ === 'at+jwt' && typeof kid === 'string' && Object.keys(others).length === 0
      ? kid
      : undefined;
  } catch {
    return undefined;
  }
}
