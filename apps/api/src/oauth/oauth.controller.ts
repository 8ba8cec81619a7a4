import { Body, Controller, Header, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/can.decorator.js';
import { Answers } from '../openapi/answers.js';
import { LoginLimit } from '../throttling/limits.js';
import { FormBody } from './form-body.js';
import { OAuthErrorFilter } from './oauth-error.js';
import { IntrospectionView, TokenView } from './oauth.view.js';
import { TokensService } from './tokens.service.js';

const token = { token: { type: 'string', description: 'The token that is meant.' } };

/** OAuth 2 for programs. Its bodies and its refusals are OAuth's own, and so are its names. */
@ApiTags('API keys')
@Controller('oauth')
@Public()
@UseFilters(OAuthErrorFilter)
export class OAuthController {
  constructor(private readonly tokens: TokensService) {}

  @Post('token')
  @HttpCode(200)
  @LoginLimit()
  @Header('Pragma', 'no-cache')
  @FormBody(
    {
      grant_type: { type: 'string', enum: ['client_credentials'] },
      scope: {
        type: 'string',
        description: "Some of the key's scopes, with spaces between; all of them if none are named.",
      },
    },
    ['grant_type'],
  )
  @Answers('Get a token for an API key (RFC 6749, client credentials)', TokenView)
  issue(@Req() request: FastifyRequest, @Body() body: unknown): Promise<TokenView> {
    return this.tokens.issue(request, body);
  }

  @Post('introspect')
  @HttpCode(200)
  @FormBody(token, ['token'])
  @Answers('Ask what a token or key of your school is good for (RFC 7662)', IntrospectionView)
  introspect(@Req() request: FastifyRequest, @Body() body: unknown): Promise<IntrospectionView> {
    return this.tokens.introspect(request, body);
  }

  @Post('revoke')
  @HttpCode(200)
  @FormBody(token, ['token'])
  @Answers('End a token of yours (RFC 7009)', Object)
  async revoke(@Req() request: FastifyRequest, @Body() body: unknown): Promise<object> {
    await this.tokens.revoke(request, body);
    return {};
  }
}
