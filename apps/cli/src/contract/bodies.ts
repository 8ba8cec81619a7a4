import { type Change, type Node, type Pair, paired, resolve } from './document.js';
import { type Direction, SchemaComparison } from './schemas.js';

type Nodes = Record<string, Node> | undefined;

/** What a client would notice of what is sent, and of what is answered. */
export class BodyComparison {
  private readonly schemas: SchemaComparison;

  constructor(private readonly pair: Pair) {
    this.schemas = new SchemaComparison(pair);
  }

  request(where: string, before?: Node, after?: Node): Change[] {
    if (!before || !after) {
      if (before) return [{ where, what: 'request body removed', breaks: true }];
      if (!after) return [];
      const now = resolve(this.pair.after, after);
      return [{ where, what: `${needOf(now)}request body added`, breaks: Boolean(now.required) }];
    }
    const body = this.pair.open(before, after, `${where} request`);
    if (!body) return [];
    const { old, now } = body;
    return [
      ...needChanges(body.where, 'body', old, now, 'request'),
      ...this.content(body.where, old.content as Nodes, now.content as Nodes, 'request'),
    ];
  }

  /** A client takes every refusal as one by its status; a success that it does not know it can't take. */
  answers(where: string, before: Record<string, Node>, after: Record<string, Node>): Change[] {
    const { removed, added, kept } = paired(before, after);
    return [
      ...removed.map((status) => ({ where, what: `${status} removed`, breaks: Number(status) < 400 })),
      ...added.map((status) => ({ where, what: `${status} added`, breaks: Number(status) < 400 })),
      ...kept.flatMap(([status, was, is]) => {
        const answer = this.pair.open(was, is, `${where} ${status}`);
        if (!answer) return [];
        const { old, now } = answer;
        return [
          ...this.headers(answer.where, old.headers as Nodes, now.headers as Nodes),
          ...this.content(answer.where, old.content as Nodes, now.content as Nodes, 'answer'),
        ];
      }),
    ];
  }

  private headers(where: string, before: Nodes, after: Nodes): Change[] {
    const { removed, added, kept } = paired(before, after);
    return [
      ...removed.map((name) => ({ where, what: `header ${name} removed`, breaks: true })),
      ...added.map((name) => ({ where, what: `header ${name} added`, breaks: false })),
      ...kept.flatMap(([name, was, is]) => {
        const header = this.pair.open(was, is, `${where} header ${name}`);
        if (!header) return [];
        const { old, now } = header;
        return [
          ...needChanges(header.where, 'header', old, now, 'answer'),
          ...this.value(header.where, { in: 'header', ...old }, { in: 'header', ...now }, 'answer'),
        ];
      }),
    ];
  }

  /** The value of a parameter or a header, which one side writes and the other has to read. */
  value(where: string, before: Node, after: Node, direction: Direction): Change[] {
    const [was, is] = [notationOf(before), notationOf(after)];
    return [
      ...(was === is ? [] : [{ where, what: `${was} → ${is}`, breaks: true }]),
      ...this.schemas.compare(schemaOf(before), schemaOf(after), direction, where),
      ...this.content(where, before.content as Nodes, after.content as Nodes, direction),
    ];
  }

  private content(where: string, before: Nodes, after: Nodes, direction: Direction): Change[] {
    const { removed, added, kept } = paired(before, after);
    return [
      ...removed.map((type) => ({ where, what: `${type} removed`, breaks: true })),
      ...added.map((type) => ({ where, what: `${type} added`, breaks: false })),
      ...kept.flatMap(([, was, is]) => this.schemas.compare(schemaOf(was), schemaOf(is), direction, where)),
    ];
  }
}

/** What was optional in a request has to be sent now, or what was always answered may be missing. */
export function needChanges(where: string, what: string, before: Node, after: Node, direction: Direction): Change[] {
  if (Boolean(before.required) === Boolean(after.required)) return [];
  if (after.required) return [{ where, what: `${what} became required`, breaks: direction === 'request' }];
  return [{ where, what: `${what} became optional`, breaks: direction === 'answer' }];
}

function notationOf({ in: place, content, ...own }: Node): string {
  if (content) return 'as content';
  const isForm = own.style ? own.style === 'form' : place === 'query' || place === 'cookie';
  const { style = isForm ? 'form' : 'simple', explode = isForm } = own as { style?: string; explode?: boolean };
  return `style ${style}, explode ${explode}`;
}

export const needOf = ({ required }: Node) => (required ? 'required ' : '');
/** Without one, anything goes. */
const schemaOf = ({ schema = {} }: Node) => schema as Node;
