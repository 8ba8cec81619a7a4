import { Secret, TOTP } from 'otpauth';
import { app } from './app.js';
import type { Client } from './client.js';

/** An app that shows codes, after its first one was used. */
export interface Enrolled {
  id: string;
  secret: string;
  recoveryCodes: string[];
}

/** The code of so many steps before or after the present one. */
export const codeOf = ({ secret }: Pick<Enrolled, 'secret'>, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

/** Six digits that are no code of a minute and a half before or after now. */
export function wrongCodeOf(factor: Pick<Enrolled, 'secret'>): string {
  const shown = new Set([-3, -2, -1, 0, 1, 2, 3].map((steps) => codeOf(factor, steps)));
  return [...'01234567'].map((digit) => digit.repeat(6)).find((code) => !shown.has(code))!;
}

/** Enrols an app, and forgets that its first code was used: the present one is good then. */
export async function enrol(client: Client): Promise<Enrolled> {
  const { status, body } = await client.post('/v1/me/factors/totp', {});
  expect(status).toBe(201);
  const confirmation = await client.post('/v1/me/factors/totp/confirmation', { code: codeOf(body) });
  expect(confirmation.status).toBe(200);
  await forgetSteps(body.id);
  return { ...body, recoveryCodes: confirmation.body.recoveryCodes };
}

/** As if no code was used yet: a test needs more of them than there are in a minute. */
export async function forgetSteps(id: string): Promise<void> {
  const { database } = await app();
  await database.factor.update({ where: { id }, data: { lastStep: null } });
}
