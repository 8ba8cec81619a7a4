import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problem.js';
import type { MailStatus } from '../prisma/generated/enums.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { Postman } from './postman.js';

/** A mail, before it has a text. */
export interface Order {
  /** What it says: a name under which someone writes it (letters.ts). */
  kind: string;
  recipient: string;
  /** The membership or user that it is about. */
  aboutId: string;
  /** How long it is of use, in milliseconds. */
  life: number;
}

/** So many mails of a kind go to an address in an hour: nobody has a stranger's box filled. */
const AN_HOUR = 5;
/** What waits, and what was given up and may be tried again (`homeroom mail retry`). */
const unsent: MailStatus[] = ['waiting', 'failed'];

/** Puts mails where no crash loses them: in the database, by the transaction that causes them. */
@Injectable()
export class Outbox {
  constructor(
    private readonly prisma: PrismaService,
    private readonly postman: Postman,
  ) {}

  /** One that was not sent, of the same kind about the same, is dropped: sent after all, its secret would end the newer one's. */
  async put(transaction: Pick<PrismaService, 'mail'>, { life, ...order }: Order): Promise<void> {
    await transaction.mail.updateMany({ where: { ...order, status: { in: unsent } }, data: { status: 'dropped' } });
    await transaction.mail.createMany({ data: { ...order, expiresAt: new Date(Date.now() + life) } });
    this.postman.comeSoon();
  }

  /**
   * The same for an address that the caller has named. What is counted are all mails of the kind to the address, or those `alone`
   * that are about the same: of these another may know nothing, nor stop them. @throws 429 if it was sent five in the last hour
   */
  async putForStranger(
    transaction: Pick<PrismaService, 'mail'>,
    order: Order,
    { alone } = { alone: false },
  ): Promise<void> {
    const { kind, recipient, aboutId } = order;
    const lately = { kind, recipient, createdAt: { gt: new Date(Date.now() - 3_600_000) } };
    if ((await transaction.mail.count({ where: alone ? { ...lately, aboutId } : lately })) >= AN_HOUR)
      throw new Problem('too-many-requests', {
        detail: 'This address was sent as many such mails as it may be in an hour.',
        headers: { 'Retry-After': '3600' },
      });
    await this.put(transaction, order);
  }

  /**
   * A mail that anyone may ask for. It is the same statements whoever the address belongs to, if it does to anybody. An address
   * gets one of its kind in so many seconds, in which the one before is still good, and further ones are passed over in silence.
   * Here, too, it takes the place of one that was not sent.
   */
  async putOnce(seconds: number, { kind, recipient, life }: Omit<Order, 'aboutId'>): Promise<void> {
    await this.prisma.$transaction(async (transaction) => {
      // Of two at once the second looks when the first is there: a statement sees what was there when it began, so this is one before.
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${kind} ${recipient}`}::text, 0))`;
      // The status as text, or the older one would be looked for among all that wait instead of by its address.
      await transaction.$executeRaw`
        WITH newer AS (
          INSERT INTO "Mail" (kind, recipient, "expiresAt")
          SELECT ${kind}, ${recipient}, now() + make_interval(secs => ${life / 1_000}::float8)
          WHERE NOT EXISTS (SELECT FROM "Mail" WHERE recipient = ${recipient} AND kind = ${kind} AND "expiresAt" > now()
            AND "createdAt" > now() - make_interval(secs => ${seconds}::float8))
          RETURNING id
        )
        UPDATE "Mail" SET status = 'dropped'
        WHERE kind = ${kind} AND recipient = ${recipient} AND status::text = ANY (${unsent}) AND EXISTS (SELECT FROM newer)`;
    });
    this.postman.comeSoon();
  }

  /** What these mails are good for was done: those that were not sent, or may have been in vain, never are, and another can be asked for. */
  async withdraw(transaction: Pick<PrismaService, 'mail'>, kind: string, recipient: string): Promise<void> {
    await transaction.mail.updateMany({
      where: { kind, recipient, status: { in: unsent } },
      data: { status: 'dropped' },
    });
    const now = new Date();
    await transaction.mail.updateMany({ where: { kind, recipient, expiresAt: { gt: now } }, data: { expiresAt: now } });
  }
}
