import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import type { Versioned } from '../common/etag.js';
import { conflict, invalidInput, notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { NewApiKeyView } from './api-key.view.js';
import { LONGEST_LIFE_MS, unrevoked } from './api-keys.service.js';
import type { RotateApiKey } from './dto/rotate-api-key.dto.js';
import { NewKeys } from './new-keys.js';

const DAY_SECONDS = 86_400;

/** Replaces a key without a failed request: its successor is good at once, and it is good for a while beside it. */
@Injectable()
export class RotationService {
  private readonly logger = new Logger('ApiKeys');

  constructor(
    private readonly prisma: PrismaService,
    private readonly newKeys: NewKeys,
    private readonly changes: IdentityChanges,
  ) {}

  /**
   * Makes the successor, with the same rights and as long a life, and secrets of its own; the old key ends after the overlap, or when
   * it would have anyway. 404 if there is none; 409 if it has a successor already, or has ended: of two rotations at once one wins.
   * Its signatures are verified with the old one's public key, unless another is given: 400 if they were not with any.
   */
  async create(caller: Caller, id: string, rotation: RotateApiKey): Promise<Versioned<NewApiKeyView>> {
    const { overlap = DAY_SECONDS } = rotation;
    const successor = await this.prisma.$transaction(async (transaction) => {
      const ours = { AND: [rows(caller, 'delete', 'ApiKey'), { id, ...unrevoked }] };
      const old = await transaction.apiKey.findFirst({ where: ours, select: inherited });
      if (!old) throw notFound();
      const { createdAt, expiresAt, ...same } = old;
      const publicKey = publicKeyAfter(old, rotation);
      const now = new Date();
      const end = Math.min(now.getTime() + overlap * 1_000, expiresAt.getTime());
      const { count } = await transaction.apiKey.updateMany({
        where: { AND: [ours, { rotatedAt: null, expiresAt }, { expiresAt: { gt: now } }] },
        data: { rotatedAt: now, expiresAt: new Date(end) },
      });
      if (count === 0) throw conflict('This key has a successor already, or has ended.');
      const life = Math.min(expiresAt.getTime() - createdAt.getTime(), LONGEST_LIFE_MS);
      const key = { ...same, publicKey, expiresAt: new Date(now.getTime() + life) };
      return this.newKeys.make(transaction, caller, key);
    });
    await this.changes.settled();
    this.logger.log({ event: 'key.made', keyId: successor.body.id, rotatedFrom: id, userId: caller.userId });
    return successor;
  }
}

/** A key of which no public key is known can't come to have one here: whoever signs for it has a secret, or signs nothing. */
function publicKeyAfter({ publicKey }: { publicKey: Uint8Array<ArrayBuffer> | null }, wanted: RotateApiKey) {
  if (wanted.publicKey === undefined) return publicKey;
  if (publicKey) return Buffer.from(wanted.publicKey, 'base64url');
  throw invalidInput([{ pointer: '/publicKey', code: 'signature', message: 'goes with a key that has one alone' }]);
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
