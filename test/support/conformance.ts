import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** An answer as it came, and what was asked for. */
export interface Received {
  method: string;
  /** The request's target as it was sent. */
  target: string;
  status: number;
  headers: Headers;
  body: string;
}

interface Ref {
  $ref?: string;
}
interface Header extends Ref {
  required?: boolean;
  schema: { type: string };
}
interface ProblemSchema extends Ref {
  allOf?: { oneOf?: Ref[] }[];
  properties?: { status: { const: number } };
}
interface Response extends Ref {
  headers?: Record<string, Header>;
  content?: Record<string, { schema: ProblemSchema }>;
}
type Operation = { responses: Record<string, Response> };
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Response> };
}

/** What HTTP itself puts on an answer. */
const transport = ['Connection', 'Content-Length', 'Content-Type', 'Date', 'Keep-Alive', 'Transfer-Encoding'];
/** What every answer promises to browsers. */
const security = [
  'Cache-Control',
  'Content-Security-Policy',
  'Cross-Origin-Resource-Policy',
  'Referrer-Policy',
  'Strict-Transport-Security',
  'X-Content-Type-Options',
  'X-Frame-Options',
];
/** What pages of the listed origins get (CORS_ORIGINS), and with OPTIONS what they ask for beforehand. */
const cors = ['Access-Control-Allow-Origin', 'Access-Control-Expose-Headers', 'Vary'];
const preflight = ['Access-Control-Allow-Headers', 'Access-Control-Allow-Methods', 'Access-Control-Max-Age', 'Allow'];
/** What can be refused before there is a route, so on every path and for every method. */
const anywhere = [400, 408, 413, 414, 415, 417, 429, 431, 500, 503];
/** For people, so not in the document. */
const pages = /^\/(?:(?:docs|policy)(?:\/[^/]+)?|dev\/mail)$/;
const pageTypes = /^(text\/(html|css|javascript)|application\/json); charset=utf-8$/;

/** Beside these there are paths with a word in the place of the id: what is neither is no path. */
const besideWords = new Set(['/v1/me/factors/{id}']);
const ID = '[0-9A-Fa-f-]{36}';

/** Holds answers to an OpenAPI document: nothing in them that it doesn't have, and all that it promises. */
export class Definition {
  /** Each operation and status that an answer came for. */
  readonly seen = new Set<string>();
  // Node runs this file as it is (environment.mjs), so it has no syntax that isn't types alone.
  private readonly document: Document;
  private readonly ajv = new Ajv2020({ strict: false, validateSchema: false });
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly templates: [template: string, pattern: RegExp][];

  constructor(document: Document) {
    this.document = document;
    formats.default(this.ajv);
    this.ajv.addSchema(document, 'api');
    // A path that is written out goes before one with a parameter in its place.
    this.templates = Object.keys(document.paths)
      .toSorted((a, b) => a.split('{').length - b.split('{').length)
      .map((template) => [
        template,
        new RegExp(
          `^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, besideWords.has(template) ? ID : '[^/]{1,200}')}$`,
        ),
      ]);
  }

  /** What is wrong with the answer, each with the operation and the status. */
  faultsOf(answer: Received): string[] {
    const path = pathOf(answer.target);
    const template = this.templates.find(([, pattern]) => pattern.test(path))?.[0];
    const named = `${answer.method} ${template ?? `${path.slice(0, 80)} (not in the document)`} ${answer.status}`;
    const methods = template ? methodsOf(this.document.paths[template]!) : [];
    const isPage = !template && pages.test(path) && answer.status < 400;
    const faults = isPage ? this.pageFaults(answer) : this.look(answer, template, methods);
    return faults.map((fault) => `${named}: ${fault}`);
  }

  private pageFaults({ method, target, status, headers, body }: Received): string[] {
    if (method === 'OPTIONS' && status === 204) return optionsFaults({ body, headers }, ['GET', 'HEAD', 'OPTIONS']);
    if (status !== 200 && status !== 304) return ['a status that pages do not have'];
    // The mail box is another each time.
    const known = [...(target === '/dev/mail' ? [] : ['ETag']), 'RateLimit', 'RateLimit-Policy', 'X-Request-Id'];
    const type = headers.get('content-type') ?? 'none';
    return [
      ...extraHeaders(headers, known),
      ...missingHeaders(headers, [...security, ...known]),
      ...(status === 200 && !pageTypes.test(type) ? [`content type ${type}`] : []),
      ...(headers.get('content-security-policy')?.includes('unsafe-') ? ['an unsafe policy'] : []),
      ...((status === 304 || method === 'HEAD') && body !== '' ? ['a body where there is none'] : []),
    ];
  }

  private look(answer: Received, template: string | undefined, methods: string[]): string[] {
    const { method, status, headers } = answer;
    if (template && method === 'OPTIONS' && status === 204) return optionsFaults(answer, methods);
    const pointer = this.describedAt(answer, template);
    if (!pointer) return ['a status that is not documented'];
    if (template) this.seen.add(`${method} ${template} ${status}`);
    const documented = Object.keys((this.at(pointer) as Response).headers ?? {});
    return [
      // A path that isn't there promises nothing but what stands on every answer.
      ...this.headerFaults(pointer, headers, template ? documented : ['X-Request-Id']),
      ...this.bodyFaults(pointer, answer),
      ...(status === 405 ? allowFaults(headers, methods) : []),
      ...missingHeaders(headers, security),
      ...extraHeaders(headers, documented),
    ];
  }

  /** The place of the document that describes such an answer. */
  private describedAt({ method, status }: Received, template: string | undefined): string | undefined {
    const key = method === 'HEAD' ? 'get' : method.toLowerCase();
    const operation = template ? this.document.paths[template]![key] : undefined;
    if (operation && status in operation.responses)
      return this.follow(`/paths/${escape(template!)}/${key}/responses/${status}`);
    const others = operation ? anywhere : [...anywhere, template ? 405 : 404];
    if (!others.includes(status)) return undefined;
    const names = operation ? ['OtherProblem'] : Object.keys(this.document.components.responses);
    const name = names.find((each) => this.statusesOf(`/components/responses/${each}`).includes(status));
    return name && `/components/responses/${name}`;
  }

  /** The statuses of a response's problems. */
  private statusesOf(response: string): (number | undefined)[] {
    const schema = (this.at(response) as Response).content?.['application/problem+json']?.schema;
    const refs = schema?.allOf?.[1]?.oneOf ?? (schema ? [schema] : []);
    return refs.map(({ $ref }) => (this.at($ref!.slice(1)) as ProblemSchema).properties?.status.const);
  }

  private headerFaults(pointer: string, headers: Headers, names: string[]): string[] {
    return names.flatMap((name) => {
      const place = this.follow(`${pointer}/headers/${name}`);
      const { required, schema } = this.at(place) as Header;
      const value = headers.get(name);
      if (value === null) return required ? [`no header ${name}`] : [];
      return this.schemaFaults(`${place}/schema`, schema.type === 'integer' ? Number(value) : value, `header ${name}`);
    });
  }

  private bodyFaults(pointer: string, { method, status, headers, body }: Received): string[] {
    const { content } = this.at(pointer) as Response;
    if (!content) return body === '' ? [] : ['a body where there is none'];
    const type = headers.get('content-type')?.split(';')[0] ?? 'none';
    if (!(type in content)) return [`content type ${type} instead of ${Object.keys(content).join(' or ')}`];
    if (method === 'HEAD') return body === '' ? [] : ['a body in an answer to HEAD'];
    const value = parse(body);
    if (value === undefined) return ['a body that is not JSON'];
    const faults = this.schemaFaults(`${pointer}/content/${escape(type)}/schema`, value, 'body');
    const { requestId } = value as { requestId?: unknown };
    const isProblem = status >= 400 && headers.get('content-type')?.startsWith('application/problem+json');
    if (isProblem && requestId !== headers.get('x-request-id')) faults.push('a requestId that is not X-Request-Id');
    return faults;
  }

  private schemaFaults(pointer: string, value: unknown, what: string): string[] {
    let validate = this.validators.get(pointer);
    if (!validate) {
      const $ref = `api#${encodeURI(pointer)}`;
      // Schemas are closed by themselves; this is for one that someone forgot to close.
      validate = this.ajv.compile({ $ref, unevaluatedProperties: false });
      this.validators.set(pointer, validate);
    }
    if (validate(value)) return [];
    return validate.errors!.map(
      ({ instancePath, message, params }) => `${what} at "${instancePath}" ${message} ${JSON.stringify(params)}`,
    );
  }

  /** The pointer of what is meant, if there is only a reference. */
  private follow(pointer: string): string {
    const { $ref } = this.at(pointer) as Ref;
    return $ref ? this.follow($ref.slice(1)) : pointer;
  }

  private at(pointer: string): unknown {
    const keys = pointer.split('/').slice(1).map(unescape);
    return keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], this.document);
  }
}

let document: Definition | undefined;

/** The definition that this project publishes. */
export const published = (): Definition =>
  (document ??= new Definition(JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document));

const escape = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
const unescape = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~');

/** As the router sees it: without an origin, a query and a fragment, and with its escapes read. */
function pathOf(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/)[0]!;
  try {
    return path
      .split('/')
      .map((segment) => decodeURIComponent(segment).replaceAll('/', '%2F'))
      .join('/');
  } catch {
    return path;
  }
}

function methodsOf(item: Record<string, Operation>): string[] {
  const methods = Object.keys(item).map((method) => method.toUpperCase());
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].toSorted();
}

function optionsFaults({ headers, body }: Pick<Received, 'headers' | 'body'>, methods: string[]): string[] {
  return [
    ...(body === '' ? [] : ['a body where there is none']),
    ...missingHeaders(headers, [...security, 'X-Request-Id']),
    ...extraHeaders(headers, ['X-Request-Id', 'RateLimit', 'RateLimit-Policy', ...preflight]),
    ...(headers.has('access-control-allow-methods') ? [] : allowFaults(headers, methods)),
  ];
}

const missingHeaders = (headers: Headers, names: string[]) =>
  names.filter((name) => !headers.has(name)).map((name) => `no header ${name}`);

/** A header that is nowhere promised tells of the server, or is one that clients come to lean on. */
function extraHeaders(headers: Headers, documented: string[]): string[] {
  const known = new Set([...documented, ...transport, ...security, ...cors].map((name) => name.toLowerCase()));
  return [...headers.keys()]
    .filter((name) => !known.has(name))
    .map((name) => `a header that is not documented: ${name}`);
}

function allowFaults(headers: Headers, methods: string[]): string[] {
  const allowed = headers.get('allow')?.split(', ').toSorted().join(', ');
  return allowed === methods.join(', ') ? [] : [`Allow: ${allowed}, where the path has ${methods.join(', ')}`];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
