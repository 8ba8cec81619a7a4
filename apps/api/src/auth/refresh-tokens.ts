import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring.js';

export interface RefreshClaims {
  sessionId: string;
  /** How many rotations of the session came before this token. */
  counter: number;
}

/**
 * Refresh tokens are `<kid>.<session>.<counter>.<MAC of these, 256 bits>`. Nothing is stored of them but the counter: who reads
 * the database can't make one, and the successor of a token can be told again to a client that lost the answer.
 */
@Injectable()
export class RefreshTokens {
  constructor(private readonly keys: KeyRing) {}

  issue({ sessionId, counter }: RefreshClaims): string {
    const body = `${this.keys.signing.kid}.${sessionId}.${counter}`;
    return `${body}.${this.mac(this.keys.signing.kid, body)!.toString('base64url')}`;
  }

  /** undefined for whatever we didn't issue. */
  verify(token: string): RefreshClaims | undefined {
    const [, body, kid, sessionId, counter, mac] =
      /^(([\w-]{1,100})\.([0-9a-f-]{36})\.(0|[1-9]\d{0,8}))\.([\w-]{43})$/.exec(token) ?? [];
    if (!body) return undefined;
    const expected = this.mac(kid!, body)?.toString('base64url');
    if (!expected || !timingSafeEqual(Buffer.from(expected), Buffer.from(mac!))) return undefined;
    return { sessionId: sessionId!, counter: Number(counter) };
  }

  private mac(kid: string, body: string): Buffer | undefined {
    const secret = this.keys.refreshSecret(kid);
    return secret && createHmac('sha256', secret).update(body).digest();
  }
}
