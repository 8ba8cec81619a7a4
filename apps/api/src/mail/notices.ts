import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Letter, Letters, type WriterTransaction } from './letters.js';
import { message, type Message } from './message.js';
import { Outbox } from './outbox.js';
import type { PrismaService } from '../prisma/prisma.service.js';

const LIFE_MS = 3 * 24 * 3_600_000;

const kinds = {
  'password-changed': {
    subject: 'Your password was changed',
    text: 'The password of your account was changed, and your other sessions were ended.',
    ifNot: 'If it was not you, ask for a new password at once, and tell your school.',
  },
  'email-changed': {
    subject: 'Your e-mail address was changed',
    text: 'The e-mail address of your account was changed, and your sessions were ended. This is the last mail to the old address.',
    ifNot: 'If it was not you, tell your school at once.',
  },
  'factor-added': {
    subject: 'A second factor was added to your account',
    text: 'A second factor was added to your account. From now on a login asks for it.',
    ifNot:
      'If it was not you, remove it where you are still logged in, and ask for a new password at once. If you can’t log in any more, tell your school: whoever runs this service can take it away.',
  },
  'factor-removed': {
    subject: 'A second factor was removed from your account',
    text: 'A second factor was removed from your account.',
    ifNot: 'If it was not you, ask for a new password at once, and tell your school.',
  },
  'recovery-codes-renewed': {
    subject: 'You have new recovery codes',
    text: 'New recovery codes were made for your account. Those from before are of no use any more.',
    ifNot: 'If it was not you, ask for a new password at once, and tell your school.',
  },
  'recovery-code-used': {
    subject: 'A recovery code was used',
    text: 'One of the recovery codes of your account was used in place of a second factor.',
    ifNot: 'If it was not you, ask for a new password at once, and tell your school.',
  },
  'access-restored': {
    subject: 'Your second factors were removed',
    text: 'Whoever runs this service has removed the second factors, the recovery codes and the password of your account, and ended your sessions. Ask for a new password (“forgot password”) to log in, look at what is linked to your account, and add a second factor again.',
    ifNot: 'If you have not asked for it, tell your school at once.',
  },
  'identity-linked': {
    subject: 'You can log in in another way now',
    text: 'An account at another provider was linked to yours: who logs in there can log in here.',
    ifNot:
      'If it was not you, unlink it, ask for a new password at once, and tell your school, also if you can’t log in any more.',
  },
  'identity-unlinked': {
    subject: 'A way to log in was taken away',
    text: 'An account at another provider was unlinked from yours, and can’t be used to log in any more.',
    ifNot: 'If it was not you, ask for a new password at once, and tell your school.',
  },
};

/** Tells a user, where mail reached it until now, that a credential was changed (ASVS 6.3.7). */
@Injectable()
export class Notices implements OnModuleInit {
  constructor(
    private readonly letters: Letters,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    for (const kind of Object.keys(kinds)) this.letters.add(kind, write);
  }

  passwordChanged(transaction: Pick<PrismaService, 'mail'>, user: Told): Promise<void> {
    return this.put(transaction, 'password-changed', user);
  }

  /** @param user with the address that it had */
  emailChanged(transaction: Pick<PrismaService, 'mail'>, user: Told): Promise<void> {
    return this.put(transaction, 'email-changed', user);
  }

  /** What happened to the user's second factors. */
  factors(transaction: Pick<PrismaService, 'mail'>, kind: FactorNotice, user: Told): Promise<void> {
    return this.put(transaction, kind, user);
  }

  identityLinked(transaction: Pick<PrismaService, 'mail'>, user: Told): Promise<void> {
    return this.put(transaction, 'identity-linked', user);
  }

  identityUnlinked(transaction: Pick<PrismaService, 'mail'>, user: Told): Promise<void> {
    return this.put(transaction, 'identity-unlinked', user);
  }

  private put(transaction: Pick<PrismaService, 'mail'>, kind: keyof typeof kinds, { id, email }: Told): Promise<void> {
    return this.outbox.put(transaction, { kind, recipient: email, aboutId: id, life: LIFE_MS });
  }
}

async function write({ kind, aboutId }: Letter, transaction: WriterTransaction): Promise<Message | undefined> {
  const user = await transaction.user.findUnique({ where: { id: aboutId! }, select: { name: true } });
  if (!user) return undefined;
  const { subject, text, ifNot } = kinds[kind as keyof typeof kinds];
  return message({ subject, name: user.name, paragraphs: [text], closing: [ifNot] });
}

type FactorNotice = 'factor-added' | 'factor-removed' | 'recovery-codes-renewed' | 'recovery-code-used';

interface Told {
  id: string;
  email: string;
}
