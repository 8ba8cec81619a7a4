import { type Actor, school } from '../support/school.js';
import { statementsOf } from '../support/statements.js';

// What isn't fetched can't be shown, logged or dumped by mistake.
// prettier-ignore
const reads = [
  ['teacher',  'Student', ['medicalNotes', 'address', 'phone']],
  ['student',  'Student', ['medicalNotes']],
  ['guardian', 'Teacher', ['email', 'phone', 'staffNumber', 'hiredOn']],
] as const;

it.each(reads)('for the %s the columns of %s that it may see of none are not fetched', async (who, table, hidden) => {
  const world = await school();
  const fetchedFor = async (client: Actor) => {
    const list = async () => expect((await client.get(`/v1/${table.toLowerCase()}s`)).status).toBe(200);
    const text = (await statementsOf(list)).map((statement) => statement.text).join();
    return hidden.filter((column) => text.includes(`"${table}"."${column}"`));
  };
  expect(await fetchedFor(world.admin)).toEqual(hidden);
  expect(await fetchedFor(world[who])).toEqual([]);
});
