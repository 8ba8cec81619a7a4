import { app } from '../support/app.js';
import { routes } from '../support/routes.js';
import { conditions } from './conditions.js';
import { readContract } from './contract.js';
import { Oracle } from './oracle.js';
import { auditStatements } from './statements.js';
import { build, type World } from './world.js';

const contract = readContract();
let world: World;
beforeAll(async () => {
  world = await build();
});
afterAll(() => world.store.close());

it('finds in every WHERE the rows that the contract names, and no others', async () => {
  const { database } = await app();
  const oracle = new Oracle(contract, world.tables);
  const faults: string[] = [];
  for (const asker of world.askers.filter(({ me }) => me))
    for await (const fault of auditStatements(database, contract, oracle, asker, world.tables)) faults.push(fault);
  expect(faults).toEqual([]);
});

it('has a contract for every operation that is served, and for no other', async () => {
  const served = (await routes()).map(({ method, template }) => `${method} ${template}`);
  expect(contract.operations.map(({ method, template }) => `${method} ${template}`).sort()).toEqual(served.sort());
  expect(contract.rules.length).toBeGreaterThan(50);
});

it('knows what each condition means, and has no meaning that is not asked for', () => {
  const asked = contract.rules.flatMap((rule) => rule.conditions.map((words) => `${rule.subject}: ${words}`));
  expect(Object.keys(conditions).sort()).toEqual([...new Set(asked)].sort());
});
