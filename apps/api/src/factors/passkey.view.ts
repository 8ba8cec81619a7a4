import { ApiProperty } from '@nestjs/swagger';
import { FactorView } from './factor.view.js';

/** A new passkey. */
export class PasskeyView extends FactorView {
  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'Ten, each good once in place of a factor, and shown this once; null for who has some left.',
    example: ['k3vq-7wzt-a2mn-4xjd-6rbe-p5hy'],
  })
  recoveryCodes: string[] | null;
}
