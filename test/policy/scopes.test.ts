import { type Identity, type Rule, rulesOf } from '../../apps/api/src/access/ability.js';
import { everyScope, type Scope } from '../../apps/api/src/access/scopes.js';
import { apiKey } from '../support/api-key.js';
import { ABSENT, school } from '../support/school.js';
import { definition } from '../support/routes.js';

const me: Identity = {
  userId: 'me',
  sessionId: 'me',
  membershipId: 'me',
  role: 'admin',
  status: 'active',
  schoolId: 'ours',
  timezone: 'UTC',
  authenticatedAt: 0,
  factorMissing: false,
  studentId: null,
  teacherId: null,
};

/** Whether the rule of the admin gives every row and field of what the scope's rule gives. */
function covers(admin: Rule, { subject, fields, conditions }: Rule, action: string): boolean {
  const asked = new Set(conditions.map(({ where }) => JSON.stringify(where)));
  return (
    admin.subject === subject &&
    admin.actions.includes(action as never) &&
    (!admin.fields || (fields?.every((field) => admin.fields!.includes(field)) ?? false)) &&
    admin.conditions.every(({ where }) => asked.has(JSON.stringify(where)))
  );
}

it.each(everyScope)('%s gives nothing that an admin has not: no action, field or row', (scope) => {
  const rules = rulesOf(scope, me);
  expect(rules.length).toBeGreaterThan(0);
  const beyond = rules.flatMap((rule) =>
    rule.actions
      .filter((action) => !rulesOf('admin', me).some((admin) => covers(admin, rule, action)))
      .map((action) => `${action} ${rule.subject}`),
  );
  expect(beyond).toEqual([]);
});

it('has no scope that reaches accounts, sessions, factors, roles, invitations or keys, or makes articles', () => {
  const given = everyScope.flatMap((scope) =>
    rulesOf(scope, me).flatMap(({ actions, subject }) => actions.map((action) => `${action} ${subject}`)),
  );
  const never =
    /^(\w+ (User|Session|Factor|ExternalIdentity|ApiKey)|(create|update|delete) (Membership|School)|oversee .*|create Article)$/;
  expect(given.filter((right) => never.test(right))).toEqual([]);
});

/** What each scope opens, written down here once more: `action Subject`. */
const opens: Record<Scope, string[]> = {
  'school:read': ['read School'],
  'members:read': ['read Membership'],
  'students:read': ['read Student'],
  'students:read.sensitive': ['read Student'],
  'students:write': ['read Student', 'create Student', 'update Student', 'archive Student', 'restore Student'],
  'students:write.sensitive': ['read', 'create', 'update', 'archive', 'restore'].map((action) => `${action} Student`),
  'guardianships:read': ['read Guardianship'],
  'guardianships:write': ['read Guardianship', 'create Guardianship', 'delete Guardianship'],
  'teachers:read': ['read Teacher'],
  'teachers:write': ['read Teacher', 'create Teacher', 'update Teacher', 'archive Teacher', 'restore Teacher'],
  'terms:read': ['read Term'],
  'terms:write': ['read Term', 'create Term', 'update Term', 'archive Term', 'restore Term'],
  'classes:read': ['read Class'],
  'classes:write': ['read Class', 'create Class', 'update Class', 'archive Class', 'restore Class', 'assign Class'],
  'enrollments:read': ['read Enrollment'],
  'enrollments:write': ['read Enrollment', 'create Enrollment', 'delete Enrollment'],
  'articles:read': ['read Article'],
  'articles:write': [
    ...['read', 'update', 'archive', 'restore', 'publish', 'share'].map((action) => `${action} Article`),
    ...['read', 'create', 'delete'].map((action) => `${action} ArticleShare`),
  ],
};

/** Asked of a row that isn't there: a 403 is the role's, and everything else comes after it. */
it.each(everyScope)('%s opens its own operations, and every other is a 403', async (scope) => {
  const { admin, rows } = await school();
  const { client } = await apiKey(admin, rows.schoolId, { scopes: [scope] });
  const { paths } = await definition();
  const faults: string[] = [];
  let opened = 0;
  for (const [template, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const permission = (operation as { 'x-permission'?: { action: string; subject: string } })['x-permission'];
      if (!permission) continue;
      const path = template.replaceAll(/\{\w+\}/g, ABSENT);
      const body = ['post', 'put', 'patch'].includes(method) ? { nothing: true } : undefined;
      const { status } = await client.request(method.toUpperCase(), path, body);
      const isOpen = opens[scope].includes(`${permission.action} ${permission.subject}`);
      if (isOpen) opened += 1;
      // What is nested asks for the rights to what it hangs on, too.
      const isFault = isOpen ? ![200, 400, 404, 403].includes(status) : status !== 403;
      if (isFault) faults.push(`${method} ${path}: ${status}`);
      if (isOpen && status === 403 && template.split('{').length < 2) faults.push(`${method} ${path}: closed`);
    }
  }
  expect(faults).toEqual([]);
  expect(opened).toBeGreaterThan(0);
});
