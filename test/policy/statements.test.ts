import { app } from '../support/app.js';
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
  const { prisma } = await app();
  const oracle = new Oracle(contract, world.tables);
  const faults: string[] = [];
  for (const asker of world.askers.filter(({ me }) => me))
    for await (const fault of auditStatements(prisma, contract, oracle, asker, world.tables)) faults.push(fault);
  expect(faults).toEqual([]);
});
