import { setTimeout as delay } from 'node:timers/promises';
import { Prisma } from '../../apps/api/src/prisma/generated/client.js';
import { app } from './app.js';
import { expectProblem } from './assertions.js';
import type { Answer, Client } from './client.js';
import { anonymous, operator, school } from './school.js';

/** Everyone that policy.md speaks of, a second one of each, and someone of another school; with the records of both schools. */
export async function cast() {
  const [here, elsewhere] = [await school(), await school()];
  const { admin, teacher, teacherTwo, student, studentTwo, guardian, guardianTwo, rows } = here;
  const members = { admin, teacher, teacherTwo, student, studentTwo, guardian, guardianTwo };
  const actors = { ...members, operator: await operator(), stranger: elsewhere.admin, anonymous };
  return { actors, rows, elsewhere: elsewhere.rows };
}

export type Cast = Awaited<ReturnType<typeof cast>>;
export type Who = keyof Cast['actors'];

/** What someone gets to see: the properties that are in the answer, or the status of a refusal. */
export type Sight = readonly string[] | number;
export const sight = ({ status, body }: Answer): Sight => (status === 200 ? Object.keys(body).sort() : status);
export const properties = (...lists: (readonly string[])[]) => lists.flat().sort();

/** What a login writes by itself. */
const byLogin = new Set<string>(['Session', 'LoginFailure']);

/** All that the tables of the schools hold, row by row, once no mail is on its way any more. */
export async function contents(): Promise<string[]> {
  const { database } = await app();
  while ((await database.mail.count({ where: { status: 'waiting' } })) > 0) await delay(20);
  const tables = Object.values(Prisma.ModelName).filter((name) => !byLogin.has(name));
  const each = tables.map((table) => `SELECT '${table} ' || to_jsonb(t)::text AS row FROM "${table}" t`);
  const found = await database.$queryRawUnsafe<{ row: string }[]>(`${each.join(' UNION ALL ')} ORDER BY 1`);
  return found.map(({ row }) => row);
}

/** Asserts that the request is refused with this status and that nothing was written; returns the input errors, `where code`. */
export async function expectRefused(request: () => Promise<Answer>, status: number): Promise<string[]> {
  const before = await contents();
  const errors = expectProblem(await request(), status);
  expect(await contents()).toEqual(before);
  return errors;
}

/** Makes the request for each of the ids, first those that are refused, which together write nothing; asserts what each is answered. */
export async function expectEach(
  ids: string[],
  statuses: number[],
  request: (id: string) => Promise<Answer>,
): Promise<void> {
  const cases = statuses.map((status, at) => ({ id: ids[at]!, status }));
  const before = await contents();
  for (const { id, status } of cases.filter((one) => one.status >= 400))
    expect(expectProblem(await request(id), status)).toEqual([]);
  expect(await contents()).toEqual(before);
  for (const { id, status } of cases.filter((one) => one.status < 400)) {
    expect({ id, status: (await request(id)).status }).toEqual({ id, status });
  }
}

/** Writes each field alone and all of them at once: those that are not writable are refused by name, and nothing is written. */
export async function expectWritable(
  changes: Record<string, unknown>,
  writable: string[],
  write: (body: object) => Promise<Answer>,
) {
  const denied: string[] = [];
  for (const [field, value] of Object.entries(changes)) {
    const request = () => write({ [field]: value });
    if (writable.includes(field)) expect(await request()).toMatchObject({ status: 200, body: { [field]: value } });
    else denied.push(...(await expectRefused(request, 403)));
  }
  expect(denied).toEqual(
    Object.keys(changes)
      .filter((field) => !writable.includes(field))
      .map((field) => `/${field} forbidden`),
  );
  if (denied.length > 0) expect((await expectRefused(() => write(changes), 403)).sort()).toEqual(denied.sort());
}

/**
 * Asserts what someone sees: of each column's rows by themselves, and of all of them in the list, which holds those rows that can
 * be seen and counts no others.
 */
export async function expectSights(who: Client, path: string, columns: string[][], sights: Sight[]): Promise<void> {
  const rows = columns.flatMap((ids, at) => ids.map((id): [string, Sight] => [id, sights[at]!]));
  for (const [id, seen] of rows) expect([id, sight(await who.get(`${path}/${id}`))]).toEqual([id, seen]);

  const list = await who.get(`${path}?include=total&limit=100`);
  const visible = rows.filter(([, seen]) => typeof seen !== 'number');
  if (visible.length === 0) return expect(list.status).toBe(sights[0]);
  const listed = list.body.data.map((row: { id: string }) => [row.id, Object.keys(row).sort()]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(visible));
  expect(list.body.page.total).toBe(visible.length);
}
