import type { ProblemType as Slug } from '../../apps/api/src/common/problem.js';
import type { Homeroom } from '../../apps/client/src/homeroom.js';
import type { Action, Permission, Subject } from '../../apps/client/src/generated/permissions.gen.js';
import { permissions } from '../../apps/client/src/generated/permissions.gen.js';
import type { InvalidInputProblem, Problem } from '../../apps/client/src/generated/types.gen.js';
import type { ProblemType } from '../../apps/client/src/problem.js';
import { definition } from '../support/routes.js';
import { compile, type Fault } from './compile.js';

const update = (body: string) => `client.students.update({ path: { id: '' }, body: ${body} })`;

const refused: [line: string, error: RegExp][] = [
  [update("{ nickname: 'Sam' }"), /^2353 .*'nickname' does not exist in type 'UpdateStudent'/],
  [update("{ status: 'expelled' }"), /^2322 Type '"expelled"' is not assignable to type/],
  ['client.students.findMany({ query: { shoeSize: 38 } })', /^2353 .*'shoeSize' does not exist in type/],
  ["client.students.findMany({ query: { sort: 'birthDate' } })", /^2322 Type '"birthDate"' is not assignable/],
  ["client.terms.publish({ path: { id: '' } })", /^2339 Property 'publish' does not exist on type 'Terms'/],
  [
    "client.students.create({ body: { studentNumber: 'N-1' } })",
    /^2739 .*missing.*'CreateStudent': givenName, familyName/,
  ],
  ['client.students.findOne()', /^2554 Expected 1 arguments, but got 0/],
  [
    "((await client.students.findOne({ path: { id: '' } })).data) satisfies StudentView",
    /^1360 Type '.* \| undefined' does not/,
  ],
  ["problem.type === '/problems/gone'", /^2367 .*no overlap/],
  ["problem.type === '/problems/not-found' && problem.status === 403", /^2367 .*types '404' and '403' have no overlap/],
  ["({ action: 'read', subject: 'Canteen' }) satisfies Permission", /^2322 Type '"Canteen"' is not assignable/],
  ["({ action: 'expel', subject: 'Student' }) satisfies Permission", /^2322 Type '"expel"' is not assignable/],
  ['permissions.health', /^2339 Property 'health' does not exist/],
];

describe('the compiler refuses', () => {
  const imports = [
    "import type { Homeroom } from './src/homeroom.js';",
    "import { permissions, type Permission } from './src/generated/permissions.gen.js';",
    "import type { Problem, StudentView } from './src/generated/types.gen.js';",
    'declare const client: Homeroom, problem: Problem;',
  ];
  const lines = refused.map(([line]) => `void (${line});`);
  let faults: Fault[];

  beforeAll(() => {
    faults = compile({ 'apps/client/refused.ts': [...imports, ...lines].join('\n') });
  });

  it.each(refused)('%s', (line, error) => {
    const at = imports.length + refused.findIndex(([each]) => each === line);
    expect(faults.filter((fault) => fault.line === at).map(({ text }) => text)).toEqual([expect.stringMatching(error)]);
  });

  it('nothing else of them', () => {
    expect(faults.filter(({ line }) => line < imports.length)).toEqual([]);
  });
});

/** Compiles only if both are the same. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

export const same: [
  Same<Extract<Problem, { status: 400 }>, InvalidInputProblem>,
  Same<Extract<Problem, { type: '/problems/precondition-failed' }>['status'], 412>,
  Same<ProblemType, `/problems/${Slug}`>,
  Same<(typeof permissions.students)['remove'], { readonly action: 'archive'; readonly subject: 'Student' }>,
  Same<Permission, { action: Action; subject: Subject }>,
  Same<Exclude<keyof typeof permissions, keyof Homeroom>, never>,
] = [true, true, true, true, true, true];

it('has the permission of every operation that needs one', async () => {
  const { paths } = await definition();
  const operations = Object.values(paths).flatMap((path) => Object.values(path) as Operation[]);
  const needed = operations.flatMap(({ operationId, 'x-permission': permission }) =>
    permission ? [[operationId, permission] as const] : [],
  );
  const typed = Object.entries(permissions).flatMap(([resource, verbs]) =>
    Object.entries(verbs as Record<string, Permission>).map(
      ([verb, permission]) => [`${resource}_${verb}`, permission] as const,
    ),
  );
  expect(Object.fromEntries(typed)).toEqual(Object.fromEntries(needed));
});

interface Operation {
  operationId: string;
  'x-permission'?: Permission;
}
