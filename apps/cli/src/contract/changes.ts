import { type Change, type Document, type Operation, Pair, paired, same } from './document.js';
import { OperationComparison } from './operations.js';

/** What changed from one document to the next, as a client of the first would notice it. */
export function changesOf(before: Document, after: Document): Change[] {
  const comparison = new OperationComparison(new Pair(before, after));
  const { removed, added, kept } = paired(operationsOf(before), operationsOf(after));
  return [
    ...removed.map((where) => ({ where, what: 'operation removed', breaks: true })),
    ...added.map((where) => ({ where, what: 'operation added', breaks: false })),
    ...kept.flatMap(([where, was, is]) => comparison.compare(where, was, is)),
    ...problemTypes(before, after),
    ...servers(before, after),
    ...securitySchemes(before, after),
  ];
}

/**
 * Whether the version says that clients may have to change: a new major, or before 1.0.0 a new minor
 * (https://semver.org/#spec-item-4).
 */
export function mayBreak(before: Document, after: Document): boolean {
  const [[oldMajor, oldMinor], [major, minor]] = [before, after].map(({ info }) =>
    info.version.split('.').map(Number),
  ) as [[number, number], [number, number]];
  return major > oldMajor || (oldMajor === 0 && major === 0 && minor > oldMinor);
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Each operation, with what its path gives it. */
function operationsOf({ paths }: Document): Record<string, Operation> {
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = item[method];
        if (!operation) return [];
        const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
        const whole = { ...operation, parameters, servers: operation.servers ?? item.servers };
        return [[`${method.toUpperCase()} ${path}`, whole] as const];
      }),
    ),
  );
}

function servers(before: Document, after: Document): Change[] {
  const [was, is] = [before, after].map((each) => withoutDescriptions(each.servers ?? [{ url: '/' }]));
  return same(was, is) ? [] : [{ where: 'servers', what: `${was} → ${is}`, breaks: true }];
}

/** Clients tell problems apart by their type, wherever one comes. */
function problemTypes(before: Document, after: Document): Change[] {
  const { removed, added } = paired(typesOf(before), typesOf(after));
  return [
    ...removed.map((where) => ({ where, what: 'problem type removed', breaks: true })),
    ...added.map((where) => ({ where, what: 'problem type added', breaks: false })),
  ];
}

const typesOf = ({ components: { responses, schemas } }: Document): Record<string, true> => {
  const named = JSON.stringify({ responses, schemas }, (key, value: unknown) =>
    key === 'example' ? undefined : value,
  );
  return Object.fromEntries([...named.matchAll(/"(\/problems\/[a-z-]+)"/g)].map(([, type]) => [type!, true as const]));
};

function securitySchemes({ components: before }: Document, { components: after }: Document): Change[] {
  const [was, is] = [before, after].map((each) => withoutDescriptions(each.securitySchemes ?? {}));
  return same(was, is) ? [] : [{ where: 'securitySchemes', what: `${was} → ${is}`, breaks: true }];
}

const withoutDescriptions = (part: unknown) =>
  JSON.stringify(part, (key, value: unknown) => (key === 'description' ? undefined : value));
