import { withoutRequestId } from '../support/assertions.js';
import type { Answer } from '../support/client.js';
import { type Case, casesOf } from './cases.js';
import { strayEffects } from './effects.js';
import type { Operation } from './operations.js';
import type { Oracle } from './oracle.js';
import type { Row, Tables } from './tables.js';
import { wrongValues } from './values.js';
import type { Asker, World } from './world.js';

/** Asks one operation as one asker for everything there is, and says where an answer is not what the contract says. */
export async function* audit(
  world: World,
  oracle: Oracle,
  operation: Operation,
  asker: Asker,
): AsyncGenerator<string, number> {
  const cases = casesOf(operation, asker, oracle, world.tables);
  const isRead = operation.method === 'GET';
  const harmless = cases.filter(({ expected }) => isRead || expected.status.every((status) => status >= 400));
  const refusals = new Map<string, string>();
  for (let at = 0; at < harmless.length; at += AT_ONCE) {
    const batch = harmless.slice(at, at + AT_ONCE);
    const answers = await Promise.all(batch.map(ask));
    for (const [index, answer] of answers.entries()) {
      const one = batch[index]!;
      yield* faultsOf(one, answer, world.tables);
      const kind = answer.status === 404 ? '404' : one.alike;
      const words = JSON.stringify(withoutRequestId(answer));
      if (kind && (refusals.get(kind) ?? words) !== words)
        yield `${label(one)}: what is foreign and what is absent are not answered alike (${one.path})`;
      if (kind) refusals.set(kind, words);
    }
  }
  if (harmless.length > 0) yield* await unwanted(world, harmless[0]!);

  for (const one of cases.filter((each) => !harmless.includes(each))) {
    const answer = await ask(one);
    const now = await world.store.changed();
    yield* faultsOf(one, answer, { ...world.tables, ...now });
    if (answer.status < 400 && operation.permission) {
      const strays = strayEffects(one, answer.body?.id, world.tables, now);
      for (const fault of strays) yield `${label(one)} (${one.path} ${JSON.stringify(one.body)}): ${fault}`;
    }
    await putBack(world, now);
  }
  return cases.length;
}

const AT_ONCE = 8;

/** The answer; a list's with what its next pages have, to the last. */
async function ask({ operation, asker, path, body }: Case): Promise<Answer> {
  const answer = await asker.client.request(operation.method, path, body);
  const [, next] = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '') ?? [];
  if (!next) return answer;
  const { pathname, search } = new URL(next, 'http://localhost');
  const rest = await ask({ operation, asker, path: pathname + search } as Case);
  if (rest.status !== 200) return rest;
  return { ...rest, body: { ...rest.body, data: [...answer.body.data, ...rest.body.data] } };
}

const label = ({ operation, asker }: Case) => `${asker.name}: ${operation.method} ${operation.template}`;

function* faultsOf(one: Case, answer: Answer, all: Tables): Generator<string> {
  const { status, shown, listed, named } = one.expected;
  const what = `${label(one)} (${one.path}${one.body ? ` ${JSON.stringify(one.body)}` : ''})`;
  if (!status.includes(answer.status)) {
    yield `${what}: ${answer.status} instead of ${status.join(' or ')}`;
    return;
  }
  if (answer.status >= 400) {
    const told = namesIn(answer);
    if (answer.status === 403 && told !== [...(named ?? [])].sort().join())
      yield `${what}: names ${told} instead of ${named?.join()}`;
    const text = JSON.stringify([answer.body, ...answer.headers]);
    const leaked = secretsOf(one, all).filter((value) => text.includes(value));
    if (leaked.length > 0) yield `${what}: the refusal tells ${leaked.join(', ')}`;
  } else if (listed) {
    yield* listFaults(what, one, answer, listed, all);
  } else if (shown && answer.status !== 204) {
    yield* rowFaults(what, one, answer.body, shown, all);
    const { row } = one.target;
    if (row && 'id' in answer.body && answer.body.id !== row.id)
      yield `${what}: shows ${answer.body.id} instead of ${row.id}`;
  }
}

function* listFaults(
  what: string,
  one: Case,
  { body, headers }: Answer,
  listed: Map<string, string[]>,
  all: Tables,
): Generator<string> {
  const rows = body.data as Row[];
  for (const row of rows) {
    const fields = listed.get(row.id);
    if (fields) yield* rowFaults(what, one, row, fields, all);
    else yield `${what}: lists ${row.id}, which is not for this caller`;
  }
  const ids = rows.map(({ id }) => id);
  for (const id of listed.keys()) if (!ids.includes(id)) yield `${what}: leaves out ${id}`;
  if (new Set(ids).size < ids.length) yield `${what}: lists a row twice`;
  if (body.page.total !== listed.size) yield `${what}: counts ${body.page.total} instead of ${listed.size}`;
  const link = headers.get('link');
  if (body.page.nextCursor !== null || link) yield `${what}: links to a next page (${link}) behind the last row`;
}

/** What is wrong with a row as it is shown: its properties, and what they hold. */
function* rowFaults(
  what: string,
  { operation, asker }: Case,
  shown: Row,
  fields: string[],
  all: Tables,
): Generator<string> {
  const keys = Object.keys(shown).sort().join();
  if (keys !== [...fields].sort().join()) yield `${what}: shows ${keys} of ${shown.id} instead of ${fields.join()}`;
  const { subject } = operation.permission!;
  const row = all[subject as keyof Tables].find(({ id }) => id === (subject === 'User' ? asker.me!.userId : shown.id));
  const wrong = row ? wrongValues(shown, subject, row, all, asker) : [];
  if (wrong.length > 0) yield `${what}: shows another ${wrong.join()} of ${shown.id} than there is`;
}

const namesIn = ({ body }: Answer): string =>
  (body.errors ?? [])
    .map(({ pointer }: { pointer: string }) => pointer?.slice(1))
    .sort()
    .join();

/** What rows hold that a refusal must not repeat: those that the path names and those that the body does. */
function secretsOf({ target, body }: Case, all: Tables): string[] {
  const sent = JSON.stringify(body ?? {});
  const named = Object.values(all).flatMap((rows) => rows.filter(({ id }) => id && sent.includes(id)));
  const values = [...target.rows, ...named].flatMap((row) =>
    Object.entries(row).flatMap(([column, value]) => (isTelling(column) && typeof value === 'string' ? [value] : [])),
  );
  return values.filter((value) => value.length > 3 && !sent.includes(value));
}

/** Not the ids, moments and states, which the words of a refusal can have by chance or by right. */
const isTelling = (column: string) => !/(Id|At|On)$|^(id|role|status|audience|relation|timezone)$/.test(column);

/** A refusal writes nothing: every table is as it was. What was written all the same is put back. */
async function unwanted(world: World, one: Case): Promise<string[]> {
  const now = await world.store.changed();
  await putBack(world, now);
  return Object.keys(now).map((table) => `${label(one)}: refused, and yet something was written to ${table}`);
}

/** As everything was before; once the server has heard of it, too: it answers a change of a school when it has heard all. */
async function putBack(world: World, now: Partial<Tables>): Promise<void> {
  if (!(await world.store.restore(world.tables, now))) return;
  const { id, name } = world.tables.School[0]!;
  const operator = world.askers.find(({ role }) => role === 'operator')!.client;
  for (let tries = 0; tries < 100; tries++)
    if ((await operator.patch(`/v1/schools/${id}`, { name })).status === 200) return;
}
