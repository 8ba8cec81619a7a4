import { Injectable } from '@nestjs/common';
import type { ChallengePurpose } from '../prisma/generated/enums.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { createOneTimeToken, digestOf } from './one-time-token.js';

/** What is waited for, as it was when its challenge was given out. */
export interface Waiting<Data> {
  userId: string | null;
  data: Data;
}

/** So many answers may be tried before a challenge is void. */
const TRIES = 5;

/** Secrets of 256 bits that are given out for the next step of something. The database has their digests alone. */
@Injectable()
export class Challenges {
  constructor(private readonly prisma: PrismaService) {}

  /** @param data is kept as JSON, as it is: nothing secret. */
  async issue(purpose: ChallengePurpose, seconds: number, data: object, userId?: string): Promise<string> {
    const token = createOneTimeToken();
    const expiresAt = new Date(Date.now() + seconds * 1_000);
    await this.prisma.challenge.createMany({
      data: { digest: digestOf(token), purpose, data: JSON.stringify(data), userId: userId ?? null, expiresAt },
    });
    return token;
  }

  /** Who is waited for, without a try; undefined if it is unknown, used, expired or was tried too often. */
  async find(token: string, purpose: ChallengePurpose): Promise<{ userId: string | null } | undefined> {
    const where = { digest: digestOf(token), purpose, expiresAt: { gt: new Date() }, attempts: { lt: TRIES } };
    return (await this.prisma.challenge.findFirst({ where, select: { userId: true } })) ?? undefined;
  }

  /** Counts one more try, and tells what is waited for; undefined if it is unknown, used, expired or was tried too often. */
  async attempt<Data>(token: string, purpose: ChallengePurpose): Promise<Waiting<Data> | undefined> {
    const [found] = await this.prisma.$queryRaw<{ userId: string | null; data: string }[]>`
      UPDATE "Challenge" SET attempts = attempts + 1
      WHERE digest = ${digestOf(token)} AND purpose = ${purpose}::"ChallengePurpose" AND "expiresAt" > now() AND attempts < ${TRIES}
      RETURNING "userId", data`;
    return found && { userId: found.userId, data: JSON.parse(found.data) as Data };
  }

  /** Uses it up, and tells what was waited for; undefined if it is unknown, used or expired. Of two uses at once, one gets it. */
  async use<Data>(token: string, purpose: ChallengePurpose): Promise<Waiting<Data> | undefined> {
    const [found] = await this.prisma.$queryRaw<{ userId: string | null; data: string }[]>`
      DELETE FROM "Challenge"
      WHERE digest = ${digestOf(token)} AND purpose = ${purpose}::"ChallengePurpose" AND "expiresAt" > now()
      RETURNING "userId", data`;
    return found && { userId: found.userId, data: JSON.parse(found.data) as Data };
  }
}
