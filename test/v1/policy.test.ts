import { everyScope } from '../../apps/api/src/access/scopes.js';
import { startApp } from '../support/app.js';
import { definition, routes } from '../support/routes.js';
import { anonymous } from '../support/school.js';

interface Policy {
  resources: { subject: string; description: string; ofSchool: boolean }[];
  rules: { role: string; actions: string[]; subject: string; fields: string[] | null; conditions: string[] }[];
  scopes: { scope: string; actions: string[]; subject: string; fields: string[] | null; conditions: string[] }[];
  fields: ({ subject: string; name: string; sensitivity: string | null } & Record<string, string[]>)[];
  operations: { method: string; path: string; permission: { action: string; subject: string } | null }[];
}

const policy = async () => (await anonymous.get('/v1/policy')).body as Policy;
/** The page, the data and what the page loads. */
const addresses = ['/v1/policy', '/policy', '/policy/policy.css', '/policy/policy.js'];

describe('GET /v1/policy', () => {
  it.each(addresses)('%s without DOCS is a path like any that is not there', async (path) => {
    const { url } = await startApp({ docs: false });
    const { status, headers } = await fetch(url + path);
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
  });

  it('takes no query, and the page none but its filter', async () => {
    expect((await anonymous.get('/v1/policy?role=teacher')).status).toBe(400);
    for (const query of ['role=teacher&resource=Student', 'role=anonymous'])
      expect([query, (await anonymous.get(`/policy?${query}`)).status]).toEqual([query, 200]);
    for (const query of ['role=everyone', 'resource=LoginFailure', 'subject=Student'])
      expect([query, (await anonymous.get(`/policy?${query}`)).status]).toEqual([query, 400]);
  });

  it('has no other file', async () => {
    for (const path of ['/policy/page.js', '/policy/index.html', '/policy/policy.json', '/docs/openapi.json'])
      expect([path, (await anonymous.get(path)).status]).toEqual([path, 404]);
  });

  it('is for everyone, and a 304 to whoever has it', async () => {
    const { status, headers } = await anonymous.get('/v1/policy');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    for (const known of [headers.get('etag')!, '*']) {
      const again = await anonymous.get('/v1/policy', { headers: { 'If-None-Match': known } });
      expect([known, again.status, again.body]).toEqual([known, 304, '']);
    }
  });

  it('says who may do what, on which fields, in words', async () => {
    const { rules } = await policy();
    expect(rules).toContainEqual({
      role: 'guardian',
      actions: ['update'],
      subject: 'Student',
      fields: ['phone', 'address'],
      conditions: ['who are their children'],
    });
    expect(rules.filter(({ role, subject }) => role === 'student' && subject === 'Teacher')).toEqual([]);
  });

  it('says what it speaks of, and what of it belongs to a school', async () => {
    const { resources, rules } = await policy();
    expect(new Set(resources.map(({ subject }) => subject))).toEqual(new Set(rules.map(({ subject }) => subject)));
    expect(resources).toContainEqual({
      subject: 'Teacher',
      description: 'The teachers of the school.',
      ofSchool: true,
    });
    const free = resources.filter(({ ofSchool }) => !ofSchool).map(({ subject }) => subject);
    expect(free).toEqual(['School', 'Session', 'User', 'Factor', 'ExternalIdentity']);
  });

  it('says that a member reads five fields of its school, staff one more, and that its short name is the operator’s', async () => {
    const { rules } = await policy();
    const reads = rules.filter(({ subject, actions }) => subject === 'School' && actions.includes('read'));
    const seen = ['id', 'createdAt', 'updatedAt', 'name', 'timezone'];
    expect(reads.map(({ role, fields }) => [role, fields])).toEqual([
      ...['admin', 'teacher'].map((role) => [role, [...seen, 'staffFactorRequired']]),
      ...['student', 'guardian'].map((role) => [role, seen]),
      ['operator', null],
    ]);
  });

  it('says what each scope of an API key gives, which no role has', async () => {
    const { scopes, rules } = await policy();
    expect(new Set(scopes.map(({ scope }) => scope))).toEqual(new Set(everyScope));
    const grantsOf = (name: string) =>
      scopes.filter(({ scope }) => scope === name).map(({ scope: _, ...rest }) => rest);
    expect(grantsOf('articles:read')).toEqual([
      { actions: ['read'], subject: 'Article', fields: null, conditions: ['published'] },
    ]);
    expect(grantsOf('students:write').map(({ actions, fields }) => [actions, fields?.includes('phone')])).toEqual([
      [['read'], true],
      [['create', 'update'], true],
      [['archive', 'restore'], undefined],
    ]);
    for (const { fields } of grantsOf('students:read')) expect(fields).not.toContain('medicalNotes');
    expect(rules.filter(({ role }) => role === 'key')).toEqual([]);
  });

  it('says who can read and write a field', async () => {
    const { fields } = await policy();
    const of = (subject: string, name: string) =>
      fields.find((field) => field.subject === subject && field.name === name);
    expect(of('Student', 'medicalNotes')).toEqual({
      subject: 'Student',
      name: 'medicalNotes',
      sensitivity: 'sensitive',
      read: ['admin', 'guardian'],
      create: ['admin'],
      update: ['admin'],
    });
    expect(of('Membership', 'user')).toMatchObject({ sensitivity: 'personal', read: ['admin'] });
    expect(of('School', 'slug')).toMatchObject({ read: ['operator'], update: ['operator'] });
  });

  it('has every operation, with the permission that it asks for', async () => {
    const described = (await routes()).map(({ method, template, operation }) => ({
      method,
      path: template,
      permission: (operation as { 'x-permission'?: object })['x-permission'] ?? null,
    }));
    const listed = (await policy()).operations.map(({ method, path, permission }) => ({ method, path, permission }));
    const byName = (a: { method: string; path: string }, b: typeof a) =>
      `${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1;
    expect(listed.toSorted(byName)).toEqual(described.toSorted(byName));
  });

  it('names actions and roles once, and leaves room for other subjects in the definition', async () => {
    const { Action, Role, PermissionView } = (await definition()).components!.schemas as Record<
      string,
      { enum: string[]; properties: Record<string, object> }
    >;
    const { rules } = await policy();
    expect(Role!.enum).toEqual(['operator', 'admin', 'teacher', 'student', 'guardian']);
    expect(PermissionView!.properties.subject).not.toHaveProperty('enum');
    expect(new Set(Action!.enum)).toEqual(new Set(rules.flatMap(({ actions }) => actions)));
  });

  it('gives the page the same rules, under a policy without exceptions', async () => {
    const { headers, body } = await anonymous.get('/policy');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    const shown = new Set([...(body as string).matchAll(/data-rule="(\d+)"/g)].map(([, index]) => Number(index)));
    expect(shown.size).toBe((await policy()).rules.length);
    expect(body).not.toMatch(/<script>|<style|style="| on\w+="|https?:/);
  });
});
