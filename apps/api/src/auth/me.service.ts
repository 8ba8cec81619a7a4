import { packRules } from '@casl/ability/extra';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { conflict, invalidInput } from '../common/problem.js';
import { Versioned } from '../common/etag.js';
import { Notices } from '../mail/notices.js';
import { Outbox } from '../mail/outbox.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { ChangePassword } from './dto/change-password.dto.js';
import { IdentityChanges } from './identity-changes.js';
import { LoginFailures } from './login-failures.js';
import type { MeView } from './me.view.js';
import { endOtherSessions } from './other-sessions.js';
import { isShort, requireGoodPassword, requireLength, requirePasswordSet } from './password-rules.js';
import { Passwords } from './passwords.js';
import { hasFactor, holdUser, SecondFactors } from './second-factors.js';
import { memberColumns, summary } from './sign-in.js';

@Injectable()
export class MeService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly passwords: Passwords,
    private readonly failures: LoginFailures,
    private readonly factors: SecondFactors,
    private readonly changes: IdentityChanges,
    private readonly notices: Notices,
    private readonly outbox: Outbox,
  ) {}

  /** The caller: its user, its membership, the user's other active ones, and what it may do, for a front end. */
  async findOne(caller: Caller): Promise<Versioned<MeView>> {
    const user = await this.prisma.user.findFirstOrThrow({ where: rows(caller, 'read', 'User'), select: meColumns });
    const memberships = user.memberships.map(summary);
    const me = {
      user: { id: user.id, email: user.email, name: user.name },
      membership: memberships.find(({ id }) => id === caller.membershipId)!,
      memberships,
      permissions: packRules(caller.ability.rules as never),
    };
    return new Versioned(createHash('sha256').update(JSON.stringify(me)).digest('base64url'), me);
  }

  /**
   * Changes the caller's password and ends its other sessions. 400 names `currentPassword` if it is wrong (and counts as a failed
   * login does: 429 while the account has to wait) and `newPassword` if it is too weak.
   */
  async changePassword(
    caller: Caller,
    { currentPassword, newPassword }: ChangePassword,
    address: string,
  ): Promise<void> {
    const { id, email, name, passwordHash } = await this.prisma.user.findFirstOrThrow({
      where: rows(caller, 'update', 'User'),
    });
    requirePasswordSet(passwordHash, 'currentPassword');
    const school = caller.schoolId && (await this.prisma.school.findUnique({ where: { id: caller.schoolId } }));
    const factor = (await this.factors.methodsOf(id)).length > 0;
    requireGoodPassword(newPassword, { email, name, school: school ? school.name : null }, 'newPassword', { factor });
    const verify = () => this.passwords.verify(passwordHash, currentPassword);
    if (!(await this.failures.proven(email, address, verify)))
      throw invalidInput([{ pointer: '/currentPassword', code: 'wrong', message: 'This is not your password.' }]);
    const replacement = await this.passwords.hash(newPassword);
    await this.prisma.$transaction(async (transaction) => {
      await holdUser(transaction, id);
      requireLength(newPassword, 'newPassword', { factor: await hasFactor(transaction, id) });
      // Only if it is still the one that was checked: of two changes at once one wins, and the other ends no session.
      const data = { passwordHash: replacement, passwordIsShort: isShort(newPassword) };
      const { count } = await transaction.user.updateMany({ where: { id, passwordHash }, data });
      if (count === 0) throw conflict('The password was changed by someone else meanwhile.');
      await endOtherSessions(transaction, caller);
      // Whoever knew the old password may have asked for something that is still on its way by mail.
      await transaction.userToken.deleteMany({ where: { userId: id } });
      await this.outbox.withdraw(transaction, 'password-reset', email);
      await this.notices.passwordChanged(transaction, { id, email });
    });
    await this.changes.settled();
  }
}

const meColumns = {
  id: true,
  email: true,
  name: true,
  memberships: { where: { status: 'active' }, orderBy: { id: 'asc' }, select: memberColumns },
} as const;
