import { withoutRequestId } from '../support/assertions.js';
import type { Answer } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { type Case, casesOf } from './cases.js';
import { strayEffects } from './effects.js';
import { faultsOf, label } from './faults.js';
import type { Operation } from './operations.js';
import type { Oracle } from './oracle.js';
import type { Tables } from './tables.js';
import type { Asker } from './askers.js';
import type { World } from './world.js';

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
    yield* await putBack(world, now);
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

/** A refusal writes nothing: every table is as it was. What was written all the same is put back. */
async function unwanted(world: World, one: Case): Promise<string[]> {
  const now = await world.store.changed();
  const written = Object.keys(now).map((table) => `${label(one)}: refused, and yet something was written to ${table}`);
  return [...written, ...(await putBack(world, now))];
}

/**
 * As everything was before; once the server has heard of it, too: it answers a change of a school when it has heard all. The operator's
 * own session may have been what changed; but where the policy refuses what they may do, that is a fault.
 */
async function putBack(world: World, now: Partial<Tables>): Promise<string[]> {
  if (!(await world.store.restore(world.tables, now))) return [];
  const { id, name } = world.tables.School[0]!;
  const operator = world.askers.find(({ role }) => role === 'operator')!.client;
  let status = 0;
  await eventually(async () => {
    ({ status } = await operator.patch(`/v1/schools/${id}`, { name }));
    return [200, 403, 404].includes(status);
  });
  return status === 200 ? [] : [`the operator: PATCH /v1/schools/{id}: ${status} instead of 200`];
}
