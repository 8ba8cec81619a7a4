import { ABSENT, PASSPHRASE } from '../support/school.js';
import { type Body, bodiesOf, referencesOf, valueFor } from './bodies.js';
import { listsOf } from './lists.js';
import type { Operation } from './operations.js';
import type { Oracle } from './oracle.js';
import { foreignKey, isInState, type Target, targetsOf } from './targets.js';
import type { Row, Tables } from './tables.js';
import type { Asker } from './world.js';

/** What docs/policy.md and api.md say that the answer is. */
export interface Expected {
  status: number[];
  /** The properties of the one thing that is answered. */
  shown?: string[];
  /** The rows of a list, each with its properties. */
  listed?: Map<string, string[]>;
  /** The fields that a refusal names. */
  named?: string[];
}

export interface Case {
  operation: Operation;
  asker: Asker;
  path: string;
  body?: Record<string, unknown>;
  target: Target;
  /** Cases with the same one are refused in the same words. */
  alike?: string;
  expected: Expected;
}

const only = (status: number, more: Omit<Expected, 'status'> = {}): Expected => ({ status: [status], ...more });

/** Everything that one asker can ask of one operation: each row there is and one that isn't, each field, each body, each list. */
export function casesOf(operation: Operation, asker: Asker, oracle: Oracle, all: Tables): Case[] {
  const { permission } = operation;
  if (!permission) return openCases(operation, asker);
  const refused = !asker.me ? 401 : oracle.rules(asker, permission.action, permission.subject).length === 0 ? 403 : 0;
  const mayRead = (subject: string, row: Row) => oracle.may(asker, 'read', subject, row);
  const mayUpdate = (row: Row) => oracle.may(asker, 'update', permission.subject, row);
  const targets = targetsOf(operation, asker, all, mayRead);
  const kinds = new Set<string>();
  return targets.flatMap((target) => {
    const { path } = target;
    const one = { operation, asker, path, target };
    if (operation.kind === 'list' && !refused) return listsOf(one, target, oracle, all);
    const requests: (Body | undefined)[] = operation.body ? requestsOf(operation, asker, target, all) : [undefined];
    // Where else one row may point is the same for the next.
    if (operation.method === 'PATCH' && target === targets.find(({ row }) => row && mayUpdate(row)))
      requests.unshift(...referencesOf(operation, asker, all));
    const cases = requests.map((request) => ({
      ...one,
      body: request?.body,
      ...(request?.unknown && { alike: `${path} ${request.unknown}` }),
      expected: refused ? only(refused) : judge(operation, asker, target, request, oracle, all),
    }));
    // Of rows with which the same may be done the first is asked with every body, and each other with the last, which has every field.
    const kind = JSON.stringify(cases.map(({ expected }) => expected));
    const isKnown = kinds.has(kind);
    kinds.add(kind);
    return isKnown ? cases.slice(-1) : cases;
  });
}

/** Public operations: reading gives the same to all, and a secret that is none opens nothing. */
function openCases(operation: Operation, asker: Asker): Case[] {
  const path = operation.template.replace('{type}', 'not-found');
  const status = operation.method === 'GET' ? [200] : [400, 401, 429];
  const target = { path, rows: [], ofAsker: false, isThere: true };
  return [{ operation, asker, path, body: operation.body?.example, target, expected: { status } }];
}

function requestsOf(operation: Operation, asker: Asker, { rows, row }: Target, all: Tables): Body[] {
  const { method, template, body } = operation;
  if (method === 'POST' && operation.kind === 'create') return bodiesOf(operation, asker, rows, all);
  const request = (given: Record<string, unknown>): Body => ({ body: given, row: given, sound: true });
  if (template === '/v1/auth/switch')
    return [...all.Membership.map(({ id }) => id), ABSENT].map((membershipId) => request({ membershipId }));
  if (template === '/v1/me/password')
    return [request({ currentPassword: PASSPHRASE, newPassword: 'eleven grey kites over the harbour' })];
  const values = Object.entries(body!.properties).map(([name, schema]): [string, unknown] => [
    name,
    valueFor(name, row, schema),
  ]);
  return [...values.map((value) => request(Object.fromEntries([value]))), request(Object.fromEntries(values))];
}

function judge(
  operation: Operation,
  asker: Asker,
  target: Target,
  request: Body | undefined,
  oracle: Oracle,
  all: Tables,
): Expected {
  const { method, template, kind, permission, success, properties } = operation;
  const { subject } = permission!;
  const me = asker.me!;
  if (template === '/v1/auth/switch') {
    const mine = all.Membership.find(({ id }) => id === request!.body.membershipId);
    return only(mine?.userId === me.userId && mine.status === 'active' ? success : 404);
  }
  // Input is looked at before the row (api.md, Order): a term that the caller can't have is a fault of the input.
  if (method === 'PATCH' && request!.body.termId) {
    const term = all.Term.find(({ id }) => id === request!.body.termId);
    if (!term || !isInState('Term', term, all) || !oracle.may(asker, 'read', 'Term', term)) return only(400);
  }
  if (target.parent !== undefined) {
    const { row, subject: of } = target.parent;
    if (!row || !isInState(of, row, all) || !oracle.may(asker, 'read', of, row)) return only(404);
    // Whom a draft is shared with is for those who may share it.
    if (subject === 'ArticleShare' && !oracle.may(asker, 'share', of, row)) return only(403);
  }
  if (kind === 'create') {
    const { parent } = target;
    const row = { id: '', ...request!.row, ...(parent && { [foreignKey(parent.subject)]: parent.row!.id }) };
    const sound = request!.sound && oracle.may(asker, 'create', subject, row);
    return sound ? only(success, { shown: properties }) : { status: [400, 409] };
  }
  const { row } = target;
  if (subject === 'User' || (subject === 'Session' && target.ofAsker)) return only(success, { shown: properties });
  const archived = template.endsWith('/archival');
  if (!row || isInState(subject, row, all) === archived || !oracle.may(asker, 'read', subject, row)) return only(404);
  const shown = () => only(success, { shown: oracle.fields(asker, 'read', subject, row, properties) });
  if (method === 'GET') return shown();
  if (method === 'PATCH') {
    const asked = Object.keys(request!.body);
    const allowed = oracle.fields(asker, 'update', subject, row, asked);
    const denied = asked.filter((field) => !allowed.includes(field));
    if (denied.length > 0) return only(403, { named: denied });
    return stateRefusal(operation, asker, row, request!.body, oracle, all) ?? shown();
  }
  if (!oracle.may(asker, permission!.action, subject, row)) return only(403);
  return target.isThere ? shown() : only(404);
}

/** What the policy allows and the state doesn't. */
function stateRefusal(
  { permission }: Operation,
  asker: Asker,
  row: Row,
  body: Record<string, unknown>,
  oracle: Oracle,
  all: Tables,
): Expected | undefined {
  const addressed = { ...row, ...body };
  if (permission!.subject === 'Article' && ('audience' in body || 'classId' in body)) {
    const isOpen = all.Class.some(
      ({ id, schoolId, archivedAt }) => id === addressed.classId && schoolId === row.schoolId && archivedAt === null,
    );
    if (addressed.classId && !isOpen) return only(400);
    if (!oracle.may(asker, 'create', 'Article', addressed)) return only(400);
  }
  const isAdmin = ({ role, status, schoolId }: Row) =>
    role === 'admin' && status === 'active' && schoolId === row.schoolId;
  if (permission!.subject === 'Membership' && isAdmin(row) && all.Membership.filter(isAdmin).length === 1)
    return only(409);
  return undefined;
}
