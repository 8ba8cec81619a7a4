import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import type { Grant } from './session-store.js';
import { Config } from '../config/config.js';
import { KeyRing } from './key-ring.js';

export const ACCESS_TOKEN_SECONDS = 600;
export const AUDIENCE = 'homeroom';

/** The claims of an access token (RFC 9068). They say whose it is; what it may do is asked of the database's present state. */
export interface AccessClaims {
  sub: string;
  sid: string;
  mid: string;
  school: string | null;
  role: string;
  /** The membership's epoch: it grows with every change of role or status, so an order that no clock can blur. */
  epoch: number;
  exp: number;
  /** The key that it is bound to, by its thumbprint (RFC 9449, 6.1). */
  cnf?: { jkt: string };
}

@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: KeyRing,
    private readonly config: Config,
  ) {}

  async issue(grant: Grant): Promise<{ accessToken: string; tokenType: 'Bearer' | 'DPoP'; expiresIn: number }> {
    const { kid, key } = this.keys.signing;
    const { sessionId: sid, membershipId: mid, schoolId: school, role, epoch, dpopThumbprint: jkt } = grant;
    const accessToken = await new SignJWT({ sid, mid, school, role, epoch, ...(jkt && { cnf: { jkt } }) })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
      .setIssuer(this.config.publicUrl)
      .setAudience(AUDIENCE)
      .setSubject(grant.userId)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
      .setJti(randomUUID())
      .sign(key);
    return { accessToken, tokenType: jkt ? 'DPoP' : 'Bearer', expiresIn: ACCESS_TOKEN_SECONDS };
  }
}
