import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

type Code =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type';

/** A refusal in OAuth's own words (RFC 6749, 5.2; RFC 7009, 2.2.1): its clients know no other. */
export class OAuthError extends Error {
  constructor(
    readonly code: Code,
    readonly description: string,
  ) {
    super(code);
  }
}

/** OAuth's envelope, on its own routes; what is no matter of OAuth's (too many requests, say) stays a problem. */
@Catch(OAuthError)
export class OAuthErrorFilter implements ExceptionFilter<OAuthError> {
  catch({ code, description }: OAuthError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (code === 'invalid_client') void reply.header('WWW-Authenticate', 'Basic realm="oauth"');
    void reply
      .status(code === 'invalid_client' ? 401 : 400)
      .header('Content-Type', 'application/json; charset=utf-8')
      .send(JSON.stringify({ error: code, error_description: description }));
  }
}
