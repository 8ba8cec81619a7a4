import { createHmac, hkdfSync } from 'node:crypto';
import { app } from './app.js';

/** Where the database counts an account's failures; nothing but this digest of the address is kept. */
export async function failuresKeyOf(email: string): Promise<Buffer<ArrayBuffer>> {
  const { config } = await app();
  return createHmac(
    'sha256',
    new Uint8Array(hkdfSync('sha256', config.signingKeys[0]!.d!, '', 'homeroom login failure', 32)),
  )
    .update(`account ${email}`)
    .digest();
}

/** Ends the wait of an account, and makes it so many failures if told. */
export async function waitOver(email: string, failures?: number): Promise<void> {
  const { database } = await app();
  const { count } = await database.loginFailure.updateMany({
    where: { key: await failuresKeyOf(email) },
    data: { blockedUntil: new Date(Date.now() - 1_000), failures },
  });
  expect(count).toBe(1);
}
