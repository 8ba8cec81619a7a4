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

  it('forgets what could be used no longer, and nothing that still can', async () => {
    const { database, prisma } = await app();
    const { rows } = await school();
    const { userId, membershipId } = await member('Old', { schoolId: rows.schoolId, role: 'admin' });
    const other = await member('Other', { schoolId: rows.schoolId, role: 'admin' });
    const { schoolId } = rows;
    const key = await database.apiKey.create({
      data: {
        schoolId,
        createdById: membershipId,
        name: 'Timetable',
        digest: keyOf('key'),
        scopes: ['classes:read'],
        expiresAt: new Date(),
      },
    });
    const [over, living] = [new Date(Date.now() - 1_000), new Date(Date.now() + 60_000)];
    for (const [name, expiresAt, owner] of [
      ['over', over, userId],
      ['living', living, other.userId],
    ] as const) {
      await database.userToken.create({
        data: { userId: owner, purpose: 'password_reset', digest: keyOf(name), expiresAt },
      });
      await database.challenge.create({ data: { digest: keyOf(name), purpose: 'login', data: '{}', expiresAt } });
      await database.spentNonce.create({ data: { digest: keyOf(name), expiresAt } });
      await database.clientToken.create({
        data: { schoolId, digest: keyOf(name), apiKeyId: key.id, scopes: ['classes:read'], expiresAt },
      });
    }

    await new Housekeeping(prisma).tidy();

    const left = [
      await database.userToken.findMany({ select: { digest: true } }),
      await database.challenge.findMany({ select: { digest: true } }),
      await database.spentNonce.findMany({ select: { digest: true } }),
      await database.clientToken.findMany({ select: { digest: true } }),
    ];
    expect(left.map((found) => found.map((row) => Buffer.from(row.digest!).toString().trim()))).toEqual(
      Array.from({ length: 4 }, () => ['living']),
    );
  });

  it('forgets mails that went out a month ago, strangers’ after an hour, and none that waits', async () => {
    const { database, prisma } = await app();
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    const mails = [
      ['sent', hoursAgo(31 * 24), false],
      ['sent', hoursAgo(29 * 24), true],
      ['failed', hoursAgo(31 * 24), false],
      ['failed', hoursAgo(29 * 24), true],
      ['dropped', hoursAgo(1.1), false],
      ['dropped', hoursAgo(0.9), true],
      ['waiting', hoursAgo(31 * 24), true],
    ] as const;
    for (const [index, [status, createdAt]] of mails.entries()) {
      const data = { kind: 'password-reset', recipient: `mail-${index}@school.example`, status, createdAt };
      // Later than any test: what waits isn't sent meanwhile.
      const dueAt = new Date(Date.now() + 3_600_000);
      const sentAt = status === 'sent' ? createdAt : null;
      await database.mail.create({ data: { ...data, dueAt, sentAt, expiresAt: dueAt } });
    }

    await new Housekeeping(prisma).tidy();

    const left = await database.mail.findMany({ select: { recipient: true }, orderBy: { recipient: 'asc' } });
    const kept = mails.flatMap(([, , stays], index) => (stays ? [`mail-${index}@school.example`] : []));
    expect(left.map(({ recipient }) => recipient)).toEqual(kept);
  });
});
