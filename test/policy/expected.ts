import type { Body } from './bodies.js';
import type { Operation } from './operations.js';
import type { Oracle } from './oracle.js';
import { foreignKey, isInState, type Target } from './targets.js';
import type { Row, Tables } from './tables.js';
import type { Asker } from './askers.js';

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

export const only = (status: number, more: Omit<Expected, 'status'> = {}): Expected => ({ status: [status], ...more });

/** What this asker has to get for this request about this target. */
export function answerTo(
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
  // Nobody there has enrolled anything; what happens to who has is in test/v1/me.
  if (/^\/v1\/me\/(factors\/totp\/confirmation|recovery-codes)$/.test(template)) return only(409);
  if (template === '/v1/me/factors' && method === 'DELETE') return only(success);
  // What is written in the definition no authenticator has signed; test/v1 tries what one has.
  if (/\/passkeys?$/.test(template)) return { status: [400, 429] };
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
    // The provider that it names is nowhere.
    if (subject === 'ExternalIdentity') return only(404);
    return sound ? only(success, { shown: properties }) : { status: [400, 409] };
  }
  if (template.endsWith('/options')) return only(success, { shown: properties });
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
