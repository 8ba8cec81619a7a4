import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { audit } from './audit.js';
import { type AgreedOperation, readContract } from './contract.js';
import { type Operation, operationsOf } from './operations.js';
import { Oracle } from './oracle.js';
import { build, type World } from './world.js';

/*
 * How it goes: contract.ts reads docs/policy.md, conditions.ts says what its words mean, and oracle.ts tells from both who may do what
 * to which row of world.ts. For each operation (operations.ts) and each of askers.ts, cases.ts has everything that can be asked: of
 * every row (targets.ts), with every body (bodies.ts), for every list (lists.ts), and what has to come (expected.ts). audit.ts asks;
 * faults.ts compares status, properties and what they hold (values.ts), effects.ts what was written, and tables.ts puts it back.
 *
 * A new condition needs its meaning in conditions.ts, and in world.ts a row that only it tells apart.
 */

/** Holds operations of the route table to docs/policy.md: every asker, every row, every field, every list. */
export function describeOperations(isChosen: (operation: AgreedOperation) => boolean): void {
  const contract = readContract();
  let world: World;
  let oracle: Oracle;
  let operations: Operation[];
  beforeAll(async () => {
    world = await build();
    oracle = new Oracle(contract, world.tables);
    operations = await operationsOf(contract);
  });
  afterAll(() => world.store.close());

  it.each(contract.operations.filter(isChosen).map(({ method, template }) => [method, template]))(
    '%s %s',
    async (method, template) => {
      const operation = operations.find((one) => one.method === method && one.template === template)!;
      const faults: string[] = [];
      await world.store.forgetFailures();
      // On a busy machine it may not have heard the database for a second.
      if (template === '/readyz')
        await eventually(async () => (await new Client(async () => world.url).get(template)).status === 200);
      for (const asker of world.askers)
        for await (const fault of audit(world, oracle, operation, asker)) faults.push(fault);
      expect(faults).toEqual([]);
    },
  );
}
