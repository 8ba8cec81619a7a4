import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problem.js';
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

/** Puts mails where no crash loses them: in the database, by the transaction that causes them. */
@Injectable()
export class Outbox {
  constructor(
    private readonly prisma: PrismaService,
    private readonly postman: Postman,
  ) {}

  /** One that still waits, of the same kind about the same, is dropped: its secret would end the newer one's. */
  async put(transaction: Pick<PrismaService, 'mail'>, { life, ...order }: Order): Promise<void> {
    await transaction.mail.updateMany({ where: { ...order, status: 'waiting' }, data: { status: 'dropped' } });
    await transaction.mail.createMany({ data: { ...order, expiresAt: new Date(Date.now() + life) } });
    this.postman.comeSoon();
  }

  /** The same for an address that the caller has named. @throws 429 if it was sent five in the last hour */
  async putForStranger(transaction: Pick<PrismaService, 'mail'>, order: Order): Promise<void> {
    const { kind, recipient } = order;
    const lately = { gt: new Date(Date.now() - 3_600_000) };
    if ((await transaction.mail.count({ where: { kind, recipient, createdAt: lately } })) >= AN_HOUR)
      throw new Problem('too-many-requests', {
        detail: 'This address was sent as many such mails as it may be in an hour.',
        headers: { 'Retry-After': '3600' },
      });
    await this.put(transaction, order);
  }

  /**
   * A mail that anyone may ask for. It is one and the same statement whoever the address belongs to, if it does to anybody. An address
   * gets one of its kind in so many seconds, in which the one before is still good, and further ones are passed over in silence.
   */
  async putOnce(seconds: number, { kind, recipient, life }: Omit<Order, 'aboutId'>): Promise<void> {
    await this.prisma.$executeRaw`
      INSERT INTO "Mail" (kind, recipient, "expiresAt")
      SELECT ${kind}, ${recipient}, now() + make_interval(secs => ${life / 1_000}::float8)
      WHERE NOT EXISTS (SELECT FROM "Mail" WHERE recipient = ${recipient} AND kind = ${kind}
        AND "createdAt" > now() - make_interval(secs => ${seconds}::float8))`;
    this.postman.comeSoon();
  }
}
