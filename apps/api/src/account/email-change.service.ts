import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import { LoginFailures } from '../auth/login-failures.js';
import { lives } from '../auth/one-time-token.js';
import { requirePasswordSet } from '../auth/password-rules.js';
import { Passwords } from '../auth/passwords.js';
import { conflict, invalidInput } from '../common/problem.js';
import { Config } from '../config/config.js';
import { type Letter, Letters, type WriterTransaction } from '../mail/letters.js';
import { message, type Message } from '../mail/message.js';
import { Notices } from '../mail/notices.js';
import { Outbox } from '../mail/outbox.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { ChangeEmail } from './dto/change-email.dto.js';
import { UserTokens } from './user-tokens.js';

const KIND = 'email-change';

/** A user's address changes when a link that was sent to the new one is used. */
@Injectable()
export class EmailChangeService implements OnModuleInit {
  private readonly logger = new Logger('EmailChange');

  constructor(
    private readonly prisma: PrismaService,
    private readonly tokens: UserTokens,
    private readonly passwords: Passwords,
    private readonly failures: LoginFailures,
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
   * Sends a link to the new address; the same for one that has an account already, to which nothing is sent. 400 names
   * `currentPassword` if it is wrong, and counts as a failed login does: 429 while the account has to wait.
   */
  async request(caller: Caller, { email, currentPassword }: ChangeEmail, address: string): Promise<void> {
    const user = await this.prisma.user.findFirstOrThrow({ where: rows(caller, 'update', 'User') });
    requirePasswordSet(user.passwordHash, 'currentPassword');
    const verify = () => this.passwords.verify(user.passwordHash, currentPassword);
    if (!(await this.failures.proven(user.email, address, verify))) throw wrongPassword();
    await this.prisma.$transaction(async (transaction) => {
      if (!(await this.tokens.openChange(transaction, user, email))) throw wrongPassword();
      const order = { kind: KIND, recipient: email, aboutId: user.id, life: lives.emailChange };
      await this.outbox.putForStranger(transaction, order);
    });
  }

  /** Changes the address, ends every session, and tells the old one. 400 names `token`; 409 if the address was taken meanwhile. */
  async confirm(token: string): Promise<void> {
    const { userId: id, email } = await this.tokens.find(token, 'email_change');
    await this.prisma.$transaction(async (transaction) => {
      const before = await transaction.user.findUniqueOrThrow({ where: { id }, select: { email: true } });
      if (await transaction.user.count({ where: { email: email!, id: { not: id } } }))
        throw conflict('This address has an account meanwhile.');
      await transaction.user.updateMany({ where: { id }, data: { email: email! } });
      // With a link that went to the old address: it must not open the account any more.
      await this.tokens.use(transaction, id, token, 'email_change');
      await transaction.session.updateMany({ where: { userId: id, endedAt: null }, data: { endedAt: new Date() } });
      await this.notices.emailChanged(transaction, { id, email: before.email });
    });
    await this.changes.settled();
    this.logger.log({ event: 'email.changed', userId: id });
  }

  private async write(
    { aboutId, recipient, secret }: Letter,
    transaction: WriterTransaction,
  ): Promise<Message | undefined> {
    // To whoever has an account with this address, nothing is said: that someone else wants it is no news of theirs.
    if (await transaction.user.count({ where: { email: recipient } })) return undefined;
    if (!(await this.tokens.confirmBy(transaction, aboutId!, recipient, secret))) return undefined;
    return message({
      subject: 'Confirm your new e-mail address',
      paragraphs: ['Somebody asked to use this address for their account. If it was you, confirm it here.'],
      link: { label: 'Confirm the address', href: `${this.config.publicUrl}/email/confirm#token=${secret}` },
      closing: ['The link works once, within ten minutes. If it was not you, you can ignore this.'],
    });
  }
}

const wrongPassword = () =>
  invalidInput([{ pointer: '/currentPassword', code: 'wrong', message: 'This is not your password.' }]);
