import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../access/can.decorator.js';
import { everyScope } from '../access/scopes.js';
import { Config } from '../config/config.js';
import { Answers } from '../openapi/answers.js';
import { ServerMetadataView } from './oauth.view.js';

const methods = ['client_secret_basic', 'client_secret_post'];

/** Where OAuth's clients find everything (RFC 8414). */
@ApiTags('API keys')
@Controller('.well-known/oauth-authorization-server')
export class MetadataController {
  constructor(private readonly config: Config) {}

  @Get()
  @Public()
  @Answers('What the authorization server can do, and where (RFC 8414)', ServerMetadataView)
  findOne(): ServerMetadataView {
    const { publicUrl } = this.config;
    return {
      issuer: publicUrl,
      token_endpoint: `${publicUrl}/oauth/token`,
      introspection_endpoint: `${publicUrl}/oauth/introspect`,
      revocation_endpoint: `${publicUrl}/oauth/revoke`,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: methods,
      introspection_endpoint_auth_methods_supported: methods,
      revocation_endpoint_auth_methods_supported: methods,
      scopes_supported: everyScope,
    };
  }
}
