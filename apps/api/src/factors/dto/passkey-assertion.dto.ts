import { Secret } from '../../common/fields.js';
import { Whole } from '../../common/whole.js';
import { Base64url } from './base64url.js';
import { PasskeyCredential } from './passkey-credential.js';

export class PasskeyAssertionData {
  @Base64url(4_096, { example: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0' })
  clientDataJSON: string;

  @Base64url(4_096, { example: 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ' })
  authenticatorData: string;

  @Base64url(1_400, { example: 'MEUCIQDxWvBi5tEt7bGzq1nS' })
  signature: string;

  @Base64url(88, { optional: true, example: 'AZkpUbQAcACAAAAAAAAAAA' })
  userHandle?: string;
}

/** The `AuthenticationResponseJSON` of WebAuthn. */
export class PasskeyAssertion extends PasskeyCredential {
  @Whole(PasskeyAssertionData, '')
  response: PasskeyAssertionData;
}

const assertion = () =>
  Whole(PasskeyAssertion, 'must be what `toJSON()` of the credential that `navigator.credentials.get()` gave returns');

export class UsePasskey {
  @assertion()
  response: PasskeyAssertion;
}

/** The same, of who is logged in already. */
export class StepUpWithPasskey extends UsePasskey {}

export class AnswerWithPasskey extends UsePasskey {
  @Secret(100, { description: 'The `challenge` that the login answered.' })
  challenge: string;
}
