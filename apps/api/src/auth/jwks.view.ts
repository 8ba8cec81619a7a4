import { ApiProperty } from '@nestjs/swagger';

export class JwkView {
  @ApiProperty({ enum: ['EC'] })
  kty: string;

  @ApiProperty({ enum: ['P-256'] })
  crv: string;

  @ApiProperty()
  x: string;

  @ApiProperty()
  y: string;

  @ApiProperty()
  kid: string;

  @ApiProperty({ enum: ['ES256'] })
  alg: string;

  @ApiProperty({ enum: ['sig'] })
  use: string;
}

export class JwksView {
  @ApiProperty({ type: [JwkView] })
  keys: JwkView[];
}
