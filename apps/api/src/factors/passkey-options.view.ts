import { ApiProperty } from '@nestjs/swagger';
import { Personal } from '../openapi/sensitivity.js';

export class PasskeyDescriptorView {
  @ApiProperty({ example: 'Fz2bT9dN4Q0XyX1v0a3m5A' })
  id: string;

  @ApiProperty({ enum: ['public-key'] })
  type: 'public-key';

  @ApiProperty({ type: [String], example: ['internal'] })
  transports: string[];
}

export class PasskeyRequestOptionsView {
  @ApiProperty({ example: 'dGhlIGNoYWxsZW5nZSBvZiBhIGNlcmVtb255' })
  challenge: string;

  @ApiProperty({ example: 'school.example' })
  rpId: string;

  @ApiProperty({ type: [PasskeyDescriptorView], required: false, description: 'Absent: whichever the user picks.' })
  allowCredentials?: PasskeyDescriptorView[];

  @ApiProperty({ type: 'integer', description: 'In milliseconds.', example: 300_000 })
  timeout: number;

  @ApiProperty({ enum: ['required'] })
  userVerification: 'required';
}

/** The same, for who is logged in already. */
export class PasskeyStepUpOptionsView extends PasskeyRequestOptionsView {}

export class PasskeyPartyView {
  @ApiProperty({ example: 'school.example' })
  id: string;

  @ApiProperty({ example: 'Homeroom' })
  name: string;
}

export class PasskeyUserView {
  @ApiProperty({ description: "The bytes of the user's id.", example: 'AZkpUbQAcACAAAAAAAAAAA' })
  id: string;

  @Personal({ description: 'The e-mail address, as which the authenticator shows it.', example: 'ada@school.example' })
  name: string;

  @Personal({ example: 'Ada Byron' })
  displayName: string;
}

export class PasskeyParameterView {
  @ApiProperty({ enum: ['public-key'] })
  type: 'public-key';

  @ApiProperty({ type: 'integer', description: 'A COSE algorithm.', example: -7 })
  alg: number;
}

export class PasskeySelectionView {
  @ApiProperty({ enum: ['required'] })
  residentKey: 'required';

  @ApiProperty({ enum: [true] })
  requireResidentKey: true;

  @ApiProperty({ enum: ['required'] })
  userVerification: 'required';
}

export class PasskeyCreationOptionsView {
  @ApiProperty({ example: 'dGhlIGNoYWxsZW5nZSBvZiBhIGNlcmVtb255' })
  challenge: string;

  @ApiProperty()
  rp: PasskeyPartyView;

  @ApiProperty()
  user: PasskeyUserView;

  @ApiProperty({ type: [PasskeyParameterView] })
  pubKeyCredParams: PasskeyParameterView[];

  @ApiProperty({ type: 'integer', description: 'In milliseconds.', example: 300_000 })
  timeout: number;

  @ApiProperty({ type: [PasskeyDescriptorView], description: 'Authenticators that have one already.' })
  excludeCredentials: PasskeyDescriptorView[];

  @ApiProperty()
  authenticatorSelection: PasskeySelectionView;

  @ApiProperty({ enum: ['none'] })
  attestation: 'none';
}
