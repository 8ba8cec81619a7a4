/** As much of an OpenAPI document as is compared. */
export interface Document {
  info: { version: string };
  servers?: Node[];
  security?: unknown;
  paths: Record<string, PathItem>;
  components: { securitySchemes?: unknown; responses?: Record<string, Node>; [kind: string]: unknown };
}

/** What holds for all operations of a path, and each by its method. */
export interface PathItem {
  parameters?: Node[];
  servers?: Node[];
  get?: Operation;
  post?: Operation;
  put?: Operation;
  patch?: Operation;
  delete?: Operation;
}

export interface Operation {
  operationId?: string;
  deprecated?: boolean;
  security?: unknown;
  'x-permission'?: unknown;
  parameters?: Node[];
  servers?: Node[];
  requestBody?: Node;
  responses: Record<string, Node>;
}

/** A part of the document, or a reference to one. */
export interface Node {
  $ref?: string;
  [key: string]: unknown;
}

export interface Change {
  /** The operation, or the schema and who gets it. */
  where: string;
  what: string;
  breaks: boolean;
}

/** What is meant, if there is a reference, and what stands beside it. */
export function resolve(document: Document, { $ref, ...node }: Node): Node {
  if (!$ref) return node;
  const keys = $ref.split('/').slice(1);
  const found = keys.reduce((inner, key) => inner[key] as Node, document as unknown as Node);
  return { ...resolve(document, found), ...node };
}

/** The last released document and the one that is to come, of which a part that has a name is looked at once. */
export class Pair {
  private readonly seen = new Set<string>();

  constructor(
    readonly before: Document,
    readonly after: Document,
  ) {}

  /** What both sides mean, and where that is. */
  open(before: Node, after: Node, where: string, kind = ''): { old: Node; now: Node; where: string } | undefined {
    const sides = { old: resolve(this.before, before), now: resolve(this.after, after) };
    if (!before.$ref || !after.$ref) return { ...sides, where };
    const key = `${kind} ${before.$ref} ${after.$ref}`;
    if (this.seen.has(key)) return undefined;
    this.seen.add(key);
    return { ...sides, where: [kind, before.$ref.replace('#/components/', '')].join(' ').trim() };
  }
}

export const same = (before: unknown, after: unknown) => JSON.stringify(before) === JSON.stringify(after);

/** Both sides by name: what is gone, what is new, and what is on both. */
export function paired<T>(before: Record<string, T> = {}, after: Record<string, T> = {}) {
  return {
    removed: Object.keys(before).filter((name) => !(name in after)),
    added: Object.keys(after).filter((name) => !(name in before)),
    kept: Object.keys(before)
      .filter((name) => name in after)
      .map((name) => [name, before[name]!, after[name]!] as const),
  };
}
