import { createHmac } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type ClientError,
  type Configuration,
} from 'openid-client';
import { Challenges } from '../auth/challenges.js';
import { refused } from '../auth/refused.js';
import { line } from '../common/fields.js';
import { Problem } from '../common/problem.js';
import type { OutsideAnswer } from './dto/outside-answer.dto.js';
import { isDown } from './provider-fetch.js';
import { type Provider, Providers } from './providers.js';
import { type Profile, userInfo, verifiedAddress } from './verified-address.js';

const SECONDS = 600;

/** Who someone is at a provider, as the provider has signed it. */
export interface Outsider {
  issuer: string;
  subject: string;
  /** The address, in lower case, if the provider says that it is verified; asked for where the token doesn't have it. */
  verifiedEmail(): Promise<string | undefined>;
}

/**
 * The authorization code flow (OpenID Connect Core 3.1) with PKCE (RFC 7636), state and nonce. All three follow from one secret that only
 * the page has which asked: an answer is of use to nobody else, and the database keeps nothing to take it with (ASVS 10.1.2, 10.2.1).
 */
@Injectable()
export class Exchange {
  private readonly logger = new Logger('OutsideLogin');

  constructor(
    private readonly providers: Providers,
    private readonly challenges: Challenges,
  ) {}

  /** Where to send the browser, and the secret that its page keeps. @throws 404, 503 */
  async begin(id: string): Promise<{ authorizationUrl: string; transaction: string }> {
    const provider = this.providers.get(id);
    const client = await this.clientOf(provider);
    const transaction = await this.challenges.issue('outside_login', SECONDS, { provider: id });
    const { href } = buildAuthorizationUrl(client, {
      redirect_uri: provider.redirectUri,
      scope: provider.scopes.join(' '),
      state: derived(transaction, 'state'),
      nonce: derived(transaction, 'nonce'),
      code_challenge: await calculatePKCECodeChallenge(derived(transaction, 'verifier')),
      code_challenge_method: 'S256',
    });
    return { authorizationUrl: href, transaction };
  }

  /** Who has come back. The transaction is used up, whatever comes of it. @throws 401 for everything that doesn't fit, 404, 503 */
  async redeem(id: string, { transaction, code, state, iss }: OutsideAnswer): Promise<Outsider> {
    const provider = this.providers.get(id);
    const begun = await this.challenges.use<{ provider: string }>(transaction, 'outside_login');
    // A code of one provider must not be carried to another (RFC 9700, 4.4).
    if (begun?.data.provider !== id) throw refused();
    const client = await this.clientOf(provider);
    const answer = new URL(provider.redirectUri);
    answer.search = new URLSearchParams({ code, state, ...(iss !== undefined && { iss }) }).toString();
    const tokens = await this.asking(
      provider,
      authorizationCodeGrant(client, answer, {
        expectedState: derived(transaction, 'state'),
        expectedNonce: derived(transaction, 'nonce'),
        pkceCodeVerifier: derived(transaction, 'verifier'),
        idTokenExpected: true,
      }),
    );
    const claims = tokens.claims()!;
    if (!line.test(claims.sub) || claims.sub.length > 255) throw refused();
    const profile = async (): Promise<Profile> =>
      'email' in claims
        ? (claims as Profile)
        : this.asking(provider, userInfo(client, tokens.access_token, claims.sub));
    return {
      issuer: provider.issuer,
      subject: claims.sub,
      verifiedEmail: async () => verifiedAddress(await profile()),
    };
  }

  private clientOf(provider: Provider): Promise<Configuration> {
    return this.providers.clientOf(provider).catch((error) => this.fail(provider, error, true));
  }

  private asking<T>(provider: Provider, asked: Promise<T>): Promise<T> {
    return asked.catch((error) => this.fail(provider, error, isDown(error)));
  }

  /** A provider that is down, or doesn't know us, is a 503; whatever else it says, or fails to say, is a 401. Neither is a 500. */
  private fail({ id }: Provider, error: unknown, down: boolean): never {
    const { code, name } = error as ClientError;
    this.logger.warn({ event: down ? 'outside.unavailable' : 'outside.refused', provider: id, name, code });
    if (!down) throw refused();
    const detail = 'The provider can’t be asked; try again later.';
    throw new Problem('unavailable', { detail, headers: { 'Retry-After': '5' } });
  }
}

const derived = (transaction: string, purpose: 'state' | 'nonce' | 'verifier') =>
  createHmac('sha256', transaction).update(`outside login ${purpose}`).digest('base64url');
