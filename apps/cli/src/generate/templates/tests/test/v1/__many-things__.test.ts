import { unique } from '../support/app.js';
import { expectRefused } from '../support/cast.js';
import { describeResource } from '../support/resource.js';
import { type Actor, school } from '../support/school.js';

const path = '/v1/__many-things__';
const fresh = () => ({ name: unique('__OneThing__') });

describeResource({
  path,
  fresh,
  required: ['name'],
  changes: [{ name: 'Changed' }, { name: 'Changed again' }],
});

describe('__A thing__', () => {
  let admin: Actor;
  beforeAll(async () => {
    ({ admin } = await school());
  });

  it('is found by words of its name, in any case', async () => {
    for (const name of ['Blue West', 'Red West', 'Blue_East']) await admin.post(path, { name });
    const found = async (q: string) => (await admin.all(`${path}?q=${q}`)).map(({ name }) => name);
    expect(await found('WEST%20blu')).toEqual(['Blue West']);
    expect(await found('west')).toEqual(['Blue West', 'Red West']);
    expect(await found('_')).toEqual(['Blue_East']);
    expect(await found('north')).toEqual([]);
  });

  it.each(['', ' A', 'A ', 'A\nB', 'A\u0000', 'x'.repeat(101), 7, null, ['A']])('has no name like %j', async (name) => {
    const errors = await expectRefused(() => admin.post(path, { name }), 400);
    expect(errors.map((error) => error.split(' ')[0])).toEqual(['/name']);
  });
});
