import { Injectable, Logger } from '@nestjs/common';
import { isScope, type Scope } from '../access/scopes.js';
import type { IdentifiedRequest } from '../auth/identified-request.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import { KeyIdentities } from '../auth/key-identities.js';
import { createKeySecret, kindOfSecret } from '../auth/key-secret.js';
import { digestOf } from '../auth/one-time-token.js';
import type { Form } from '../common/form.js';
import { Config } from '../config/config.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { type Client, Clients } from './clients.js';
import { OAuthError } from './oauth-error.js';
import type { IntrospectionView, TokenView } from './oauth.view.js';

const TOKEN_SECONDS = 600;

/** Tokens that programs get for their keys: they are good for less, and not for long. */
@Injectable()
export class TokensService {
  private readonly logger = new Logger('OAuth');

  constructor(
    private readonly prisma: PrismaService,
    private readonly clients: Clients,
    private readonly keys: KeyIdentities,
    private readonly changes: IdentityChanges,
    private readonly config: Config,
  ) {}

  /**
   * A token for the key's own client (RFC 6749, 4.4), with the scopes that were asked for, or all of the key's. It ends with its key.
   * @throws what Clients does; unsupported_grant_type; invalid_scope if the key has it not; invalid_client in the key's last second
   */
  async issue(request: IdentifiedRequest, body: unknown): Promise<TokenView> {
    const { client, form } = this.clients.authenticated(request, body);
    const grant = form.get('grant_type');
    if (grant === undefined) throw new OAuthError('invalid_request', 'grant_type is missing.');
    if (grant !== 'client_credentials')
      throw new OAuthError('unsupported_grant_type', 'The only grant_type is client_credentials.');
    const { id: apiKeyId, until } = client.key;
    const scopes = scopesAsked(form, client);
    const token = createKeySecret('hr_at_');
    const seconds = Math.min(TOKEN_SECONDS, Math.floor((until - Date.now()) / 1_000));
    if (seconds < 1) throw new OAuthError('invalid_client', 'The key ends now.');
    const expiresAt = new Date(Date.now() + seconds * 1_000);
    const row = { schoolId: client.schoolId!, apiKeyId, digest: digestOf(token), scopes, expiresAt };
    await this.prisma.clientToken.createMany({ data: row });
    this.logger.log({ event: 'token.issued', keyId: apiKeyId });
    return { access_token: token, token_type: 'Bearer', expires_in: seconds, scope: scopes.join(' ') };
  }

  /** What a token or a key of the client's own school is good for now (RFC 7662); of whatever else, that it is not active. */
  async introspect(request: IdentifiedRequest, body: unknown): Promise<IntrospectionView> {
    const { client, form } = this.clients.authenticated(request, body);
    const found = await this.keys.living(tokenOf(form), request.ip);
    if (!found || found.caller.schoolId !== client.schoolId) return { active: false };
    return {
      active: true,
      scope: found.caller.key!.scopes.join(' '),
      client_id: found.keyId,
      sub: found.keyId,
      iss: this.config.publicUrl,
      token_type: 'Bearer',
      exp: Math.floor(found.until / 1_000),
    };
  }

  /**
   * Ends a token of the client's own (RFC 7009); says nothing of whether there was one.
   * @throws unsupported_token_type for a key, which an admin revokes
   */
  async revoke(request: IdentifiedRequest, body: unknown): Promise<void> {
    const { client, form } = this.clients.authenticated(request, body);
    const token = tokenOf(form);
    if (kindOfSecret(token) === 'hr_live_')
      throw new OAuthError('unsupported_token_type', 'A key is revoked by an admin of its school.');
    await this.prisma.clientToken.deleteMany({ where: { digest: digestOf(token), apiKeyId: client.key.id } });
    await this.changes.settled();
  }
}

function tokenOf(form: Form): string {
  const token = form.get('token');
  if (!token) throw new OAuthError('invalid_request', 'token is missing.');
  return token;
}

function scopesAsked(form: Form, { key: { scopes: had } }: Client): Scope[] {
  const asked = [...new Set((form.get('scope') ?? had.join(' ')).split(' '))];
  const granted = asked.filter(isScope).filter((scope) => had.includes(scope));
  if (granted.length < asked.length || granted.length === 0)
    throw new OAuthError('invalid_scope', 'The key does not have every scope that is asked for.');
  return granted;
}
