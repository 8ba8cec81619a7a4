import { same } from './document.js';

/** What a schema takes, after a change: less than before, more, or both (some of each, or nobody can tell). */
export type Shift = 'less' | 'more' | 'both' | 'none';

const between = (less: boolean, more: boolean): Shift => {
  if (less && more) return 'both';
  if (less) return 'less';
  return more ? 'more' : 'none';
};

type Judge = (before: unknown, after: unknown) => Shift;

/** Limits from above and from below; none is infinitely far. */
const upper: Judge = (before = Infinity, after = Infinity) =>
  between((after as number) < (before as number), (after as number) > (before as number));
const lower: Judge = (before = -Infinity, after = -Infinity) => upper(after, before);

/** Lists of what is taken; none takes everything. */
const listed: Judge = (before, after) => {
  const [old, now] = [before, after].map((value) => (value === undefined ? undefined : [value].flat()));
  const lacks = (list: unknown[] | undefined, others: unknown[] | undefined) =>
    list !== undefined && (others === undefined || others.some((value) => !list.includes(value)));
  return between(lacks(now, old), lacks(old, now));
};

/** An integer is a number too. */
const typed: Judge = (before, after) => listed(withIntegers(before), withIntegers(after));
const withIntegers = (type: unknown) =>
  type === undefined ? type : [type].flat().flatMap((each) => (each === 'number' ? ['number', 'integer'] : [each]));

/** What is either there or not; one rule in place of another may take anything. */
const other: Judge = (before, after) => (same(before, after) ? 'none' : between(!before || !!after, !!before));

const judges: Record<string, Judge> = {
  type: typed,
  enum: listed,
  const: listed,
  maximum: upper,
  exclusiveMaximum: upper,
  maxLength: upper,
  maxItems: upper,
  maxProperties: upper,
  minimum: lower,
  exclusiveMinimum: lower,
  minLength: lower,
  minItems: lower,
  minProperties: lower,
};

/** Looked at elsewhere (schemas.ts). */
const elsewhere = new Set('$ref properties required items additionalProperties allOf anyOf oneOf default'.split(' '));
/** Telling only how to read the schema. */
const annotations = new Set('description title example examples deprecated $comment'.split(' '));

export const constrains = (keyword: string) => !annotations.has(keyword) && !keyword.startsWith('x-');

/** Each keyword of the schema by itself whose change changes what is taken. */
export function shiftsOf(before: object, after: object): { keyword: string; shift: Shift; what: string }[] {
  const [old, now] = [before, after] as Record<string, unknown>[];
  const keywords = [...new Set([...Object.keys(old!), ...Object.keys(now!)])];
  return keywords
    .filter((keyword) => constrains(keyword) && !elsewhere.has(keyword))
    .map((keyword) => ({
      keyword,
      shift: (judges[keyword] ?? other)(old![keyword], now![keyword]),
      what: `${keyword}: ${show(old![keyword])} → ${show(now![keyword])}`,
    }))
    .filter(({ shift }) => shift !== 'none');
}

const show = (value: unknown) => (value === undefined ? 'none' : JSON.stringify(value));
