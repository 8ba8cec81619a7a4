import { ApiProperty } from '@nestjs/swagger';
import { type FactorMethod, factorMethods } from './second-factors.js';

export class MembershipSchoolView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Northwood School' })
  name: string;
}

/** What a user is, and where. */
export class MembershipSummary {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: ['operator', 'admin', 'teacher', 'student', 'guardian'] })
  role: string;

  @ApiProperty({
    type: MembershipSchoolView,
    nullable: true,
    description: 'null for the operator, who belongs to no school.',
  })
  school: MembershipSchoolView | null;
}

export class AccessTokenView {
  @ApiProperty({
    description: 'A JWT (RFC 9068), signed with ES256.',
    example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiLigKYifQ.c2lnbmF0dXJl',
  })
  accessToken: string;

  @ApiProperty({
    enum: ['Bearer', 'DPoP'],
    description: '`DPoP` if the login came with a proof (RFC 9449): the tokens are good for who holds its key alone.',
  })
  tokenType: 'Bearer' | 'DPoP';

  @ApiProperty({ type: 'integer', description: 'Seconds until the access token expires.', example: 600 })
  expiresIn: number;
}

export class TokenPairView extends AccessTokenView {
  @ApiProperty({
    description: 'Opaque; to be used once, at `POST /v1/auth/refresh`.',
    example: 'key.0199a1b2-0000-7000-8000-000000000000.0.signature',
  })
  refreshToken: string;
}

export class LoginView extends TokenPairView {
  @ApiProperty({ type: MembershipSummary })
  membership: MembershipSummary;
}

/** A right password alone, of an account that has a second factor. */
export class ChallengeView {
  @ApiProperty({ enum: [true] })
  mfaRequired: true;

  @ApiProperty({
    description: 'To be sent with a code to `POST /v1/auth/challenge`, within five minutes. Five codes may be tried.',
    example: 'Zm9yIHRoZSBzZWNvbmQgc3RlcCBvZiBhIGxvZ2luLCBvbmNl',
  })
  challenge: string;

  @ApiProperty({ enum: factorMethods, isArray: true, description: 'With what it can be met.', example: ['totp'] })
  methods: FactorMethod[];
}

export class SwitchView extends AccessTokenView {
  @ApiProperty({ type: MembershipSummary })
  membership: MembershipSummary;
}
