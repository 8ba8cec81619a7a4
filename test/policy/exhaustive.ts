import { audit } from './audit.js';
import { type AgreedOperation, readContract } from './contract.js';
import { type Operation, operationsOf } from './operations.js';
import { Oracle } from './oracle.js';
import { build, type World } from './world.js';

/*
 * How it goes: contract.ts reads docs/policy.md, conditions.ts says what its words mean, and oracle.ts tells from both who may do what
 * to which row of world.ts. Of each operation (operations.ts) targets.ts names every row that the path could, bodies.ts every body and
 * lists.ts every list; cases.ts says what has to come. audit.ts asks and compares: status, properties, what they hold (values.ts) and
 * what was written (effects.ts), which tables.ts puts back.
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
      for (const asker of world.askers)
        for await (const fault of audit(world, oracle, operation, asker)) faults.push(fault);
      expect(faults).toEqual([]);
    },
  );
}
