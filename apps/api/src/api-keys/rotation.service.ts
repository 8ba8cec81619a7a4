import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import type { Versioned } from '../common/etag.js';
import { conflict, notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { NewApiKeyView } from './api-key.view.js';
import { LONGEST_LIFE_MS, unrevoked } from './api-keys.service.js';
import type { RotateApiKey } from './dto/rotate-api-key.dto.js';
import { NewKeys } from './new-keys.js';

const DAY_SECONDS = 86_400;

/** Replaces a key without a failed request: its successor is good at once, and it is good for a while beside it. */
@Injectable()
export class RotationService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly newKeys: NewKeys,
    private readonly changes: IdentityChanges,
  ) {}

  /**
   * Makes the successor, with the same rights and as long a life, and secrets of its own; the old key ends after the overlap, or when
   * it would have anyway. 404 if there is none; 409 if it has a successor already, or has ended: of two rotations at once one wins.
   */
  async create(caller: Caller, id: string, { overlap = DAY_SECONDS }: RotateApiKey): Promise<Versioned<NewApiKeyView>> {
    const successor = await this.prisma.$transaction(async (transaction) => {
      const ours = { AND: [rows(caller, 'delete', 'ApiKey'), { id, ...unrevoked }] };
      const old = await transaction.apiKey.findFirst({ where: ours, select: inherited });
      if (!old) throw notFound();
      const { createdAt, expiresAt, ...same } = old;
      const now = new Date();
      const end = Math.min(now.getTime() + overlap * 1_000, expiresAt?.getTime() ?? Infinity);
      const { count } = await transaction.apiKey.updateMany({
        where: { AND: [ours, { rotatedAt: null, expiresAt, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }] },
        data: { rotatedAt: now, expiresAt: new Date(end) },
      });
      if (count === 0) throw conflict('This key has a successor already, or has ended.');
      const life = Math.min(expiresAt ? expiresAt.getTime() - createdAt.getTime() : Infinity, LONGEST_LIFE_MS);
      return this.newKeys.make(transaction, caller, { ...same, expiresAt: new Date(now.getTime() + life) });
    });
    await this.changes.settled();
    return successor;
  }
}

const inherited = {
  name: true,
  scopes: true,
  allowedCidrs: true,
  requireSignature: true,
  publicKey: true,
  createdAt: true,
  expiresAt: true,
} as const;
