import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { derivedKey, KeysInUse } from '../config/keys-in-use.js';
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

/** Writes a mail of one kind; undefined if there is nobody to write to (any more). */
export type Writer = (letter: Letter) => Promise<Message | undefined>;

/**
 * Who writes which kind of mail. A mail is written each time it is about to be sent, so that its text is never stored. The secret in
 * it follows from its id and a key that isn't in the database: a mail that arrives twice, or the second time, is the same mail.
 */
@Injectable()
export class Letters {
  private readonly writers = new Map<string, Writer>();
  private readonly key: () => KeyObject;

  constructor(keys: KeysInUse) {
    this.key = keys.follow(([signing]) => derivedKey(signing!, 'homeroom mail'));
  }

  add(kind: string, writer: Writer): void {
    this.writers.set(kind, writer);
  }

  async write(mail: Waiting): Promise<Message | undefined> {
    const writer = this.writers.get(mail.kind);
    if (!writer) throw new Error(`Nobody writes mails of the kind ${mail.kind}.`);
    return writer({ ...mail, secret: createHmac('sha256', this.key()).update(mail.id).digest('base64url') });
  }
}
