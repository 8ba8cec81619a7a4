import { expectProblem } from '../support/assertions.js';
import { routes } from '../support/routes.js';
import { operator, school } from '../support/school.js';

interface Parameter {
  name: string;
  in: string;
  schema: { type: string; enum?: string[]; format?: string; minimum?: number; maximum?: number; maxLength?: number };
}

/** Every operation that an admin or the operator may read, with the query that it takes. */
async function lists() {
  const [{ admin, rows }, overseer] = [await school(), await operator()];
  const path = (template: string) =>
    template
      .replace('/students/{id}', `/students/${rows.sam.id}`)
      .replace('/classes/{id}', `/classes/${rows.maths.id}`);
  return (await routes())
    .filter(({ method, template }) => method === 'GET' && template.startsWith('/v1/'))
    .map(({ template, path: absent, operation }) => ({
      client: template.startsWith('/v1/schools') ? overseer : admin,
      path: path(template).includes('{') ? absent : path(template),
      query: ((operation.parameters ?? []) as unknown as Parameter[]).filter((parameter) => parameter.in === 'query'),
    }));
}

function wrong({ schema: { type, enum: choices, format, minimum, maximum, maxLength } }: Parameter): string[] {
  const values = ['', '%20', '%F0%9F%99%82%0B', '__proto__'];
  if (type === 'integer')
    values.push(
      `${minimum! - 1}`,
      `${maximum! + 1}`,
      '1.5',
      '1e1',
      '0x1',
      '+1',
      '%201',
      '9'.repeat(400),
      'NaN',
      'Infinity',
      '-0',
      '١',
    );
  if (type === 'boolean') values.push('1', 'TRUE', 'yes', 'null');
  if (format === 'uuid') values.push('7', 'null', "'%20OR%201=1--");
  if (choices)
    values.push(
      'neither',
      choices[0]!.toUpperCase(),
      `${choices[0]},${choices[0]}`,
      '-',
      'constructor',
      'id',
      '-id',
      'schoolId',
    );
  if (maxLength) values.push('x'.repeat(maxLength + 1));
  return values.filter((value) => !(value === '__proto__' && type === 'string' && !format && !choices));
}

it('names every parameter that has a value of the wrong kind, comes twice, or looks like a list or an object', async () => {
  let tried = 0;
  for (const { client, path, query } of await lists()) {
    for (const parameter of query) {
      const { name } = parameter;
      const right = parameter.schema.enum?.[0] ?? { integer: '1', boolean: 'false' }[parameter.schema.type] ?? 'a';
      for (const asked of [
        ...wrong(parameter).map((value) => `${name}=${value}`),
        `${name}=${right}&${name}=${right}`,
        name,
      ]) {
        const faults = expectProblem(await client.get(`${path}?${asked}`), 400);
        expect([path, asked.slice(0, 60), ...faults]).toEqual([
          path,
          asked.slice(0, 60),
          expect.stringMatching(new RegExp(`^${name} `)),
        ]);
        tried += 1;
      }
      expectProblem(await client.get(`${path}?${name}[]=${right}`), 400);
      expectProblem(await client.get(`${path}?${name}[a]=${right}`), 400);
    }
  }
  expect(tried).toBeGreaterThan(300);
});

it('names every parameter that is unknown, wherever it is sent', async () => {
  for (const { client, path } of await lists()) {
    for (const name of [
      'page',
      'offset',
      'filter',
      'fields',
      'schoolId',
      'userId',
      '__proto__',
      'constructor',
      'toString',
      'prototype',
      'Limit',
      'limit%20',
      'where%5Bid%5D',
    ]) {
      const faults = expectProblem(await client.get(`${path}?${name}=1`), 400);
      expect([path, ...faults]).toEqual([path, `${decodeURIComponent(name)} unknown`]);
    }
  }
});

it('takes a bare question mark for no query', async () => {
  for (const { client, path } of await lists()) {
    expect([path, (await client.get(`${path}?`)).status]).toEqual([path, (await client.get(path)).status]);
  }
});

it('refuses a parameter on an operation that writes', async () => {
  const { admin, rows } = await school();
  expect(expectProblem(await admin.patch(`/v1/terms/${rows.term.id}?force=true`, { name: 'Fall' }), 400)).toEqual([
    'force unknown',
  ]);
  expect(expectProblem(await admin.delete(`/v1/terms/${rows.term.id}?hard=true`), 400)).toEqual(['hard unknown']);
  expect((await admin.get(`/v1/terms/${rows.term.id}`)).body.name).toBe('Autumn');
});

it('takes thousands of parameters for what they are', async () => {
  const { admin } = await school();
  const faults = expectProblem(
    await admin.get(`/v1/students?${Array.from({ length: 1_500 }, (_, i) => `p${i}=1`).join('&')}`),
    400,
  );
  expect(faults.length).toBeLessThanOrEqual(50);
});
