import { ABSENT, PASSPHRASE } from '../support/school.js';
import { type Body, bodiesOf, referencesOf, valueFor } from './bodies.js';
import { answerTo, type Expected, only } from './expected.js';
import { listsOf } from './lists.js';
import type { Operation } from './operations.js';
import type { Oracle } from './oracle.js';
import { type Target, targetsOf } from './targets.js';
import type { Row, Tables } from './tables.js';
import type { Asker } from './askers.js';

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
      expected: refused ? only(refused) : answerTo(operation, asker, target, request, oracle, all),
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
  const path = operation.template.replace('{type}', 'not-found').replace('{provider}', 'nowhere');
  // Whoever asks for a new password is told the same.
  const answered = operation.template === '/v1/auth/password/forgot' ? [202, 429] : [400, 401, 429];
  // There is no such provider here.
  if (operation.template.includes('{provider}')) answered.push(404);
  // And whoever asks for what a passkey signs.
  const isRead = operation.method === 'GET' || operation.template === '/v1/auth/passkey/options';
  const status = isRead ? [200] : answered;
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
  if (template === '/v1/auth/step-up') return [request({ password: PASSPHRASE })];
  if (template === '/v1/me/email') return [request({ email: 'another@school.example', currentPassword: PASSPHRASE })];
  const values = Object.entries(body!.properties).map(([name, schema]): [string, unknown] => [
    name,
    valueFor(name, row, schema),
  ]);
  return [...values.map((value) => request(Object.fromEntries([value]))), request(Object.fromEntries(values))];
}
