import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { derivedKey, KeysInUse } from '../config/keys-in-use.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { Message } from './message.js';

/** A mail as it stands in the outbox. */
export interface Waiting {
  id: string;
  kind: string;
  recipient: string;
  aboutId: string | null;
}

/** A mail that is about to be written. */
export interface Letter extends Waiting {
  /** 256 bits, the same for each attempt to send it. Who puts it into the mail keeps its digest, and nobody anything else. */
  secret: string;
}

/**
 * Writes a mail of one kind; undefined if there is nobody to write to (any more). What it keeps of the secret, it keeps in this
 * transaction.
 */
export type Writer = (letter: Letter, transaction: WriterTransaction) => Promise<Message | undefined>;
export type WriterTransaction = Pick<PrismaService, 'user' | 'userToken' | 'membership' | '$queryRaw'>;

/**
 * Who writes which kind of mail. A mail is written each time it is about to be sent, so that its text is never stored. The secret in
 * it follows from its id and a key that isn't in the database: a mail that arrives twice, or the second time, is the same mail.
 */
@Injectable()
export class Letters {
  private readonly writers = new Map<string, Writer>();
  private readonly key: () => KeyObject;

  constructor(
    private readonly prisma: PrismaService,
    keys: KeysInUse,
  ) {
    this.key = keys.follow(([signing]) => derivedKey(signing!, 'homeroom mail'));
  }

  add(kind: string, writer: Writer): void {
    this.writers.set(kind, writer);
  }

  /** Undefined, and nothing of it is kept, if the mail was withdrawn meanwhile: its link would end the newer one's, or live again. */
  async write(mail: Waiting): Promise<Message | undefined> {
    const writer = this.writers.get(mail.kind);
    if (!writer) throw new Error(`Nobody writes mails of the kind ${mail.kind}.`);
    const secret = createHmac('sha256', this.key()).update(mail.id).digest('base64url');
    const written = this.prisma.$transaction(async (transaction) => {
      const message = await writer({ ...mail, secret }, transaction);
      // After what the writer holds: whoever holds both, to withdraw the mail, holds that first too.
      if (message && !(await holdWaiting(transaction, mail.id))) throw new Withdrawn();
      return message;
    });
    return written.catch((error: unknown) => {
      if (error instanceof Withdrawn) return undefined;
      throw error;
    });
  }
}

class Withdrawn extends Error {}

async function holdWaiting(transaction: WriterTransaction, id: string): Promise<boolean> {
  // The status as text, or the mail would be looked for among all that wait instead of by its id.
  const held = await transaction.$queryRaw<object[]>`
    SELECT FROM "Mail" WHERE id = ${id}::uuid AND status::text = 'waiting' FOR SHARE`;
  return held.length > 0;
}
