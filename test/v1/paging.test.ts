import { longLists } from '../support/lists.js';

type Long = Awaited<ReturnType<typeof longLists>>;
type Row = Record<string, string | number | null>;

let long: Long;
beforeAll(async () => {
  long = await longLists();
});

const own = (path: string) => () => `/v1/${path}`;
// prettier-ignore
const lists: [string, (nested: Long['nested']) => string, string[]][] = [
  ['students',    own('students'),                  ['familyName', 'studentNumber', 'gradeLevel', 'createdAt']],
  ['teachers',    own('teachers'),                  ['familyName', 'createdAt']],
  ['classes',     own('classes'),                   ['name', 'createdAt']],
  ['terms',       own('terms'),                     ['startsOn']],
  ['articles',    own('articles'),                  ['publishedAt', 'title', 'createdAt']],
  ['members',     own('members'),                   ['createdAt']],
  ['schools',     own('schools'),                   ['name']],
  ['enrollments', ({ enrollments }) => enrollments, ['createdAt']],
  ['guardians',   ({ guardians }) => guardians,     ['createdAt']],
  ['shares',      ({ shares }) => shares,           ['createdAt']],
];
const cases = lists.flatMap(([name, path, keys]) =>
  keys.flatMap((key) => [key, `-${key}`].map((sort) => ({ name, path, sort }))),
);

const collator = new Intl.Collator('und');
const compare = (a: Row[string], b: Row[string]) =>
  typeof a === 'string' ? collator.compare(a, b as string) : Number(a) - Number(b);

describe('Pages joined together', () => {
  it.each(cases)('$name by $sort are exactly the set, in order, with nulls last', async ({ name, path, sort }) => {
    const client = name === 'schools' ? long.operator : long.admin;
    const list = path(long.nested);
    const whole = (await client.get(`${list}?limit=100&sort=${sort}&include=total`)).body;
    const rows: Row[] = whole.data;
    expect(whole.page).toEqual({ limit: 100, nextCursor: null, total: rows.length });
    expect(rows.length).toBeGreaterThanOrEqual(9);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);

    const keys = rows.map((row) => row[sort.replace('-', '')] ?? null);
    const values = keys.filter((key) => key !== null);
    expect(keys.slice(values.length).every((key) => key === null)).toBe(true);
    const sorted = [...values].sort((a, b) => compare(a, b) * (sort.startsWith('-') ? -1 : 1));
    expect(values).toEqual(sorted);

    const joined = await Promise.all([1, 2, 3].map((limit) => client.all(`${list}?sort=${sort}`, limit)));
    expect(joined).toEqual([rows, rows, rows]);
  });

  it('stay right when rows come and go between them', async () => {
    const { admin } = long;
    const term = (name: string, startsOn: string) => admin.post('/v1/terms', { name, startsOn, endsOn: '2031-01-01' });
    const [first, second, third] = [
      await term('1', '2030-01-01'),
      await term('2', '2030-01-01'),
      await term('3', '2030-01-02'),
    ];
    const before = (await admin.get('/v1/terms?sort=-startsOn&limit=1')).body;
    expect(before.data[0].id).toBe(third.body.id);
    await term('later than what was read', '2030-02-01');
    await admin.delete(`/v1/terms/${third.body.id}`);
    const rest = await admin.get(`/v1/terms?sort=-startsOn&limit=2&cursor=${before.page.nextCursor}`);
    const ids = rest.body.data.map(({ id }: Row) => id);
    expect(ids.sort()).toEqual([first.body.id, second.body.id].sort());
  });
});

describe('A page', () => {
  it('has 10 rows by default, and as many as asked for up to 100', async () => {
    const { admin } = long;
    const { body } = await admin.get('/v1/students');
    expect(body.page).toEqual({ limit: 10, nextCursor: expect.any(String) });
    expect(body.data).toHaveLength(10);
    expect((await admin.get('/v1/students?limit=4')).body.data).toHaveLength(4);
    for (const limit of ['0', '101', '-1', '1.5', 'ten', '', '1e1'])
      expect([limit, (await admin.get(`/v1/students?limit=${limit}`)).status]).toEqual([limit, 400]);
  });

  it('links to the next one while there is one', async () => {
    const { admin } = long;
    const expected = (await admin.get('/v1/students?limit=100&sort=-gradeLevel&status=active')).body.data;
    const read: Row[] = [];
    let next: string | undefined = '/v1/students?limit=3&sort=-gradeLevel&status=active';
    while (next) {
      const { headers, body } = await admin.get(next);
      read.push(...body.data);
      const [, link] = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '') ?? [];
      expect(Boolean(link)).toBe(body.page.nextCursor !== null);
      if (link) {
        const { pathname, searchParams } = new URL(link, 'http://homeroom.test');
        expect(pathname).toBe('/v1/students');
        expect(Object.fromEntries(searchParams)).toEqual({
          limit: '3',
          sort: '-gradeLevel',
          status: 'active',
          cursor: body.page.nextCursor,
        });
      } else expect(headers.has('link')).toBe(false);
      next = link;
    }
    expect(read).toEqual(expected);
  });

  it('counts all that match when asked, on every page', async () => {
    const { admin } = long;
    const path = '/v1/students?gradeLevel=7&include=total&limit=2';
    const first = (await admin.get(path)).body.page;
    // Three of the long list, and Sam and Tim.
    expect(first.total).toBe(5);
    expect((await admin.get(`${path}&cursor=${first.nextCursor}`)).body.page.total).toBe(5);
    expect((await admin.get('/v1/students?include=everything')).status).toBe(400);
  });
});
