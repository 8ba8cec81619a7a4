import { type Change, type Node, type Pair, paired, same } from './document.js';
import { type Shift, shiftsOf } from './shifts.js';

/** Who has to understand the schema: this server what a client sends, or a client what this server answers. */
export type Direction = 'request' | 'answer';

/**
 * What sends may send less than before, and what reads may take more. So a request breaks where less is taken than before, and an
 * answer where more may come; but every client must bear a property that it does not know, and lacks one that is gone.
 */
export class SchemaComparison {
  constructor(private readonly pair: Pair) {}

  compare(before: Node, after: Node, direction: Direction, place: string): Change[] {
    const opened = this.pair.open(before, after, place, direction);
    if (!opened) return [];
    const { old, now, where } = opened;
    const alternatives = [old, now].map(({ anyOf, oneOf }) => (anyOf ?? oneOf) as Node[] | undefined);
    if (alternatives.some(Boolean))
      return this.lists(alternatives[0] ?? [before], alternatives[1] ?? [after], direction, where, 'alternative');
    const all = [old, now].map(({ allOf }) => allOf as Node[] | undefined);
    if (all.some(Boolean)) return this.lists(all[0] ?? [before], all[1] ?? [after], direction, where, 'part');
    const change = (what: string, breaks: boolean): Change => ({ where, what, breaks });
    return [
      ...shiftsOf(old, now).map(({ what, shift }) => change(what, harms(shift, direction))),
      ...(direction === 'request' && old.default !== undefined && !same(old.default, now.default)
        ? [change(`default: ${JSON.stringify(old.default)} → ${JSON.stringify(now.default) ?? 'none'}`, true)]
        : []),
      ...this.properties(old, now, direction, where),
      ...this.rest(old.items ?? true, now.items ?? true, direction, `${where}[]`, 'items'),
      ...this.rest(
        old.additionalProperties ?? true,
        now.additionalProperties ?? true,
        direction,
        where,
        'additionalProperties',
      ),
    ];
  }

  private properties(old: Node, now: Node, direction: Direction, where: string): Change[] {
    const { removed, added, kept } = paired(
      old.properties as Record<string, Node> | undefined,
      now.properties as Record<string, Node> | undefined,
    );
    const [was, is] = [requiredOf(old), requiredOf(now)];
    const change = (name: string, what: string, breaks: boolean): Change => ({
      where: `${where}/${name}`,
      what,
      breaks,
    });
    return [
      ...removed.map((name) => change(name, 'property removed', true)),
      ...added.map((name) =>
        change(
          name,
          is.has(name) ? 'required property added' : 'property added',
          direction === 'request' && is.has(name),
        ),
      ),
      ...kept.flatMap(([name, before, after]) => [
        ...(is.has(name) && !was.has(name) ? [change(name, 'property became required', direction === 'request')] : []),
        ...(was.has(name) && !is.has(name) ? [change(name, 'property became optional', direction === 'answer')] : []),
        ...this.compare(before, after, direction, `${where}/${name}`),
      ]),
    ];
  }

  /** `items` and `additionalProperties`: a schema, or true for anything, or false for nothing. */
  private rest(before: unknown, after: unknown, direction: Direction, where: string, keyword: string): Change[] {
    if (same(before, after) && typeof before !== 'object') return [];
    if (typeof before === 'object' && typeof after === 'object')
      return this.compare(before as Node, after as Node, direction, where);
    const shift = before === true || after === false ? 'less' : 'more';
    const what = `${keyword}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
    return [{ where, what, breaks: harms(shift, direction) }];
  }

  /** The schemas of two compositions: alike ones belong together, the others in their order. More parts take less. */
  private lists(old: Node[], now: Node[], direction: Direction, where: string, one: 'alternative' | 'part'): Change[] {
    const [removed, added]: Shift[] = one === 'alternative' ? ['less', 'more'] : ['more', 'less'];
    const left = old.filter((before) => !now.some((after) => same(keyOf(before), keyOf(after))));
    const right = now.filter((after) => !old.some((before) => same(keyOf(before), keyOf(after))));
    const pairs = old.flatMap((before) => {
      const after = now.find((each) => same(keyOf(before), keyOf(each))) ?? right[left.indexOf(before)];
      return after ? [[before, after] as const] : [];
    });
    const change = (node: Node, what: string, shift: Shift): Change => ({
      where,
      what: `${one} ${what}: ${JSON.stringify(keyOf(node))}`,
      breaks: harms(shift, direction),
    });
    return [
      ...pairs.flatMap(([before, after]) => this.compare(before, after, direction, where)),
      ...left.slice(right.length).map((node) => change(node, 'removed', removed!)),
      ...right.slice(left.length).map((node) => change(node, 'added', added!)),
    ];
  }
}

const harms = (shift: Shift, direction: Direction) =>
  shift === 'both' || shift === (direction === 'request' ? 'less' : 'more');
const requiredOf = ({ required }: Node) => new Set(required as string[] | undefined);
const keyOf = ({ $ref, ...schema }: Node) => $ref ?? schema;
