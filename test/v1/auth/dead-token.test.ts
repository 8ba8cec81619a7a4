import { expectProblem } from '../../support/assertions.js';
import { holding, session, someone } from '../../support/session.js';
import { statementsOf } from '../../support/statements.js';

/** Runs the work, and counts the statements about sessions that the server sends meanwhile. */
async function sessionStatements(work: () => Promise<void>): Promise<number> {
  const sent = await statementsOf(work);
  return sent.filter(({ text }) => text.includes('"Session"')).length;
}

/** What it costs to refuse a token of an ended session once, and five times more, and how long it took in milliseconds. */
async function measure() {
  const { accessToken } = await session(await someone());
  const client = holding(accessToken);
  expect((await client.post('/v1/auth/logout')).status).toBe(204);
  const refuse = async (times: number) => {
    for (let i = 0; i < times; i += 1) expectProblem(await client.get('/v1/me'), 401);
  };
  const begun = performance.now();
  const costs = [await sessionStatements(() => refuse(1)), await sessionStatements(() => refuse(5))];
  return { costs, took: performance.now() - begun };
}

it('a token of an ended session costs the database nothing once it has been refused', async () => {
  let { costs, took } = await measure();
  // A server that has not heard the database for a second reads again, and must: a machine that was so slow has shown nothing.
  for (let again = 1; again <= 2 && took > 500; again += 1) ({ costs, took } = await measure());
  expect(costs).toEqual([1, 0]);
});
