import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { KeyIdentities } from '../auth/key-identities.js';
import { KeyProofs } from '../auth/key-proofs.js';
import { kindOfSecret } from '../auth/key-secret.js';
import { KeyUse } from '../auth/key-use.js';
import type { KnownKey } from '../auth/known-key.js';
import { Form } from '../common/form.js';
import { OAuthError } from './oauth-error.js';

/** The clients of OAuth are the API keys: `client_id` is a key's id, `client_secret` the key itself. */
@Injectable()
export class Clients {
  private readonly logger = new Logger('OAuth');

  constructor(
    private readonly keys: KeyIdentities,
    private readonly proofs: KeyProofs,
    private readonly uses: KeyUse,
  ) {}

  /**
   * The key that a request proves to have, by HTTP Basic or in the form (RFC 6749, 2.3.1), from an address that the key allows. A key
   * that requires signatures needs one here too.
   * @throws invalid_request if parameters are repeated or both ways are used, invalid_client, unauthorized_client
   */
  async authenticate(request: FastifyRequest, form: unknown): Promise<{ key: KnownKey; form: Form }> {
    if (!(form instanceof Form) || form.repeated)
      throw new OAuthError('invalid_request', 'A form is expected in which every parameter is there once.');
    const { id, secret } = credentials(request.headers.authorization, form);
    const key = kindOfSecret(secret) === 'hr_live_' ? await this.keys.lookUp(secret, request.ip) : undefined;
    if (!key || key.keyId !== id) {
      this.logger.warn({ event: 'client.refused', ip: request.ip });
      throw refused();
    }
    if (!(await this.proofs.givenOnce(key, request)))
      throw new OAuthError('unauthorized_client', 'Requests of this key have to be signed.');
    this.uses.note(key.keyId);
    return { key, form };
  }
}

const refused = () => new OAuthError('invalid_client', 'There is no such client with this secret.');

function credentials(authorization: string | undefined, form: Form): { id: string; secret: string } {
  const secret = form.get('client_secret');
  const id = form.get('client_id');
  if (authorization === undefined) {
    if (!id || !secret) throw refused();
    return { id, secret };
  }
  if (secret) throw new OAuthError('invalid_request', 'A client proves who it is in one way.');
  const basic = basicCredentials(authorization);
  if (!basic) throw refused();
  if (id && id !== basic.id) throw new OAuthError('invalid_request', 'client_id is another than that of the header.');
  return basic;
}

/** Both parts are form-encoded within Basic (RFC 6749, 2.3.1). */
function basicCredentials(authorization: string): { id: string; secret: string } | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  const [, id, secret] = /^([^:]*):(.*)$/.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  if (!id || !secret) return undefined;
  try {
    const [plainId, plainSecret] = [id, secret].map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
    return { id: plainId!, secret: plainSecret! };
  } catch {
    return undefined;
  }
}
