import { type Node, same } from './document.js';
import { constrains } from './shifts.js';

export const compositions = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * The schema, as a list if the other one is nothing but a list: it is its own only alternative, or part. What tells only of it, and not
 * of what it takes, stays beside the list.
 */
export function likeOther(schema: Node, other: Node, written = schema): Node {
  const [list, ...beside] = Object.keys(other).filter(constrains);
  const isList = compositions.some((keyword) => keyword === list) && beside.length === 0;
  if (!isList || compositions.some((keyword) => keyword in schema)) return schema;
  return { ...only(schema, (keyword) => !constrains(keyword)), [list!]: [only(written, constrains)] };
}

const only = (schema: Node, isMeant: (keyword: string) => boolean): Node =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => isMeant(keyword)));

/** The schemas of two lists: alike ones belong together, the others in their order. */
export function matched(old: Node[], now: Node[]) {
  const left = old.filter((before) => !now.some((after) => same(keyOf(before), keyOf(after))));
  const right = now.filter((after) => !old.some((before) => same(keyOf(before), keyOf(after))));
  const pairs = old.flatMap((before) => {
    const after = now.find((each) => same(keyOf(before), keyOf(each))) ?? right[left.indexOf(before)];
    return after ? [[before, after] as const] : [];
  });
  return {
    pairs,
    removed: left.slice(right.length).map(keyOf),
    added: right.slice(left.length).map(keyOf),
  };
}

const keyOf = ({ $ref, ...schema }: Node) => $ref ?? schema;
