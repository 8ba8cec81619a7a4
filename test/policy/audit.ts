import { withoutRequestId } from '../support/assertions.js';
import type { Answer } from '../support/client.js';
import { type Case, casesOf } from './cases.js';
import type { Operation } from './operations.js';
import type { Oracle } from './oracle.js';
import type { Row } from './tables.js';
import type { Asker, World } from './world.js';

/** Asks one operation as one asker for everything there is, and says where an answer is not what the contract says. */
export async function* audit(
  world: World,
  oracle: Oracle,
  operation: Operation,
  asker: Asker,
): AsyncGenerator<string, number> {
  const cases = casesOf(operation, asker, oracle, world.tables);
  const writes = operation.method !== 'GET';
  const harmless = cases.filter(({ expected }) => !writes || expected.status.every((status) => status >= 400));
  const notFound: string[] = [];
  for (let at = 0; at < harmless.length; at += AT_ONCE) {
    const batch = harmless.slice(at, at + AT_ONCE);
    const answers = await Promise.all(batch.map(ask));
    for (const [index, answer] of answers.entries()) {
      yield* faultsOf(batch[index]!, answer);
      if (answer.status === 404) notFound.push(JSON.stringify(withoutRequestId(answer)));
    }
  }
  if (new Set(notFound).size > 1)
    yield `${label(cases[0]!)}: what is foreign and what is absent are not answered alike`;
  if (writes && harmless.length > 0) yield* await unwanted(world, harmless[0]!);

  for (const one of cases.filter((each) => !harmless.includes(each))) {
    yield* faultsOf(one, await ask(one));
    await putBack(world);
  }
  return cases.length;
}

const AT_ONCE = 8;

const ask = ({ operation, asker, path, body }: Case): Promise<Answer> =>
  asker.client.request(operation.method, path, body);

const label = ({ operation, asker }: Case) => `${asker.name}: ${operation.method} ${operation.template}`;

function* faultsOf(one: Case, answer: Answer): Generator<string> {
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
    const leaked = secretsOf(one).filter((value) => JSON.stringify(answer.body).includes(value));
    if (leaked.length > 0) yield `${what}: the refusal tells ${leaked.join(', ')}`;
  } else if (listed) {
    yield* listFaults(what, answer, listed);
  } else if (shown && answer.status !== 204) {
    const keys = Object.keys(answer.body).sort().join();
    if (keys !== [...shown].sort().join()) yield `${what}: shows ${keys} instead of ${shown.join()}`;
  }
}

function* listFaults(what: string, { body, headers }: Answer, listed: Map<string, string[]>): Generator<string> {
  const got = new Map((body.data as Row[]).map((row) => [row.id, Object.keys(row).sort().join()]));
  for (const [id, keys] of got) {
    const fields = listed.get(id);
    if (!fields) yield `${what}: lists ${id}, which is not for this caller`;
    else if (keys !== [...fields].sort().join()) yield `${what}: shows ${keys} of ${id} instead of ${fields.join()}`;
  }
  for (const id of listed.keys()) if (!got.has(id)) yield `${what}: leaves out ${id}`;
  if (body.page.total !== listed.size) yield `${what}: counts ${body.page.total} instead of ${listed.size}`;
  const link = headers.get('link');
  if (body.page.nextCursor !== null || link) yield `${what}: links to a next page (${link}) behind the last row`;
}

const namesIn = ({ body }: Answer): string =>
  (body.errors ?? [])
    .map(({ pointer }: { pointer: string }) => pointer?.slice(1))
    .sort()
    .join();

/** What the rows hold that a refusal must not repeat. */
function secretsOf({ rows, body }: Case): string[] {
  const columns = [
    'givenName',
    'familyName',
    'email',
    'phone',
    'address',
    'medicalNotes',
    'title',
    'slug',
    'studentNumber',
  ];
  const sent = JSON.stringify(body ?? {});
  return rows
    .flatMap((row) => columns.flatMap((column) => (typeof row[column] === 'string' ? [row[column]] : [])))
    .filter((value) => !sent.includes(value));
}

/** A refusal writes nothing: every table is as it was. What was written all the same is put back. */
async function unwanted(world: World, one: Case): Promise<string[]> {
  const changed = await world.store.changed();
  if (changed.length > 0) await putBack(world);
  return changed.map((table) => `${label(one)}: refused, and yet something was written to ${table}`);
}

/** As everything was before; once the server has heard of it, too: it answers a change of a school when it has heard all. */
async function putBack(world: World): Promise<void> {
  if (!(await world.store.restore(world.tables))) return;
  const { id, name } = world.tables.School[0]!;
  const operator = world.askers.find(({ role }) => role === 'operator')!.client;
  for (let tries = 0; tries < 100; tries++)
    if ((await operator.patch(`/v1/schools/${id}`, { name })).status === 200) return;
}
