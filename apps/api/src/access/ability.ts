import { Ability, type AbilityTuple } from '@casl/ability';
import { createPrismaAbility, type PrismaQueryOf, type WhereInputOf } from '@casl/prisma/runtime';
import type { MembershipStatus, Role } from '../prisma/generated/enums.js';
import type { Prisma } from '../prisma/generated/client.js';
import { policy } from './policy.js';

export type Action =
  'read' | 'create' | 'update' | 'delete' | 'archive' | 'restore' | 'publish' | 'share' | 'assign' | 'oversee';

/** What a rule speaks of: the tables, by their Prisma names. */
export type Subject = Prisma.ModelName;
export type Where<S extends Subject> = WhereInputOf<Prisma.TypeMap, S>;
export type AppAbility = Ability<AbilityTuple<Action, Subject>, PrismaQueryOf<Prisma.TypeMap>>;

/** Who is asking, as the database has it now. Every part of it comes from the verified token and the database. */
export interface Identity {
  userId: string;
  sessionId: string;
  membershipId: string;
  role: Role;
  status: MembershipStatus;
  /** null for the operator alone. */
  schoolId: string | null;
  timezone: string;
  /** The student or teacher that the member is, if it isn't archived. */
  studentId: string | null;
  teacherId: string | null;
}

/** The caller: an identity with what it may do. The required first argument of every service method. */
export interface Caller extends Identity {
  ability: AppAbility;
}

export type Can = <S extends Subject>(
  actions: Action | Action[],
  subject: S,
  ...rule: [where: Where<S>] | [fields: readonly string[], where: Where<S>]
) => void;

/** Builds what the policy gives this identity. There is no way to add a rule that takes something away. */
export function createCaller(identity: Identity): Caller {
  const rules: { action: Action[]; subject: Subject; fields?: string[]; conditions: object }[] = [];
  const can: Can = (actions, subject, ...rule) => {
    const [fields, conditions] = rule.length === 2 ? rule : [undefined, rule[0]];
    rules.push({ action: [actions].flat(), subject, conditions, ...(fields && { fields: [...fields] }) });
  };
  policy[identity.role](can, identity);
  policy.everyone(can, identity);
  return { ...identity, ability: createPrismaAbility<AppAbility>(rules as never) };
}
