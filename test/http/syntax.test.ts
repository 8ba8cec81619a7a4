import { expectProblem } from '../support/assertions.js';
import { anonymous, school } from '../support/school.js';

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));
it.each<[string, string | Buffer]>([
  ['blanks', '  \r\n'],
  ['half an object', '{"name":'],
  ['two objects', '{}{}'],
  ['a comment', '{/* */}'],
  ['single quotes', "{'name':'a'}"],
  ['a comma too many', '{"name":"a",}'],
  ['NaN', '{"name":NaN}'],
  ['Infinity', '{"name":-Infinity}'],
  ['a raw line break in a string', '{"name":"a\nb"}'],
  ['a raw U+0000', '{"name":"a\0"}'],
  ['UTF-8 that is broken', bytes('{"name":"', 0xff, '"}')],
  ['an overlong encoding', bytes('{"name":"', 0xc0, 0xaf, '"}')],
  ['a surrogate in UTF-8', bytes('{"name":"', 0xed, 0xa0, 0x80, '"}')],
  ['UTF-16', Buffer.from('{"name":"a"}', 'utf16le')],
  ['__proto__', '{"__proto__":{"admin":true}}'],
  ['__proto__ in escapes', '{"\\u005f_proto__":{"admin":true}}'],
  ['a constructor with a prototype', '{"constructor":{"prototype":{"admin":true}}}'],
  ['20,000 open brackets', '['.repeat(20_000)],
])('refuses %s with 400, whoever sends it', async (_, raw) => {
  const { admin, student } = await school();
  for (const client of [anonymous, student, admin]) {
    const [fault] = expectProblem(await client.post('/v1/terms', undefined, { raw }), 400);
    expect(fault).toMatch(/^ (json|object)$/);
  }
  expect(await admin.all('/v1/terms')).toHaveLength(1);
});

it.each([
  ['nothing', ''],
  ['45,000 nested lists', `${'['.repeat(45_000)}${']'.repeat(45_000)}`],
  ['10,000 nested objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['a deep value', `{"name":${'['.repeat(40_000)}${']'.repeat(40_000)}}`],
  ['9,000 properties', JSON.stringify(Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`p${i}`, 1])))],
])('refuses %s, which is well-formed, with 400 once the role is right', async (_, raw) => {
  const { admin, student } = await school();
  expectProblem(await anonymous.post('/v1/terms', undefined, { raw }), 401);
  expectProblem(await student.post('/v1/terms', undefined, { raw }), 403);
  expectProblem(await admin.post('/v1/terms', undefined, { raw }), 400);
});

it('takes a byte order mark, and the last of two properties with one name', async () => {
  const { admin } = await school();
  const raw = `\ufeff{"name":"First","name":"Last","startsOn":"2027-01-11","endsOn":"2027-03-26"}`;
  expect((await admin.post('/v1/terms', undefined, { raw })).body.name).toBe('Last');
});

it('leaves the prototypes of the program alone', () => {
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});
