import { ApiProperty } from '@nestjs/swagger';

/** RFC 6749, 5.1. */
export class TokenView {
  @ApiProperty({
    description: 'Opaque: `hr_at_…`.',
    example: 'hr_at_dGhpcyBpcyBubyB0b2tlbiwganVzdCBhbiBleGFtcGxlCk0z6Xyz',
  })
  access_token: string;

  @ApiProperty({ enum: ['Bearer'] })
  token_type: 'Bearer';

  @ApiProperty({ type: 'integer', description: 'Seconds until it ends.', example: 600 })
  expires_in: number;

  @ApiProperty({ description: 'What it is good for.', example: 'students:read' })
  scope: string;
}

/** RFC 7662, 2.2. Of a token that is not active nothing else is said. */
export class IntrospectionView {
  @ApiProperty()
  active: boolean;

  @ApiProperty({ required: false, example: 'students:read' })
  scope?: string;

  @ApiProperty({ required: false, format: 'uuid', description: 'The id of the key.' })
  client_id?: string;

  @ApiProperty({ required: false, format: 'uuid' })
  sub?: string;

  @ApiProperty({ required: false, format: 'uri' })
  iss?: string;

  @ApiProperty({ required: false, enum: ['Bearer'] })
  token_type?: 'Bearer';

  @ApiProperty({ required: false, type: 'integer', description: 'In seconds since 1970.' })
  exp?: number;
}

/** RFC 8414, 2. */
export class ServerMetadataView {
  @ApiProperty({ format: 'uri' })
  issuer: string;

  @ApiProperty({ format: 'uri' })
  token_endpoint: string;

  @ApiProperty({ format: 'uri' })
  introspection_endpoint: string;

  @ApiProperty({ format: 'uri' })
  revocation_endpoint: string;

  @ApiProperty({ type: [String], description: 'There is no authorization endpoint, so none.', example: [] })
  response_types_supported: string[];

  @ApiProperty({ type: [String], example: ['client_credentials'] })
  grant_types_supported: string[];

  @ApiProperty({ type: [String], example: ['client_secret_basic', 'client_secret_post'] })
  token_endpoint_auth_methods_supported: string[];

  @ApiProperty({ type: [String], example: ['client_secret_basic', 'client_secret_post'] })
  introspection_endpoint_auth_methods_supported: string[];

  @ApiProperty({ type: [String], example: ['client_secret_basic', 'client_secret_post'] })
  revocation_endpoint_auth_methods_supported: string[];

  @ApiProperty({ type: [String], example: ['students:read'] })
  scopes_supported: string[];
}
