import { setTimeout as delay } from 'node:timers/promises';
import type { Role } from '../../apps/api/src/prisma/generated/enums.js';
import { app, unique } from './app.js';
import { Client } from './client.js';
import { type Actor, anonymous, member, url } from './school.js';

export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

/** A client with this access token. */
export const holding = (accessToken: string, at = url) => new Client(at, async () => accessToken);

export const refresh = (refreshToken: string) => anonymous.post('/v1/auth/refresh', { refreshToken });

/** A session of its own, by another login. */
export async function session(actor: Actor): Promise<Tokens & { id: string }> {
  const { status, body } = await actor.login();
  expect(status).toBe(200);
  return { ...body, id: sessionIdOf(body.accessToken) };
}

export const sessionIdOf = (accessToken: string): string =>
  JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString()).sid;

/** The session as the database has it. */
export async function sessionRow(id: string) {
  const { database } = await app();
  return database.session.findUniqueOrThrow({ where: { id } });
}

/** A member of a school of its own, in which there is nothing else: quicker than school(). */
export async function someone(role: Exclude<Role, 'operator'> = 'teacher') {
  const { database } = await app();
  const { id: schoolId } = await database.school.create({ data: { name: unique('School'), slug: unique('school') } });
  return member('Someone', { schoolId, role });
}

/** Makes it so long since the session has proven who is there. A server that remembers it is told by the database, soon. */
export async function growOld(id: string, seconds = 600): Promise<Date> {
  const { database } = await app();
  const authenticatedAt = new Date(Date.now() - seconds * 1_000);
  await database.session.update({ where: { id }, data: { authenticatedAt, factorAt: null } });
  return authenticatedAt;
}

/** Makes it ten minutes for the session of this token, and waits until its server has heard of it. */
export async function leaveOpen(accessToken: string, at = url): Promise<{ id: string; since: Date }> {
  const id = sessionIdOf(accessToken);
  const since = await growOld(id);
  for (const end = Date.now() + 10_000; ; await delay(20)) {
    const { status } = await holding(accessToken, at).post('/v1/me/factors/passkeys/options');
    if (status === 401) return { id, since };
    if (Date.now() > end) throw new Error(`The server has not heard that this session is old: ${status}.`);
  }
}
