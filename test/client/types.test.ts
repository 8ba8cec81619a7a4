import type { ProblemType as Slug } from '../../apps/api/src/common/problem.js';
import type { Homeroom } from '../../apps/client/src/homeroom.js';
import type { Action, Permission, Subject } from '../../apps/client/src/generated/permissions.gen.js';
import { permissions } from '../../apps/client/src/generated/permissions.gen.js';
import type { InvalidInputProblem, Problem, StudentView } from '../../apps/client/src/generated/types.gen.js';
import type { ProblemType } from '../../apps/client/src/problem.js';
import { definition } from '../support/routes.js';

/*
 * What does not compile here is what the client's types are for. The compiler checks it (npm run types): a line that is expected
 * to be wrong and isn't is an error. Nothing of it runs.
 */
export const refused = [
  // @ts-expect-error There is no such property in a body,
  (client: Homeroom) => client.students.update({ path: { id: '' }, body: { nickname: 'Sam' } }),
  // @ts-expect-error nor such a value of one,
  (client: Homeroom) => client.students.update({ path: { id: '' }, body: { status: 'expelled' } }),
  // @ts-expect-error nor such a filter,
  (client: Homeroom) => client.students.findMany({ query: { shoeSize: 38 } }),
  // @ts-expect-error nor such a sort,
  (client: Homeroom) => client.students.findMany({ query: { sort: 'birthDate' } }),
  // @ts-expect-error nor such a verb of terms.
  (client: Homeroom) => client.terms.publish({ path: { id: '' } }),
  // @ts-expect-error A student has a name, and a path an id.
  (client: Homeroom) => client.students.create({ body: { studentNumber: 'N-1' } }),
  // @ts-expect-error
  (client: Homeroom) => client.students.findOne(),
  // @ts-expect-error There may be a problem instead of data.
  async (client: Homeroom): Promise<StudentView> => (await client.students.findOne({ path: { id: '' } })).data,
  // @ts-expect-error No problem is of this type,
  (problem: Problem) => problem.type === '/problems/gone',
  // @ts-expect-error nor has one of this type that status.
  (problem: Problem) => problem.type === '/problems/not-found' && problem.status === 403,
  // @ts-expect-error There is no such subject,
  (): Permission => ({ action: 'read', subject: 'Canteen' }),
  // @ts-expect-error no such action,
  (): Permission => ({ action: 'expel', subject: 'Student' }),
  // @ts-expect-error and what is open to everyone needs no permission.
  () => permissions.health,
];

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
