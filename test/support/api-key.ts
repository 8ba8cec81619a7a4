import { createKeySecret } from '../../apps/api/src/auth/key-secret.js';
import { digestOf } from '../../apps/api/src/auth/one-time-token.js';
import { everyScope, type Scope } from '../../apps/api/src/access/scopes.js';
import { app, unique } from './app.js';
import { Client } from './client.js';
import type { Actor } from './school.js';
import { holding } from './session.js';

export interface TestKey {
  id: string;
  secret: string;
  client: Client;
}

/** A key as the database has it, of everything that a key can do unless told otherwise, and a client that sends it. */
export async function apiKey(
  { membershipId }: Actor,
  schoolId: string,
  more: { scopes?: Scope[] } & Record<string, unknown> = {},
): Promise<TestKey> {
  const { database } = await app();
  const secret = createKeySecret('hr_live_');
  const { id } = await database.apiKey.create({
    data: {
      schoolId,
      createdById: membershipId,
      name: unique('Timetable'),
      digest: digestOf(secret),
      scopes: everyScope,
      expiresAt: new Date(Date.now() + 86_400_000),
      ...more,
    },
  });
  return { id, secret, client: holding(secret) };
}
