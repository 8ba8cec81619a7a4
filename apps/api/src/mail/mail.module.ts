import { Module } from '@nestjs/common';
import { Letters } from './letters.js';
import { Mailbox } from './mailbox.js';
import { MailboxController } from './mailbox.controller.js';
import { Notices } from './notices.js';
import { Outbox } from './outbox.js';
import { Postman } from './postman.js';

@Module({
  controllers: [MailboxController],
  providers: [Letters, Mailbox, Notices, Outbox, Postman],
  exports: [Letters, Notices, Outbox],
})
export class MailModule {}
