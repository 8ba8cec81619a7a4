import type { Answer } from '../support/client.js';
import type { Case } from './cases.js';
import type { Row, Tables } from './tables.js';
import { wrongValues } from './values.js';

export const label = ({ operation, asker }: Case) => `${asker.name}: ${operation.method} ${operation.template}`;

/** Where the answer is not what the contract says: its status, what it names, and of each row the properties and what they hold. */
export function* faultsOf(one: Case, answer: Answer, all: Tables): Generator<string> {
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
  } else if (shown && answer.status !== 204 && answer.status !== 202) {
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
