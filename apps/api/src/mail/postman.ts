import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { Letters, type Waiting } from './letters.js';
import { Mailbox } from './mailbox.js';
import { createMailTransport, faultOf, isRefusedForGood, type SmtpError, type Transport } from './transport.js';

/** So often the outbox is looked at, and so soon after something was put there. */
const EVERY_MS = 1_000;
const SOON_MS = 20;
const AT_ONCE = 4;
/** Longer than an attempt can take: whoever has not said by then how it went has crashed, and the mail is tried anew. */
const ATTEMPT_SECONDS = 300;
const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 3_600;

type Claimed = Waiting & { attempts: number; fault: string | null; expired: boolean };
type Outcome = 'sent' | 'dropped' | 'failed';

/**
 * Sends what is in the outbox. Each mail is claimed by one statement, so that of many instances one sends it. What fails is tried
 * again, later each time, until it is of no use any more; what the mail server refuses for good is not.
 *
 * A mail whose sender crashes between the mail server's "accepted" and our own note of it is sent again (SMTP has no way to ask).
 * It is the same mail then, Message-ID and all, of which mail servers drop the second.
 */
@Injectable()
export class Postman implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Mail');
  private readonly transport: Transport;
  private timer?: NodeJS.Timeout;
  private round?: Promise<void>;
  private stopped = false;

  constructor(
    private readonly prisma: PrismaService,
    private readonly letters: Letters,
    config: Config,
    box: Mailbox,
  ) {
    this.transport = createMailTransport(config, box);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.come(), EVERY_MS);
    this.timer.unref();
  }

  /** A mail that was claimed is sent; the others are there for the next start. */
  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.round;
    this.transport.close();
  }

  /** A transaction that is about to commit has put something into the outbox. */
  comeSoon(): void {
    setTimeout(() => this.come(), SOON_MS).unref();
  }

  private come(): void {
    if (this.stopped) return;
    this.round ??= this.work()
      .catch((error: Error) => this.logger.warn({ name: error.name }, 'the outbox can’t be read or written'))
      .finally(() => (this.round = undefined));
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      const mails = await this.claim();
      if (mails.length === 0) return;
      await Promise.all(mails.map((mail) => this.deliver(mail)));
    }
  }

  private claim(): Promise<Claimed[]> {
    return this.prisma.$queryRaw<Claimed[]>`
      UPDATE "Mail" SET attempts = attempts + 1, "dueAt" = now() + make_interval(secs => ${ATTEMPT_SECONDS}::float8)
      WHERE id = ANY (ARRAY (SELECT id FROM "Mail" WHERE status = 'waiting' AND "dueAt" <= now()
        ORDER BY "dueAt" LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED))
      RETURNING id, kind, recipient, "aboutId", attempts, fault, "expiresAt" <= now() AS expired`;
  }

  private async deliver(mail: Claimed): Promise<void> {
    const outcome = await this.attempt(mail).catch((error: SmtpError) => error);
    if (outcome instanceof Error) await this.postpone(mail, outcome);
    else await this.settle(mail, outcome);
  }

  private async attempt(mail: Claimed): Promise<Outcome> {
    // What was asked for a stranger's address is no failure; what was written and got nowhere is: it had someone to go to.
    if (mail.expired) return mail.aboutId || mail.fault !== null ? 'failed' : 'dropped';
    const message = await this.letters.write(mail);
    if (!message) return 'dropped';
    await this.transport.send({ ...message, id: mail.id, recipient: mail.recipient });
    return 'sent';
  }

  /** Only if nobody else has taken it over meanwhile. */
  private async settle({ id, attempts }: Claimed, status: Outcome): Promise<void> {
    const data = {
      status,
      sentAt: status === 'sent' ? new Date() : null,
      fault: status === 'failed' ? 'expired' : null,
    };
    await this.prisma.mail.updateMany({ where: { id, attempts, status: 'waiting' }, data });
  }

  private async postpone({ id, kind, attempts }: Claimed, error: SmtpError): Promise<void> {
    const fault = faultOf(error);
    const wait = Math.min(FIRST_WAIT_SECONDS * 2 ** Math.min(attempts - 1, 20), LONGEST_WAIT_SECONDS);
    await this.prisma.$executeRaw`
      UPDATE "Mail" SET fault = ${fault},
        "dueAt" = least(now() + make_interval(secs => ${wait}::float8), greatest("expiresAt", now())),
        status = CASE WHEN ${isRefusedForGood(error)} AND status = 'waiting' THEN 'failed'::"MailStatus" ELSE status END
      WHERE id = ${id}::uuid AND attempts = ${attempts}`;
    this.logger.warn({ event: 'mail.postponed', mailId: id, kind, attempts, fault });
  }
}
