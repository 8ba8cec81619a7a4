import { createHmac, hkdfSync } from 'node:crypto';
import { isIP } from 'node:net';
import { addressOf } from '../../apps/api/src/throttling/client.js';
import { app } from './app.js';
import { expectProblem } from './assertions.js';
import type { Answer } from './client.js';

/** Where the database counts the failures of an account, or of an IP address; nothing but this digest of either is kept. */
export async function failuresKeyOf(whose: string): Promise<Buffer<ArrayBuffer>> {
  const { config } = await app();
  return createHmac(
    'sha256',
    new Uint8Array(hkdfSync('sha256', config.signingKeys[0]!.d!, '', 'homeroom login failure', 32)),
  )
    .update(isIP(whose) ? `address ${addressOf(whose)}` : `account ${whose}`)
    .digest();
}

/** Ends the wait of an account, or of an IP address, and makes it so many failures if told. */
export async function waitOver(whose: string, failures?: number): Promise<void> {
  const { database } = await app();
  const { count } = await database.loginFailure.updateMany({
    where: { key: await failuresKeyOf(whose) },
    data: { blockedUntil: new Date(Date.now() - 1_000), failures },
  });
  expect(count).toBe(1);
}

/**
 * How many seconds the last failure makes an account, or an IP address, wait: one statement wrote both times, so no clock takes part.
 * From now on it is an hour, as a second can be over before a busy machine has sent the next request.
 */
export async function stretchWait(whose: string): Promise<number> {
  const { database } = await app();
  const rows = await database.$queryRaw<{ seconds: number }[]>`
    UPDATE "LoginFailure" SET "blockedUntil" = clock_timestamp() + interval '1 hour' WHERE key = ${await failuresKeyOf(whose)}
    RETURNING extract(epoch FROM old."blockedUntil" - old."updatedAt")::float AS seconds`;
  expect(rows).toHaveLength(1);
  return rows[0]!.seconds;
}

/** Asserts that it tells to wait for as long as a stretched wait lasts, and returns it without that, which differs by the second. */
export function expectWaiting(answer: Answer): Answer {
  expectProblem(answer, 429);
  const seconds = Number(answer.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(3_500);
  expect(seconds).toBeLessThanOrEqual(3_600);
  const headers = new Headers(answer.headers);
  headers.delete('retry-after');
  return { ...answer, headers };
}
