import { type Can, type Identity, type Rule, rulesOf } from '../../apps/api/src/access/ability.js';
import { policy } from '../../apps/api/src/access/policy.js';
import { type Server, serve } from '../../apps/api/src/main.js';
import { audit } from '../policy/audit.js';
import { readContract } from '../policy/contract.js';
import { operationsOf } from '../policy/operations.js';
import { Oracle } from '../policy/oracle.js';
import type { Asker } from '../policy/askers.js';
import { auditStatements } from '../policy/statements.js';
import { build, type World } from '../policy/world.js';
import { takeFaults } from '../support/answers.js';
import { app } from '../support/app.js';
import { mutantsOf, openToNobody, type RuleMutant } from './rule-mutants.js';

type Part = keyof typeof policy;

/** Serves the API with each mistake that could be made in one role's rules; the exhaustive test has to notice every one. */
export function describeMutants(part: Part): void {
  const contract = readContract();
  const agreed = policy[part];
  let world: World;
  beforeAll(async () => {
    world = await build();
  });
  afterEach(async () => {
    Object.assign(policy, { [part]: agreed });
    await world.store.restore(world.tables, await world.store.changed());
  });
  afterAll(() => world.store.close());

  const actionsOn = (subject: string) => [
    ...new Set(contract.rules.filter((rule) => rule.subject === subject).flatMap(({ actions }) => actions)),
  ];
  /** The fields of which the page says that somebody may do with them what the rule gives. */
  const fieldsOf = ({ subject, actions }: Rule) =>
    contract.fields
      .filter(
        (field) =>
          field.subject === subject && actions.some((action) => Object.values(field.may).flat().includes(action)),
      )
      .map(({ name }) => name);
  const mutants = rulesOf(part, someone).flatMap((rule, at, rules) => {
    const known = mutantsOf(rule, actionsOn(rule.subject), fieldsOf(rule), rules.toSpliced(at, 1));
    const all = usesOwnRecord(rule) ? [...known, openToNobody] : known;
    return all.map((mutant) => ({ title: `${titleOf(rule)}: ${mutant.name}`, at, subject: rule.subject, mutant }));
  });

  it('finds no fault in the policy as it is', async () => {
    for (const subject of new Set(mutants.map((one) => one.subject))) expect(await firstFault(subject)).toBeUndefined();
  }, 300_000);

  it.each(mutants.map((one, index) => [one.title, index]))(
    '%s',
    async (_, index) => {
      const { at, subject, mutant } = mutants[index]!;
      Object.assign(policy, { [part]: mutated(agreed, at, mutant) });
      expect(await firstFault(subject)).toEqual(expect.any(String));
    },
    100_000,
  );

  /** What the tests notice first. */
  async function firstFault(subject: string): Promise<string | undefined> {
    const { config, prisma } = await app();
    let server: Server;
    try {
      server = await serve(config);
    } catch (error) {
      if (String(error).startsWith('Error: policy: ')) return `does not start: ${String(error)}`;
      throw error;
    }
    try {
      world.url = server.url;
      const oracle = new Oracle(contract, world.tables);
      const askers = world.askers.filter(({ role }) => role && (role === part || part === 'everyone'));
      await expectTimely(askers);
      await world.store.forgetFailures();
      const near = (await operationsOf(contract)).filter(({ permission }) => permission?.subject === subject);
      for (const operation of near)
        for (const asker of askers) for await (const fault of audit(world, oracle, operation, asker)) return fault;
      for (const asker of askers)
        for await (const fault of auditStatements(prisma, contract, oracle, asker, world.tables)) return fault;
      return undefined;
    } finally {
      // A rule can break the API definition as well; that is not what has to notice it here.
      takeFaults();
      await server.stop();
    }
  }
}

/** Their tokens last ten minutes, and so does what needs a recent login: a 401 for that would be no sign of a mutant. */
async function expectTimely(askers: Asker[]): Promise<void> {
  const answers = await Promise.all(askers.map(({ client }) => client.post('/v1/me/factors/passkeys/options')));
  if (answers.some(({ status }) => status === 401))
    throw new Error('The tokens are too old to prove anything: the machine is too slow for so many mutants in a file.');
}

const someone: Identity = {
  userId: 'me',
  sessionId: 'me',
  membershipId: 'me',
  role: 'admin',
  status: 'active',
  schoolId: 'ours',
  timezone: 'UTC',
  factorMissing: false,
  authenticatedAt: 0,
  studentId: 'own record',
  teacherId: 'own record',
};

const usesOwnRecord = (rule: Rule) => JSON.stringify(rule.conditions).includes('own record');

const titleOf = ({ actions, subject, conditions, fields }: Rule) =>
  `${actions.join('/')} ${subject}${fields ? ` [${fields.length}]` : ''} ${conditions.map(({ words }) => words).join('; ')}`.trim();

/** The part of the policy with its n-th rule changed. */
function mutated(part: (can: Can, me: Identity) => void, at: number, { change }: RuleMutant) {
  return (can: Can, me: Identity) => {
    let count = 0;
    part((actions, subject, ...rule: (readonly string[] | Rule['conditions'][number])[]) => {
      const fields = rule.find((each) => Array.isArray(each)) as string[] | undefined;
      const conditions = rule.filter((each) => 'words' in each);
      const given: Rule = { actions: [actions].flat(), subject, conditions, ...(fields && { fields }) };
      const changed = count++ === at ? change(given) : given;
      if (changed)
        can(
          changed.actions,
          subject,
          ...((changed.fields ? [changed.fields] : []) as never[]),
          ...(changed.conditions as never[]),
        );
    }, me);
  };
}
