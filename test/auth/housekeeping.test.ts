import { app } from '../support/app.js';
import { member, school } from '../support/school.js';
import { Housekeeping } from '../../apps/api/src/auth/housekeeping.js';

const keyOf = (name: string) => Buffer.from(name.padEnd(32));
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

describe('housekeeping', () => {
  it('forgets sessions and failures of more than a month ago, and nothing else', async () => {
    const { database, prisma } = await app();
    const { rows } = await school();
    const { userId, membershipId } = await member('Old', { schoolId: rows.schoolId, role: 'guardian' });
    const session = (more: object) =>
      database.session.create({
        data: {
          userId,
          membershipId,
          createdAt: daysAgo(90),
          expiresAt: daysAgo(-1),
          idleExpiresAt: daysAgo(-1),
          ...more,
        },
      });
    const failure = (name: string, more: object) =>
      database.loginFailure.create({ data: { key: keyOf(name), ...more } });
    const living = await session({});
    const ended = await session({ endedAt: daysAgo(5) });
    await session({ endedAt: daysAgo(31) });
    await session({ expiresAt: daysAgo(31) });
    await failure('old', { updatedAt: daysAgo(31) });
    await failure('locked', { updatedAt: daysAgo(31), failures: 100 });
    await failure('new', {});

    await new Housekeeping(prisma).tidy();

    const sessions = await database.session.findMany({ where: { userId }, select: { id: true } });
    expect(new Set(sessions.map(({ id }) => id))).toEqual(new Set([living.id, ended.id]));
    const kept = await database.loginFailure.findMany({ select: { key: true } });
    expect(kept.map(({ key }) => Buffer.from(key).toString().trim()).toSorted()).toEqual(['locked', 'new']);
  });
});
