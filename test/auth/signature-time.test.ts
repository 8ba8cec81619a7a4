import { generateKeyPairSync } from 'node:crypto';
import { SignatureFault, verifyMessage } from '../../apps/api/src/auth/message-signature.js';
import { by, signed } from '../support/signed.js';

const NOW = 1_800_000_000;
const { publicKey, privateKey } = generateKeyPairSync('ed25519');

function verifyMadeAt(created: number): string {
  const key = { id: 'key', secret: 'hr_live_', signer: by(privateKey) };
  const headers = signed(key, { parameters: { created, nonce: 'n'.repeat(16) } });
  const message = { method: 'GET', uri: 'http://homeroom.test/v1/terms', headers };
  return verifyMessage(message, Buffer.alloc(0), { id: 'key', algorithm: 'ed25519', key: publicKey }, NOW * 1_000);
}

it.each([-60, -59, 0, 59, 60])('a signature made %i seconds from now is taken', (seconds) =>
  expect(verifyMadeAt(NOW + seconds)).toBe('n'.repeat(16)),
);

it.each([-61, 61])('a signature made %i seconds from now is not', (seconds) =>
  expect(() => verifyMadeAt(NOW + seconds)).toThrow(SignatureFault),
);
