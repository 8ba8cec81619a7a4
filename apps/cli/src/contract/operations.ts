import { BodyComparison, needChanges, needOf } from './bodies.js';
import { type Change, type Document, type Node, type Operation, type Pair, paired, resolve, same } from './document.js';

/** What a client of one operation would notice. */
export class OperationComparison {
  private readonly bodies: BodyComparison;

  constructor(private readonly pair: Pair) {
    this.bodies = new BodyComparison(pair);
  }

  compare(where: string, before: Operation, after: Operation): Change[] {
    return [
      ...this.itself(where, before, after),
      ...this.parameters(where, before.parameters, after.parameters),
      ...this.bodies.request(where, before.requestBody, after.requestBody),
      ...this.bodies.answers(where, before.responses, after.responses),
    ];
  }

  private itself(where: string, before: Operation, after: Operation): Change[] {
    const [old, now] = [before.security ?? this.pair.before.security, after.security ?? this.pair.after.security];
    const isOpen = Array.isArray(now) && now.length === 0;
    const changes = (what: string, was: unknown, is: unknown, breaks: boolean): Change[] =>
      same(was, is) ? [] : [{ where, what: `${what}: ${show(was)} → ${show(is)}`, breaks }];
    return [
      // Generated clients name their functions by it.
      ...changes('operationId', before.operationId, after.operationId, true),
      ...changes('security', old, now, !isOpen),
      ...changes('x-permission', before['x-permission'], after['x-permission'], !isOpen),
      ...changes('servers', before.servers, after.servers, true),
      ...changes('deprecated', before.deprecated, after.deprecated, false),
    ];
  }

  /** Unknown parameters are refused, so one that is gone breaks whoever sends it. */
  private parameters(where: string, before: Node[] = [], after: Node[] = []): Change[] {
    const [old, now] = [byName(this.pair.before, before), byName(this.pair.after, after)];
    const { removed, added, kept } = paired(old, now);
    return [
      ...removed.map((name) => ({ where, what: `${name} removed`, breaks: true })),
      ...added.map((name) => ({
        where,
        what: `${needOf(now[name]!)}${name} added`,
        breaks: Boolean(now[name]!.required),
      })),
      ...kept.flatMap(([name, was, is]) => [
        ...needChanges(where, name, was, is, 'request'),
        ...this.bodies.value(`${where} ${name}`, was, is, 'request'),
      ]),
    ];
  }
}

function byName(document: Document, parameters: Node[]): Record<string, Node> {
  const resolved = parameters.map((parameter) => resolve(document, parameter));
  return Object.fromEntries(resolved.map((each) => [`${String(each.in)} parameter ${String(each.name)}`, each]));
}

const show = (value: unknown) => JSON.stringify(value) ?? 'none';
