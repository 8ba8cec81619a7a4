import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { IdentityChanges } from '../auth/identity-changes.js';
import { LoginFailures } from '../auth/login-failures.js';
import { lives } from '../auth/one-time-token.js';
import { isShort, requireGoodPassword, requireLength } from '../auth/password-rules.js';
import { hasFactor, holdUser, SecondFactors } from '../auth/second-factors.js';
import { Passwords } from '../auth/passwords.js';
import { Config } from '../config/config.js';
import { type Letter, Letters, type WriterTransaction } from '../mail/letters.js';
import { message, type Message } from '../mail/message.js';
import { Notices } from '../mail/notices.js';
import { Outbox } from '../mail/outbox.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { ResetPassword } from './dto/reset-password.dto.js';
import { UserTokens } from './user-tokens.js';

const KIND = 'password-reset';
/** A link is good for twice as long, so who asks again in vain has one. */
const ONCE_IN_SECONDS = 300;

/** Who reads the mail of an account may give it a new password. */
@Injectable()
export class PasswordResetService implements OnModuleInit {
  private readonly logger = new Logger('PasswordReset');

  constructor(
    private readonly prisma: PrismaService,
    private readonly tokens: UserTokens,
    private readonly passwords: Passwords,
    private readonly failures: LoginFailures,
    private readonly factors: SecondFactors,
    private readonly changes: IdentityChanges,
    private readonly letters: Letters,
    private readonly outbox: Outbox,
    private readonly notices: Notices,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.letters.add(KIND, (letter, transaction) => this.write(letter, transaction));
  }

  /**
   * Asks for a mail with a link. Whether there is such an account is looked up when the mail is sent: this is one and the same
   * statement for every address, and takes as long (ASVS 6.3.8). An address gets one in five minutes.
   */
  async request(email: string): Promise<void> {
    await this.outbox.putOnce(ONCE_IN_SECONDS, { kind: KIND, recipient: email, life: lives.passwordReset });
  }

  /**
   * Sets the password, ends every session, lifts a lock, and tells the owner. 400 names `token` if the link is unknown, used or
   * expired, and `password` if it is too weak. A second factor is still asked for at the next login.
   */
  async reset({ token, password }: ResetPassword): Promise<void> {
    const { userId: id } = await this.tokens.find(token, 'password_reset');
    const { email, name, memberships } = await this.prisma.user.findUniqueOrThrow({
      where: { id },
      select: { email: true, name: true, memberships: { select: { school: { select: { name: true } } } } },
    });
    const factor = (await this.factors.methodsOf(id)).length > 0;
    for (const school of [null, ...memberships.map((membership) => membership.school?.name ?? null)])
      requireGoodPassword(password, { email, name, school }, 'password', { factor });
    const passwordHash = await this.passwords.hash(password);
    await this.prisma.$transaction(async (transaction) => {
      // The user's row first, as whatever else changes the account begins with it too.
      await holdUser(transaction, id);
      requireLength(password, 'password', { factor: await hasFactor(transaction, id) });
      await transaction.user.updateMany({ where: { id }, data: { passwordHash, passwordIsShort: isShort(password) } });
      await this.tokens.use(transaction, id, token, 'password_reset');
      await this.outbox.withdraw(transaction, KIND, email);
      await transaction.session.updateMany({ where: { userId: id, endedAt: null }, data: { endedAt: new Date() } });
      await this.failures.forget(transaction, email);
      await this.notices.passwordChanged(transaction, { id, email });
    });
    await this.changes.settled();
    this.logger.log({ event: 'password.reset', userId: id });
  }

  private async write(letter: Letter, transaction: WriterTransaction): Promise<Message | undefined> {
    const user = await this.tokens.openReset(transaction, letter);
    if (!user) return undefined;
    return message({
      subject: 'Set a new password',
      name: user.name,
      paragraphs: ['Somebody asked for a new password for your account. If it was you, choose one here.'],
      link: { label: 'Set a new password', href: `${this.config.publicUrl}/password/reset#token=${letter.secret}` },
      closing: [
        'The link works once, within ten minutes. If it was not you, nothing has changed, and you can ignore this.',
      ],
    });
  }
}
