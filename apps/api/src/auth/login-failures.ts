import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problem.js';
import { countingKey, KeysInUse } from '../config/keys-in-use.js';
import { Prisma } from '../prisma/generated/client.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { addressOf } from '../throttling/client.js';

/** So many failures are free; from then on each doubles the wait, from a second to a quarter of an hour. */
const FREE = 5;
const LONGEST_WAIT_SECONDS = 900;
/** So many in a row, and the account waits for a reset of its password. */
export const LOCKED = 100;

/**
 * Counts failed passwords of each account and each address (ASVS 6.1.1, 6.3.1), in the database, so that neither a restart nor
 * another instance starts anew. An account that doesn't exist is counted like one that does: the answers don't differ.
 */
@Injectable()
export class LoginFailures {
  private readonly secret: () => KeyObject;

  constructor(
    private readonly prisma: PrismaService,
    keys: KeysInUse,
  ) {
    this.secret = keys.follow(([signing]) => countingKey(signing!));
  }

  /** @throws 429 while the account or the address has to wait */
  async refuseWhileWaiting(email: string, address: string): Promise<void> {
    const waits = await this.prisma.$queryRaw<{ seconds: number }[]>`
      SELECT ceil(extract(epoch FROM max("blockedUntil") - clock_timestamp()))::int AS seconds FROM "LoginFailure"
      WHERE key IN (${this.key('account', email)}, ${this.key('address', addressOf(address))}) AND "blockedUntil" > clock_timestamp()`;
    const seconds = waits[0]?.seconds;
    if (seconds) throw new Problem('too-many-requests', { headers: { 'Retry-After': String(Math.max(1, seconds)) } });
  }

  /**
   * What a right proof of who someone is gives; undefined for a wrong one, which is counted. A right one forgets those before (`clear`).
   * @throws 429 while the account or the address has to wait: nothing is proven then
   */
  async proven<Proof>(
    email: string,
    address: string,
    prove: () => Promise<Proof | false | undefined>,
    by: { factor: boolean } = { factor: false },
  ): Promise<Proof | undefined> {
    await this.refuseWhileWaiting(email, address);
    const proof = await prove();
    if (proof && (await this.clear(email, address, by))) return proof;
    await this.count(email, address);
    return undefined;
  }

  private async count(email: string, address: string): Promise<void> {
    // An address has many people behind it, so its count starts anew after a quiet hour; an account's never does by itself.
    const failures = Prisma.sql`CASE WHEN f."updatedAt" < now() - make_interval(hours => 1) AND f.key = ${this.key('address', addressOf(address))}
      THEN 1 ELSE f.failures + 1 END`;
    // What is stored is rounded to the nearest millisecond: a failure that is free would cost a wait of half of one.
    const now = Prisma.sql`date_trunc('milliseconds', now())`;
    const wait = Prisma.sql`CASE WHEN ${failures} < ${FREE} THEN ${now}
      ELSE ${now} + make_interval(secs => least(power(2, least(${failures} - ${FREE}, 20)), ${LONGEST_WAIT_SECONDS})) END`;
    // In the order of the keys, so that two failures at once can't wait for each other.
    for (const key of [this.key('account', email), this.key('address', addressOf(address))].sort((a, b) =>
      Buffer.compare(a, b),
    )) {
      await this.prisma.$executeRaw`
        INSERT INTO "LoginFailure" AS f (key, "blockedUntil", "updatedAt") VALUES (${key}, ${now}, ${now})
        ON CONFLICT (key) DO UPDATE SET failures = ${failures}, "blockedUntil" = ${wait}, "updatedAt" = ${now}`;
    }
  }

  /**
   * The right password came: forgets the failures and says true. While the account has to wait or is locked it says false, so
   * that of many guesses sent at once none counts that ends after the wait began.
   *
   * The address's failures are forgotten with it: a whole school sits behind one, and its typing errors would add up to a quarter
   * of an hour for everyone. Who guesses from there is held by each account's own count, and by RATE_LIMIT_LOGIN.
   *
   * Of an account that has a second factor nothing is forgotten until that came too: who has the password could guess codes for ever.
   */
  private async clear(email: string, address: string, { factor }: { factor: boolean }): Promise<boolean> {
    const [account, from] = [this.key('account', email), this.key('address', addressOf(address))];
    // One statement, as it is a part of every login. It locks the row and reads it then: of two right logins at once neither is refused.
    // now() is when the statement began: a failure counted while this one waited for the row would look like a wait that is still to come.
    const [{ free } = { free: false }] = await this.prisma.$queryRaw<{ free: boolean }[]>`
      WITH account AS (
        SELECT failures < ${LOCKED} AND "blockedUntil" <= clock_timestamp() AS free FROM "LoginFailure" WHERE key = ${account} FOR UPDATE
      ), verdict AS (
        SELECT coalesce(bool_and(free), true) AS free FROM account
      ), forgotten AS (
        DELETE FROM "LoginFailure" WHERE key IN (${account}, ${from}) AND (SELECT free FROM verdict)
          AND (${factor} OR NOT EXISTS (SELECT FROM "Factor" f JOIN "User" u ON u.id = f."userId"
            WHERE u.email = ${email} AND f."confirmedAt" IS NOT NULL))
      )
      SELECT free FROM verdict`;
    return free;
  }

  /** The account has a new password, set by who reads its mail: what was guessed of the old one is over, and a lock is lifted. */
  async forget(transaction: Pick<PrismaService, 'loginFailure'>, email: string): Promise<void> {
    await transaction.loginFailure.deleteMany({ where: { key: this.key('account', email) } });
  }

  private key(kind: 'account' | 'address', value: string): Buffer<ArrayBuffer> {
    return createHmac('sha256', this.secret()).update(`${kind} ${value}`).digest();
  }
}
