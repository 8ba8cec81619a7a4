import { Injectable } from '@nestjs/common';
import { digestOf, lives } from '../auth/one-time-token.js';
import { invalidInput } from '../common/problem.js';
import type { Letter } from '../mail/letters.js';
import type { UserTokenPurpose } from '../prisma/generated/enums.js';
import { PrismaService } from '../prisma/prisma.service.js';

type Transaction = Pick<PrismaService, 'userToken' | '$queryRaw'>;

/** The secrets in mails to users. A user has one for each purpose at most: a new one replaces the one before. */
@Injectable()
export class UserTokens {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Keeps the digest of a secret with which the account of this mail's address gets a new password; undefined if there is none. The
   * user's row is held: an address that is being changed gets nothing any more.
   */
  async openReset(transaction: Transaction, { recipient, secret }: Letter): Promise<{ name: string } | undefined> {
    const [user] = await transaction.$queryRaw<{ name: string }[]>`
      WITH "user" AS (SELECT id, name FROM "User" WHERE email = ${recipient} FOR SHARE),
      token AS (
        INSERT INTO "UserToken" ("userId", purpose, digest, "expiresAt")
        SELECT id, 'password_reset', ${digestOf(secret)}, ${expiry(lives.passwordReset)} FROM "user"
        ON CONFLICT ("userId", purpose) DO UPDATE SET digest = excluded.digest, "expiresAt" = excluded."expiresAt"
      )
      SELECT name FROM "user"`;
    return user;
  }

  /** Keeps that this user wants to change to this address, if the password is still the one that was checked. */
  async openChange(transaction: Transaction, user: Checked, email: string): Promise<boolean> {
    const kept = await transaction.$queryRaw<object[]>`
      INSERT INTO "UserToken" ("userId", purpose, email, "expiresAt")
      SELECT id, 'email_change', ${email}, ${expiry(lives.emailChange)} FROM "User"
      WHERE id = ${user.id}::uuid AND "passwordHash" = ${user.passwordHash} FOR SHARE
      ON CONFLICT ("userId", purpose) DO UPDATE
      SET email = excluded.email, digest = NULL, "expiresAt" = excluded."expiresAt" RETURNING email`;
    return kept.length > 0;
  }

  /** Keeps the digest of the secret that confirms the change; false if nobody has an account with the address and wants it. */
  async confirmBy(transaction: Transaction, userId: string, email: string, secret: string): Promise<boolean> {
    const data = { digest: digestOf(secret), expiresAt: expiry(lives.emailChange) };
    const where = { userId, purpose: 'email_change', email } as const;
    return (await transaction.userToken.updateMany({ where, data })).count > 0;
  }

  /** Whose it is. It is still to be used up. @throws 400 that names `token` if it is unknown, used or expired */
  async find(token: string, purpose: UserTokenPurpose): Promise<{ userId: string; email: string | null }> {
    const found = await this.prisma.userToken.findFirst({
      where: living(token, purpose),
      select: { userId: true, email: true },
    });
    if (!found) throw badToken();
    return found;
  }

  /** Uses it up, and with it the user's others, in the transaction that does what it is good for: of two uses at once, one wins. @throws 400 */
  async use(transaction: Transaction, userId: string, token: string, purpose: UserTokenPurpose): Promise<void> {
    const { count } = await transaction.userToken.deleteMany({ where: living(token, purpose) });
    if (count === 0) throw badToken();
    await transaction.userToken.deleteMany({ where: { userId } });
  }
}

interface Checked {
  id: string;
  passwordHash: string | null;
}

const expiry = (life: number) => new Date(Date.now() + life);

const living = (token: string, purpose: UserTokenPurpose) => ({
  digest: digestOf(token),
  purpose,
  expiresAt: { gt: new Date() },
});

const badToken = () =>
  invalidInput([{ pointer: '/token', code: 'token', message: 'This link is unknown, used or expired.' }]);
