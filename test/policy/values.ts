import type { Row, Tables } from './tables.js';
import type { Asker } from './askers.js';

type Made = (row: Row, all: Tables, asker: Asker) => unknown;

const find = (rows: Row[], id: unknown) => rows.find((row) => row.id === id);
const ofMembership =
  (column: string): Made =>
  ({ membershipId }, all) =>
    find(all.Membership, membershipId)![column];
const summary = (id: unknown, all: Tables) => {
  const { role, schoolId } = find(all.Membership, id)!;
  const school = find(all.School, schoolId);
  return { id, role, school: school ? { id: schoolId, name: school.name } : null };
};

/** What the properties that are no column of their row are made of. */
const made: Record<string, Made> = {
  'Article author': ({ authorId }, all) => ({
    id: authorId,
    name: find(all.User, find(all.Membership, authorId)!.userId)?.name ?? null,
  }),
  'Class teacherIds': ({ id }, all) =>
    all.ClassTeacher.filter((one) => one.classId === id && find(all.Teacher, one.teacherId)!.archivedAt === null)
      .map(({ teacherId }) => teacherId)
      .sort(),
  'Guardianship givenName': ofMembership('givenName'),
  'Guardianship familyName': ofMembership('familyName'),
  'Guardianship phone': ofMembership('phone'),
  'Membership user': ({ userId, invitedEmail, givenName, familyName }, all) => {
    const user = find(all.User, userId);
    return user
      ? { id: user.id, email: user.email, name: user.name }
      : { id: null, email: invitedEmail, name: [givenName, familyName].filter(Boolean).join(' ') || null };
  },
  'Session current': ({ id }, _, { sessionId }) => id === sessionId,
  'Session expiresAt': ({ expiresAt, idleExpiresAt }) => [expiresAt, idleExpiresAt].sort()[0],
  'User user': ({ id, email, name }) => ({ id, email, name }),
  'User membership': (_, all, { me }) => summary(me!.membershipId, all),
  'User memberships': ({ id }, all) =>
    all.Membership.filter(({ userId, status }) => userId === id && status === 'active').map((one) =>
      summary(one.id, all),
    ),
};
/** Made anew for each answer; what they do is tried elsewhere. */
const fresh = new Set([
  'ApiKey key',
  'ApiKey signingSecret',
  'ApiKey publicKey',
  'Session accessToken',
  'Session tokenType',
  'Session expiresIn',
  'User permissions',
  'Factor secret',
  'Factor otpauthUrl',
]);

/** What WebAuthn takes to make a passkey, and to use one. */
const ofCeremony = new Set([
  ...['challenge', 'rp', 'user', 'pubKeyCredParams', 'timeout'].map((name) => `Factor ${name}`),
  ...['excludeCredentials', 'authenticatorSelection', 'attestation'].map((name) => `Factor ${name}`),
  ...['challenge', 'rpId', 'allowCredentials', 'timeout', 'userVerification'].map((name) => `Session ${name}`),
]);

/** The properties of an answer that are not what the row has. */
export function wrongValues(shown: Row, subject: string, row: Row, all: Tables, asker: Asker): string[] {
  return Object.keys(shown).filter((field) => {
    const key = `${subject} ${field}`;
    if (fresh.has(key) || ofCeremony.has(key)) return false;
    if (!made[key] && !(field in row)) throw new Error(`test/policy/values.ts does not say what "${key}" is made of`);
    return written(shown[field]) !== written(made[key] ? made[key](row, all, asker) : row[field]);
  });
}

/** As JSON; moments are the same however they are written, and so are objects in any order. */
export function written(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'string' && /^\d{4}-\d\d-\d\dT\d\d:/.test(inner)) return Date.parse(inner);
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
