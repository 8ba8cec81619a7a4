import { Body, Controller, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../access/can.decorator.js';
import type { IdentifiedRequest } from '../auth/identified-request.js';
import { Answers } from '../openapi/answers.js';
import { FormBody } from './form-body.js';
import { OAuthErrorFilter } from './oauth-error.js';
import { IntrospectionView, RevokedView, TokenView } from './oauth.view.js';
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
  @Answers('Get a token for an API key (RFC 6749, client credentials)', TokenView, { headers: { Pragma: 'no-cache' } })
  issue(@Req() request: IdentifiedRequest, @Body() body: unknown): Promise<TokenView> {
    return this.tokens.issue(request, body);
  }

  @Post('introspect')
  @HttpCode(200)
  @FormBody(token, ['token'])
  @Answers('Ask what a token or key of your school is good for (RFC 7662)', IntrospectionView)
  introspect(@Req() request: IdentifiedRequest, @Body() body: unknown): Promise<IntrospectionView> {
    return this.tokens.introspect(request, body);
  }

  @Post('revoke')
  @HttpCode(200)
  @FormBody(token, ['token'])
  @Answers('End a token of yours (RFC 7009)', RevokedView)
  async revoke(@Req() request: IdentifiedRequest, @Body() body: unknown): Promise<RevokedView> {
    await this.tokens.revoke(request, body);
    return {};
  }
}
