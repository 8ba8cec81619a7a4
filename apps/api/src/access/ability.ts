import { Ability, type AbilityTuple } from '@casl/ability';
import { createPrismaAbility, type PrismaQueryOf, type WhereInputOf } from '@casl/prisma/runtime';
import type { MembershipStatus, Role } from '../prisma/generated/enums.js';
import type { Prisma } from '../prisma/generated/client.js';
import type { Condition } from './condition.js';
import { policy } from './policy.js';
import { type Scope, scopes } from './scopes.js';

/** What the policy can allow, in the order in which it is shown. */
export const everyAction = [
  'read',
  'create',
  'update',
  'delete',
  'archive',
  'restore',
  'publish',
  'share',
  'assign',
  'oversee',
] as const;
export type Action = (typeof everyAction)[number];

/** What a rule speaks of: the tables, by their Prisma names, but for those that only the server itself reads. */
export type Subject = Exclude<
  Prisma.ModelName,
  'Challenge' | 'ClientToken' | 'LoginFailure' | 'Mail' | 'RecoveryCode' | 'SpentNonce' | 'UserToken'
>;
export type Where<S extends Subject> = WhereInputOf<Prisma.TypeMap, S>;
export type AppAbility = Ability<AbilityTuple<Action, Subject>, PrismaQueryOf<Prisma.TypeMap>>;

/** Who is asking, as the database has it now. Every part of it comes from the verified token and the database. */
export interface Identity {
  userId: string;
  sessionId: string;
  membershipId: string;
  /** `key`: a program, which is nobody's user or member, and does what the scopes of its key let it until it ends, in milliseconds since 1970. */
  role: Role | 'key';
  key?: { id: string; scopes: Scope[]; until: number };
  status: MembershipStatus;
  /** null for the operator alone. */
  schoolId: string | null;
  timezone: string;
  /** The session's tokens are bound to a key (RFC 9449). */
  bound?: true;
  /** Whether the school requires a second factor of such a member, and the session has used none: it may do very little. */
  factorMissing: boolean;
  /** When a password or a factor was last used in the session, in milliseconds since 1970. */
  authenticatedAt: number;
  /** The student or teacher that the member is, if it isn't archived. */
  studentId: string | null;
  teacherId: string | null;
}

/** The caller: an identity with what it may do. The required first argument of every service method. */
export interface Caller extends Identity {
  ability: AppAbility;
}

/** What a person reads as one line of the policy: all of the conditions have to hold, on the fields named or on every field. */
export interface Rule {
  actions: Action[];
  subject: Subject;
  fields?: string[];
  conditions: Condition[];
}

export type Can = <S extends Subject>(
  actions: Action | Action[],
  subject: S,
  ...rule: Condition<Where<S>>[] | [fields: readonly string[], ...conditions: Condition<Where<S>>[]]
) => void;

/** What one part of the policy gives this identity. There is no way to add a rule that takes something away. */
export function rulesOf(part: keyof typeof policy | Scope, identity: Identity): Rule[] {
  const rules: Rule[] = [];
  ({ ...policy, ...scopes })[part]((actions, subject, ...rule: (readonly string[] | Condition)[]) => {
    const fields = rule.find((each) => Array.isArray(each));
    const conditions = rule.filter((each) => 'words' in each);
    rules.push({ actions: [actions].flat(), subject, ...(fields && { fields: [...fields] }), conditions });
  }, identity);
  return rules;
}

/** Builds what the policy gives this identity: nothing of its role while a second factor is missing. */
export function createCaller(identity: Identity): Caller {
  const rules = partsOf(identity).flatMap((part) => rulesOf(part, identity));
  const raw = rules.map(({ actions, subject, fields, conditions }) => ({
    action: actions,
    subject,
    ...(fields && { fields }),
    conditions: merge([ownSchool(subject, identity), ...conditions.map(({ where }) => where)]),
  }));
  return { ...identity, ability: createPrismaAbility<AppAbility>(raw as never) };
}

/** A key has its scopes and nothing besides. */
function partsOf({ role, key, factorMissing }: Identity): Parameters<typeof rulesOf>[0][] {
  if (role === 'key') return key?.scopes ?? [];
  return factorMissing ? ['everyone'] : [role, 'everyone'];
}

/** The only tables that carry no `schoolId`. One that is forgotten here fails; it does not open. */
const ofNoSchool = new Set<Subject>(['School', 'User', 'Session', 'Factor', 'ExternalIdentity']);

/** Schools never see each other's data, for any role: no rule on a school's rows can leave this out. */
export function ownSchool(subject: Subject, { role, schoolId }: Identity): object {
  if (ofNoSchool.has(subject)) return {};
  if (schoolId === null) throw new Error(`policy: ${role} belongs to no school, and there is a rule on ${subject}`);
  return { schoolId };
}

/** One condition of several; of two that speak of the same column the later would win, so there can't be. */
function merge(conditions: object[]): object {
  const entries = conditions.flatMap((condition) => Object.entries(condition));
  const merged = Object.fromEntries(entries);
  if (Object.keys(merged).length < entries.length)
    throw new Error('policy: two conditions of a rule name the same column');
  return merged;
}
