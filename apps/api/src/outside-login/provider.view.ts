import { ApiProperty } from '@nestjs/swagger';

export class ProviderView {
  @ApiProperty({ example: 'school-account' })
  id: string;

  @ApiProperty({ description: 'What it is called on a page.', example: 'School account' })
  name: string;
}

export class ProvidersView {
  @ApiProperty({ type: [ProviderView] })
  data: ProviderView[];
}

export class AuthorizationView {
  @ApiProperty({
    format: 'uri',
    description:
      'Where to send the browser. It comes back to the page that is registered there, with `code` and `state`.',
    example: 'https://id.school.example/authorize?client_id=homeroom&response_type=code',
  })
  authorizationUrl: string;

  @ApiProperty({
    description:
      'A secret for the page that asked, to be kept where only that page reads it (`sessionStorage`). Good once, for ten minutes.',
    example: 'p2v4m0n3Yt8Jr5c1Xw7Qz9Kd6Lh2Gf4Bs0Ae8Uo1Ni3',
  })
  transaction: string;
}
