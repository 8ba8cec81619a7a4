import { expectProblem } from '../../support/assertions.js';
import { holding, session, someone } from '../../support/session.js';
import { statementsOf } from '../../support/statements.js';

/** Runs the work, and counts the statements about sessions that the server sends meanwhile. */
async function sessionStatements(work: () => Promise<void>): Promise<number> {
  const sent = await statementsOf(work);
  return sent.filter(({ text }) => text.includes('"Session"')).length;
}

it('a token of an ended session costs the database nothing once it has been refused', async () => {
  const { accessToken } = await session(await someone());
  const client = holding(accessToken);
  expect((await client.post('/v1/auth/logout')).status).toBe(204);
  const refuse = async (times: number) => {
    for (let i = 0; i < times; i += 1) expectProblem(await client.get('/v1/me'), 401);
  };
  expect(await sessionStatements(() => refuse(1))).toBe(1);
  expect(await sessionStatements(() => refuse(20))).toBe(0);
});
