import { ApiProperty } from '@nestjs/swagger';
import { Personal } from '../openapi/sensitivity.js';
import { MembershipSummary } from './token.view.js';

export class UserView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @Personal({ format: 'email', example: 'admin@northwood.example' })
  email: string;

  @Personal({ example: 'Maya Lindqvist' })
  name: string;
}

export class MeView {
  @ApiProperty({ type: UserView })
  user: UserView;

  @ApiProperty({ type: MembershipSummary })
  membership: MembershipSummary;

  @ApiProperty({ type: [MembershipSummary], description: "All the user's active memberships." })
  memberships: MembershipSummary[];

  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: {} },
    description:
      "What the caller may do: CASL's packed rules, for unpackRules() of @casl/ability/extra. The server decides by itself, whatever a client makes of them.",
  })
  permissions: unknown[];
}
