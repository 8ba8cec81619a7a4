import assert from 'node:assert/strict';
import type { Server } from './servers.js';
import type { Ask, Work, WorkName } from './work.js';
import { works } from './works.js';
import type { Setup } from './measure.js';

/**
 * Asks every server the same before anything is measured: the bare and Homeroom have to answer with the same properties and values,
 * the usual one with the same properties.
 *
 * @throws AssertionError where they don't
 */
export async function compareAnswers(setup: Setup, servers: Server[], names: readonly WorkName[]): Promise<void> {
  for (const name of names) {
    const answers = new Map<string, unknown>();
    for (const server of servers) answers.set(server.name, await answerOf(setup, server, works[name]));
    const [bare, usual, homeroom] = ['bare', 'usual', 'homeroom'].map((server) => answers.get(server));
    if (bare && homeroom) assert.deepEqual(homeroom, bare, `${name}: Homeroom answers otherwise than the bare server`);
    for (const other of [bare, homeroom])
      if (usual && other)
        assert.deepEqual(shape(usual), shape(other), `${name}: the usual server has other properties`);
  }
}

async function answerOf({ world, database }: Setup, server: Server, work: Work): Promise<unknown> {
  const [{ asks, etag }] = (await work.turns(world, database.client)) as [{ asks: [Ask]; etag?: string }];
  const [{ actor, method, path, headers, body }] = asks;
  const fill = (text: string) => text.replaceAll('{n}', `first-${server.name}`).replace('{etag}', etag ?? '');
  const answer = await fetch(server.url + path, {
    method,
    headers: {
      // With a condition fetch would ask for no cached answer, and Express obeys.
      'cache-control': 'max-age=0',
      ...(await server.credentials.headers(actor)),
      ...Object.fromEntries(Object.entries(headers ?? {}).map(([key, value]) => [key, fill(value)])),
    },
    body: body && fill(body),
  });
  const text = await answer.text();
  assert.equal(answer.status, work.status, `${method} ${path} of ${server.name}: ${text}`);
  if (work.tidy) await database.client.query(work.tidy);
  return withoutOwn(text === '' ? {} : JSON.parse(text));
}

/** Without what can't be equal: the cursors are each server's own, and a write happens at its own time to a row of its own. */
function withoutOwn(body: Record<string, unknown>): unknown {
  const { page } = body as { page?: { limit: number; nextCursor: string | null } };
  if (page) return { ...body, page: { ...page, nextCursor: typeof page.nextCursor } };
  const { preferredName } = body;
  const fresh = String(body.studentNumber).startsWith('bench-');
  return {
    ...body,
    ...(fresh && { id: 'new', studentNumber: 'new', createdAt: 'now' }),
    ...((fresh || String(preferredName).startsWith('Name ')) && { updatedAt: 'now' }),
    ...(String(preferredName).startsWith('Name ') && { preferredName: 'new' }),
  };
}

/** The names of all properties, however deep. */
const shape = (value: unknown): unknown =>
  Array.isArray(value)
    ? shape(value[0])
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
      : typeof value;
