import { Injectable } from '@nestjs/common';
import type { Mail, Transport } from './transport.js';

const KEPT = 100;

/** Where mails go outside production when there is no mail server: the newest of them, for the page at /dev/mail. */
@Injectable()
export class Mailbox implements Transport {
  private mails: (Mail & { at: Date })[] = [];

  get newest(): readonly (Mail & { at: Date })[] {
    return this.mails;
  }

  async send(mail: Mail): Promise<void> {
    this.mails = [{ ...mail, at: new Date() }, ...this.mails].slice(0, KEPT);
  }

  close(): void {
    this.mails = [];
  }
}
