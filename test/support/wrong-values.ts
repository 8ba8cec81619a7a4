import type { PropertySchema } from './routes.js';

const isA = ({ type }: PropertySchema, name: string) => [type].flat().includes(name);
const isLongText = (schema: PropertySchema) =>
  isA(schema, 'string') && !schema.pattern && !schema.format && !schema.enum;

/** Values that a property of this schema never takes. */
export function wrong(schema: PropertySchema): unknown[] {
  const values: unknown[] = [{}, { a: 1 }, [[]], [{}], [null], ...(isA(schema, 'null') ? [] : [null])];
  if (!isA(schema, 'string')) values.push('', 'text', '7');
  if (!isA(schema, 'integer')) values.push(0, 7, -1, 1.5);
  if (!isA(schema, 'boolean')) values.push(true, false);
  if (!isA(schema, 'array')) values.push([], ['text']);
  if (schema.type === 'array')
    values.push(
      ...wrong(schema.items!)
        .filter((item) => item !== null)
        .map((item) => [item]),
      ['a', 'a'],
      Array(5_000).fill('a'),
    );
  if (isA(schema, 'integer'))
    values.push(schema.minimum! - 1, schema.maximum! + 1, 1.5, 1e21, -1e308, Number.MAX_SAFE_INTEGER);
  if (isA(schema, 'string')) values.push('', ...wrongText(schema));
  return values;
}

function wrongText(schema: PropertySchema): string[] {
  const { format, enum: choices, maxLength } = schema;
  const control = [
    'a\u0000',
    '\u0001b',
    'a\u001bb',
    'a\u007f',
    'a\u0085b',
    'a\ud800b',
    '\udc00',
    ...(isLongText(schema) ? [] : ['a\nb', 'a\tb', '\r']),
  ];
  if (schema.pattern && format !== 'password') control.push('a\u2028b');
  if (maxLength && !choices) control.push('é'.repeat(maxLength + 1));
  // A body holds 100 KiB at most.
  if (maxLength && maxLength < 20_000 && !choices)
    control.push('🙂'.repeat(maxLength + 1), '☎\ufe0f'.repeat(maxLength));
  if (format === 'uuid')
    control.push('7', 'not-an-id', '01a00000-0000-7000-8000-00000000000g', '{01a00000-0000-7000-8000-000000000000}');
  if (format === 'date')
    control.push(
      '2026-02-30',
      '2026-2-3',
      '26-02-03',
      '2026-02-03T00:00:00Z',
      '0000-00-00',
      '12026-01-01',
      'now',
      '1899-12-31',
      '2200-01-01',
    );
  if (format === 'email')
    control.push(
      'ada',
      'ada@',
      '@x.example',
      'ada@x',
      'ädä@x.example',
      'ada@x.example, b@x.example',
      `${'a'.repeat(65)}@x.example`,
    );
  if (choices)
    control.push('neither', choices[0]!.toUpperCase(), ` ${choices[0]!}`, 'constructor', 'toString', '__proto__');
  return control;
}
