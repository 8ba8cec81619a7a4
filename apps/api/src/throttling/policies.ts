import { Injectable } from '@nestjs/common';
import type { IdentifiedRequest } from '../auth/identified-request.js';
import { Config, type RateWindow } from '../config/config.js';
import { addressOf, clientOf } from './client.js';

/** A quota of the draft's: so many requests of a client in so many seconds. */
export interface Policy extends RateWindow {
  name: string;
  /** As it stands in `RateLimit-Policy`. */
  quota: string;
  /** Whom a request counts for. */
  client: (request: IdentifiedRequest) => string;
}

/** A limit by user or key, one by address for requests without a user, and one by address for every guess at a password. */
@Injectable()
export class Policies {
  private readonly user: Policy[];
  private readonly anonymous: Policy[];
  private readonly login: Policy[];

  constructor({ rateLimits }: Config) {
    this.user = named(['burst', 'hour', 'day'], rateLimits.user, clientOf);
    this.anonymous = named(['anonymous'], rateLimits.anonymous, clientOf);
    this.login = named(['login'], rateLimits.login, ({ ip }) => addressOf(ip));
  }

  /** Those that a request counts for. */
  of({ caller }: IdentifiedRequest, takesPassword: boolean): Policy[] {
    if (takesPassword) return caller ? [...this.user, ...this.login] : this.login;
    return caller ? this.user : this.anonymous;
  }
}

/** The windows of one setting as named policies; a window beyond the names is called after its place. */
function named(names: string[], windows: RateWindow[], client: Policy['client']): Policy[] {
  return windows.map(({ limit, seconds }, index) => {
    const name = names[index] ?? `${names[0]}-${index + 1}`;
    return { limit, seconds, client, name, quota: `"${name}";q=${limit};w=${seconds}` };
  });
}
