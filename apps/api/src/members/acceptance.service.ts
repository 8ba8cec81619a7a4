import { Injectable } from '@nestjs/common';
import { LoginFailures } from '../auth/login-failures.js';
import { digestOf } from '../auth/one-time-token.js';
import { requireGoodPassword, requirePasswordSet } from '../auth/password-rules.js';
import { Passwords } from '../auth/passwords.js';
import { invalidInput } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { AcceptInvitation } from './dto/accept-invitation.dto.js';
import { accepted, type Invitation, invitationColumns, nameOf } from './invited.js';

const badToken = () =>
  invalidInput([{ pointer: '/token', code: 'invitation', message: 'This invitation is unknown, used or expired.' }]);

const wrongPassword = () =>
  invalidInput([
    { pointer: '/password', code: 'wrong', message: 'This address has an account, and this is not its password.' },
  ]);

@Injectable()
export class AcceptanceService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly passwords: Passwords,
    private readonly failures: LoginFailures,
  ) {}

  /**
   * Accepts an invitation with its token. An address without an account gets one with this password; one that has an account joins
   * the school with it, and has to give its password: whoever got hold of the link can't take the account over.
   * 400 names `token` or `password` (`no_password`: the account has none yet); 429 while the account has to wait.
   */
  async accept({ token, password }: AcceptInvitation, address: string): Promise<void> {
    const invitation = await this.prisma.membership.findFirst({ where: open(token), select: invitationColumns });
    if (!invitation) throw badToken();
    const email = invitation.invitedEmail!;
    const user = await this.prisma.user.findUnique({ where: { email } });
    if (user) await this.requirePassword(email, user.passwordHash, password, address);
    const account = user ? { id: user.id } : await this.newAccount(invitation, password);
    await this.prisma.$transaction(async (transaction) => {
      if (user) await requireUnchanged(transaction, user);
      const { id: userId } =
        'id' in account ? account : await transaction.user.create({ data: account, select: { id: true } });
      // The token is used up in the statement that lets the member in: of two uses at once, one wins.
      const { count } = await transaction.membership.updateMany({
        where: open(token),
        data: accepted(userId),
      });
      if (count === 0) throw badToken();
    });
  }

  private async requirePassword(
    email: string,
    passwordHash: string | null,
    password: string,
    address: string,
  ): Promise<void> {
    requirePasswordSet(passwordHash, 'password');
    const verify = () => this.passwords.verify(passwordHash, password);
    if (!(await this.failures.proven(email, address, verify))) throw wrongPassword();
  }

  private async newAccount(invitation: Invitation, password: string) {
    const email = invitation.invitedEmail!;
    const name = nameOf(invitation);
    requireGoodPassword(password, { email, name, school: invitation.school?.name ?? null }, 'password');
    return { email, name, passwordHash: await this.passwords.hash(password) };
  }
}

/** Holds the user's row: who knew a password that was changed after it was checked isn't let in. */
async function requireUnchanged(
  transaction: Pick<PrismaService, '$queryRaw'>,
  { id, passwordHash }: { id: string; passwordHash: string | null },
): Promise<void> {
  const same = await transaction.$queryRaw<object[]>`
    SELECT id FROM "User" WHERE id = ${id}::uuid AND "passwordHash" = ${passwordHash} FOR SHARE`;
  if (same.length === 0) throw wrongPassword();
}

const open = (token: string) =>
  ({ inviteDigest: digestOf(token), inviteExpiresAt: { gt: new Date() }, status: 'invited' }) as const;
