import { compositions, likeOther, matched } from './compositions.js';
import { type Change, type Node, type Pair, paired, resolve, same } from './document.js';
import { markChanges } from './marks.js';
import { type Shift, shiftsOf } from './shifts.js';

/** Who has to understand the schema: this server what a client sends, or a client what this server answers. */
export type Direction = 'request' | 'answer';

/**
 * What sends may send less than before, and what reads may take more. So a request breaks where less is taken than before, and an
 * answer where more may come; but every client must bear a property that it does not know, and lacks one that is gone. Each keyword
 * holds by itself, a reference and a composition too, so each is compared by itself: some of what is compatible counts as a break.
 */
export class SchemaComparison {
  constructor(private readonly pair: Pair) {}

  compare(before: Node, after: Node, direction: Direction, place: string): Change[] {
    if (!before.$ref || !after.$ref) {
      const [old, now] = [resolve(this.pair.before, before), resolve(this.pair.after, after)];
      return this.keywords(likeOther(old, now, before), likeOther(now, old, after), direction, place);
    }
    const [{ $ref: was, ...besideOld }, { $ref: is, ...besideNow }] = [before, after];
    const named = this.pair.open({ $ref: was }, { $ref: is }, place, direction);
    const beside = this.keywords(besideOld, besideNow, direction, place);
    if (!named) return beside;
    const { old, now, where } = named;
    return [...beside, ...this.keywords(likeOther(old, now), likeOther(now, old), direction, where)];
  }

  private keywords(old: Node, now: Node, direction: Direction, where: string): Change[] {
    const change = (what: string, breaks: boolean): Change => ({ where, what, breaks });
    return [
      ...markChanges(old, now, direction, where),
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
      ...compositions.flatMap((keyword) => this.lists(keyword, old[keyword], now[keyword], direction, where)),
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
    // A property may be required here that another part of the schema describes.
    const stays = (name: string) => !removed.includes(name) && !added.includes(name);
    const onlyIn = (names: string[], others: string[]) => names.filter((name) => !others.includes(name) && stays(name));
    return [
      ...removed.map((name) => change(name, 'property removed', true)),
      ...added.map((name) =>
        change(
          name,
          is.includes(name) ? 'required property added' : 'property added',
          direction === 'request' && is.includes(name),
        ),
      ),
      ...onlyIn(is, was).map((name) => change(name, 'property became required', direction === 'request')),
      ...onlyIn(was, is).map((name) => change(name, 'property became optional', direction === 'answer')),
      ...kept.flatMap(([name, before, after]) => this.compare(before, after, direction, `${where}/${name}`)),
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

  private lists(keyword: string, before: unknown, after: unknown, direction: Direction, where: string): Change[] {
    const change = (what: string, shift: Shift): Change => ({ where, what, breaks: harms(shift, direction) });
    if (!before && !after) return [];
    if (!before) return [change(`${keyword} added: ${JSON.stringify(after)}`, 'less')];
    if (!after) return [change(`${keyword} removed: ${JSON.stringify(before)}`, 'more')];
    const { pairs, removed, added } = matched(before as Node[], after as Node[]);
    // More parts take less, and more alternatives more.
    const [one, gone, come]: [string, Shift, Shift] =
      keyword === 'allOf' ? ['part', 'more', 'less'] : ['alternative', 'less', 'more'];
    return [
      ...pairs.flatMap(([old, now]) => this.compare(old, now, direction, where)),
      ...removed.map((key) => change(`${one} removed: ${JSON.stringify(key)}`, gone)),
      ...added.map((key) => change(`${one} added: ${JSON.stringify(key)}`, come)),
    ];
  }
}

const harms = (shift: Shift, direction: Direction) =>
  shift === 'both' || shift === (direction === 'request' ? 'less' : 'more');
const requiredOf = ({ required = [] }: Node) => required as string[];
