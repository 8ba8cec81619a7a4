import { type Change, type Node, same } from './document.js';
import type { Direction } from './schemas.js';

const rolesMark: Record<Direction, string> = { request: 'x-writable-by', answer: 'x-readable-by' };

/** What a property is marked with: who can use it, of which nobody may be missing, and what it tells of a person. */
export function markChanges(before: Node, after: Node, direction: Direction, where: string): Change[] {
  const mark = rolesMark[direction];
  const [was = [], is = []] = [before[mark], after[mark]] as (string[] | undefined)[];
  const change = (keyword: string, breaks: boolean): Change[] =>
    same(before[keyword], after[keyword])
      ? []
      : [{ where, what: `${keyword}: ${show(before[keyword])} → ${show(after[keyword])}`, breaks }];
  return [
    ...change(
      mark,
      was.some((role) => !is.includes(role)),
    ),
    ...change('x-sensitivity', false),
  ];
}

const show = (value: unknown) => JSON.stringify(value) ?? 'none';
