import { Injectable, Logger } from '@nestjs/common';
import { clientCredentials } from '../auth/client-credentials.js';
import type { Caller, IdentifiedRequest } from '../auth/identified-request.js';
import { Form } from '../common/form.js';
import { OAuthError } from './oauth-error.js';

/** A client of OAuth's that has proven who it is: an API key. `client_id` is the key's id, `client_secret` the key itself. */
export type Client = Caller & Required<Pick<Caller, 'key'>>;

/** The clients of OAuth. They are found with every other caller (identity.guard.ts), so that each counts for its own key. */
@Injectable()
export class Clients {
  private readonly logger = new Logger('OAuth');

  /**
   * The client that the request proves to be. A key that requires signatures needs one here too.
   * @throws invalid_request if parameters are repeated or both ways of proof are used, invalid_client, unauthorized_client
   */
  authenticated({ caller, refusal, headers, ip }: IdentifiedRequest, form: unknown): { client: Client; form: Form } {
    if (!(form instanceof Form) || form.repeated)
      throw new OAuthError('invalid_request', 'A form is expected in which every parameter is there once.');
    if (headers.authorization !== undefined) {
      if (form.get('client_secret')) throw new OAuthError('invalid_request', 'A client proves who it is in one way.');
      const [said, also] = [clientCredentials(headers.authorization, form)?.id, form.get('client_id')];
      if (said && also && said !== also)
        throw new OAuthError('invalid_request', 'client_id is another than that of the header.');
    }
    if (refusal) throw new OAuthError('unauthorized_client', refusal.detail);
    if (!caller || !isClient(caller)) {
      this.logger.warn({ event: 'client.refused', ip });
      throw new OAuthError('invalid_client', 'There is no such client with this secret.');
    }
    return { client: caller, form };
  }
}

const isClient = (caller: Caller): caller is Client => caller.key !== undefined;
