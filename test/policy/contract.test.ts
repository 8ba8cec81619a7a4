import { definition, routes } from '../support/routes.js';
import { conditions } from './conditions.js';
import { type AgreedField, readContract } from './contract.js';
import { type Operation, operationsOf } from './operations.js';
import { isInState } from './targets.js';
import type { Row, Tables } from './tables.js';
import { build } from './world.js';

const contract = readContract();
const roles = [...new Set(contract.rules.map(({ role }) => role))].filter((role) => role !== 'everyone');

it('has a line for every operation that is served, and for no other', async () => {
  const served = (await routes()).map(({ method, template }) => `${method} ${template}`);
  expect(contract.operations.map(({ method, template }) => `${method} ${template}`).sort()).toEqual(served.sort());
  expect(contract.rules.length).toBeGreaterThan(50);
});

it('has a meaning for each condition, and none that is not asked for', () => {
  const asked = contract.rules.flatMap((rule) => rule.conditions.map((words) => `${rule.subject}: ${words}`));
  expect(Object.keys(conditions).sort()).toEqual([...new Set(asked)].sort());
});

it('says of every property that is taken or shown what its rules say, and of no other', async () => {
  const operations = await operationsOf(contract);
  const used = operations.filter(({ permission }) => permission);
  const names = new Set(
    used.flatMap(({ permission, properties, body }) =>
      [...properties, ...Object.keys(body?.properties ?? {})].map((name) => `${permission!.subject} ${name}`),
    ),
  );
  const derived = [...names].map((key): AgreedField => {
    const [subject, name] = key.split(' ') as [string, string];
    const may = roles.map((role) => [role, verbsOf(role, subject, name, used)]);
    return { subject, name, may: Object.fromEntries(may) };
  });
  const sorted = (fields: AgreedField[]) =>
    fields.toSorted((a, b) => (`${a.subject} ${a.name}` < `${b.subject} ${b.name}` ? -1 : 1));
  expect(sorted(contract.fields)).toEqual(sorted(derived));
});

/** Whether some rule lets the role do it: to the field, if one is named. */
const may = (role: string, action: string, subject: string, field?: string) =>
  contract.rules.some(
    (rule) =>
      [role, 'everyone'].includes(rule.role) &&
      rule.subject === subject &&
      rule.actions.includes(action) &&
      (!field || !rule.fields || rule.fields.includes(field)),
  );

function verbsOf(role: string, subject: string, name: string, operations: Operation[]): string[] {
  const own = operations.filter(
    ({ permission }) => permission!.subject === subject && may(role, permission!.action, subject),
  );
  const takes = (isNew: boolean) =>
    own.some(({ body, kind }) => body?.properties[name] && (kind === 'create') === isNew);
  return [
    ...(may(role, 'read', subject, name) && own.some(({ properties }) => properties.includes(name)) ? ['read'] : []),
    ...(may(role, 'create', subject, name) && takes(true) ? ['create'] : []),
    ...(may(role, 'update', subject, name) && takes(false) ? ['update'] : []),
  ];
}

it('is what the OpenAPI document says of every property that is taken or shown', async () => {
  const { components } = await definition();
  const operations = (await operationsOf(contract)).filter(({ permission }) => permission);
  const schemas = [...new Set(operations.flatMap(({ shows, takes }) => [shows, takes]))].filter((name) => name);
  const wrong = schemas.flatMap((name) => {
    const using = operations.filter(({ shows, takes }) => [shows, takes].includes(name));
    const { subject } = using[0]!.permission!;
    const isShown = using[0]!.shows === name;
    const verb = isShown ? 'read' : using[0]!.kind === 'create' ? 'create' : 'update';
    const users = roles.filter((role) => using.some(({ permission }) => may(role, permission!.action, subject)));
    const { properties } = components!.schemas![name!] as { properties: Record<string, Record<string, string[]>> };
    return Object.entries(properties).flatMap(([property, schema]) => {
      const marked = schema[isShown ? 'x-readable-by' : 'x-writable-by'] ?? [];
      const expected = users.filter((role) => may(role, verb, subject, property));
      return marked.toSorted().join() === expected.toSorted().join() ? [] : [`${name}.${property}: ${marked.join()}`];
    });
  });
  expect(schemas.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});

it('meets rows of every kind: of the own school, of another, and archived or ended where there is such a thing', async () => {
  const { store, tables, askers } = await build();
  const ours = askers.find(({ role }) => role === 'admin')!.me!.schoolId;
  const subjects = new Set(contract.rules.map(({ subject }) => subject));
  const lacking = [...subjects].flatMap((subject) => {
    const rows: Row[] = tables[subject as keyof Tables];
    const isBound = rows.some((row) => 'schoolId' in row);
    const canEnd = rows.some((row) => 'archivedAt' in row || 'endedOn' in row);
    const isOurs = (row: Row) => row.schoolId === ours;
    return [
      ...(rows.length < 2 ? [`${subject}: rows`] : []),
      ...(isBound && !rows.some(isOurs) ? [`${subject}: of the own school`] : []),
      ...(isBound && rows.every(isOurs) ? [`${subject}: of another school`] : []),
      ...(canEnd && rows.every((row) => isInState(subject, row, tables)) ? [`${subject}: archived or ended`] : []),
    ];
  });
  await store.close();
  expect(lacking).toEqual([]);
});
