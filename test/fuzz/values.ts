import fc from 'fast-check';

const NASTY = [
  '',
  ' ',
  '.',
  '..',
  '/',
  '\\',
  '%',
  '%%',
  '*',
  '"',
  "'",
  '`',
  ';',
  "' OR 1=1 --",
  '${7*7}',
  '{{7*7}}',
  '<script>',
  '\u0000',
  '\n',
  '\r\n',
  '\u007f',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\ud800',
  '\udfff',
  '🙂',
  'e\u0301',
  'İ',
  'ﬀ',
  '٣',
  'null',
  'undefined',
  'NaN',
  'true',
  '-1',
  '0',
  '1e9',
  '99999999999999999999',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'a'.repeat(199),
  'a'.repeat(201),
  '9999-99-99',
  '2026-02-29',
  'constructor[prototype]',
  '{"$gt":""}',
  '[]',
  '%00',
  '%2e%2e',
  '\t',
  'x'.repeat(5_000),
];

export const nasty = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 20 }),
);
export const nastyJson = fc.oneof(
  nasty,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, {}, [], 1e308, -0, 0.1, 2 ** 53, 1e21, [[[]]], { __proto__x: 1 }),
  fc.array(nasty, { maxLength: 5 }),
);
/** What may stand in a header's value: Node sends nothing else. */
export const headerValue = fc
  .oneof(nasty, fc.constantFrom('"1"', 'W/"1"', '*', '"', '""', '"1","2"', '"99999999999999999999"', ',,,', '"a" "b"'))
  .map((text) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').trim());
/** Once in so many times. */
export const rarely = <T>(arbitrary: fc.Arbitrary<T>, times: number) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
/** Half of the time none. */
export const few = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(fc.constant([] as T[]), fc.array(arbitrary, { minLength: 1, maxLength: 3 }));
export const encode = (text: string) => encodeURIComponent(text.toWellFormed());
