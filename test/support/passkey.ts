import { Authenticator, type Twist } from './authenticator.js';
import type { Client } from './client.js';
import { anonymous } from './school.js';

/** Where the tests' server says it is (app.ts). */
export const ORIGIN = 'http://homeroom.test';

/** Adds the passkey of an authenticator, of a new one unless it is given. */
export async function enrol(client: Client, authenticator = new Authenticator(ORIGIN)) {
  const { body: options } = await client.post('/v1/me/factors/passkeys/options');
  const { status, body } = await client.post('/v1/me/factors/passkeys', { response: authenticator.create(options) });
  expect({ status, body }).toMatchObject({ status: 201 });
  return { authenticator, factor: body as { id: string; recoveryCodes: string[] | null } };
}

/** What the browser would send for a login without a password. */
export async function signIn(authenticator: Authenticator, twist: Twist = {}, client: Client = anonymous) {
  const { body: options } = await client.post('/v1/auth/passkey/options');
  return { response: authenticator.get(options, twist) };
}
