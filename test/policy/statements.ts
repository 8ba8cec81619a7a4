import {
  type Action,
  type Caller,
  createCaller,
  type Identity,
  type Subject,
} from '../../apps/api/src/access/ability.js';
import { rows } from '../../apps/api/src/access/rows.js';
import { anyTable } from '../../apps/api/src/access/table.js';
import type { PrismaService } from '../../apps/api/src/prisma/prisma.service.js';
import type { Contract } from './contract.js';
import type { Oracle } from './oracle.js';
import type { Tables } from './tables.js';
import type { Asker } from './askers.js';

/**
 * Runs the WHERE of every action on every table, for one asker, and says where it finds other rows than docs/policy.md names.
 * Over HTTP a second check can stand before a condition; here nothing does.
 */
export async function* auditStatements(
  database: PrismaService,
  contract: Contract,
  oracle: Oracle,
  asker: Asker,
  all: Tables,
): AsyncGenerator<string> {
  const caller = callerOf(asker);
  const fieldsOf = (subject: string) =>
    contract.fields.flatMap((field) => (field.subject === subject ? [field.name] : []));
  const asked = contract.rules.flatMap(({ actions, subject }) =>
    actions.flatMap((action) => [[action, subject], ...fieldsOf(subject).map((field) => [action, subject, field])]),
  );
  for (const key of new Set(asked.map((each) => each.join(' ')))) {
    const [action, subject, field] = key.split(' ') as [string, string, string?];
    const expected = all[subject as keyof Tables].filter((row) =>
      oracle
        .rulesFor(asker, action, subject, row)
        .some(({ fields }) => field === undefined || !fields || fields.includes(field)),
    );
    const isRefused = oracle.rules(asker, action, subject).length === 0;
    const found = await find(database, caller, action, subject, field);
    const ids = (each: { id: string }[] | undefined) =>
      each
        ?.map(({ id }) => id)
        .sort()
        .join();
    if (ids(found) !== ids(isRefused ? undefined : expected))
      yield `${asker.name} ${key}: the statement reaches ${ids(found) ?? 'nothing'} instead of ${isRefused ? 'nothing' : ids(expected)}`;
  }
}

async function find(database: PrismaService, caller: Caller, action: string, subject: string, field?: string) {
  let where: object;
  try {
    where = rows(caller, action as Action, subject as Subject, field ? [field] : []);
  } catch {
    return undefined;
  }
  const table = database[`${subject[0]!.toLowerCase()}${subject.slice(1)}` as 'student'];
  return (await anyTable(table).findMany({ where, select: { id: true } })) as { id: string }[];
}

function callerOf({ role, me, sessionId }: Asker): Caller {
  return createCaller({
    ...me!,
    role: role as Identity['role'],
    sessionId: sessionId!,
    status: 'active',
    timezone: 'UTC',
    factorMissing: false,
    authenticatedAt: 0,
    studentId: me!.studentId ?? null,
    teacherId: me!.teacherId ?? null,
  });
}
