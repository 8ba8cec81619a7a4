import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { change } from '../access/change.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import type { PageQuery } from '../common/page.dto.js';
import { Pages } from '../common/pages.js';
import { invalidInput, notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { apiKeys, type ApiKeyView, type NewApiKeyView } from './api-key.view.js';
import type { CreateApiKey } from './dto/create-api-key.dto.js';
import { NewKeys } from './new-keys.js';

/** A key that nobody ends ends by itself: one that is forgotten would be good for ever. */
export const LONGEST_LIFE_MS = 365 * 24 * 3_600_000;
/** A revoked key leaves every read; its row stays, so that what it did can be told from what others did. */
export const unrevoked = { revokedAt: null };

/** A school's API keys; for an admin. They are the school's: they outlive the membership of who made them. */
@Injectable()
export class ApiKeysService {
  private readonly logger = new Logger('ApiKeys');

  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
    private readonly newKeys: NewKeys,
    private readonly changes: IdentityChanges,
  ) {}

  findMany(caller: Caller, query: PageQuery): Promise<Page<ApiKeyView>> {
    return this.pages.find(caller, this.prisma.apiKey, {
      view: apiKeys,
      query,
      sort: '-createdAt',
      where: [unrevoked],
    });
  }

  /** 404 if there is none in this school, or it is revoked. */
  async findOne(caller: Caller, id: string): Promise<Versioned<ApiKeyView>> {
    const where = { AND: [rows(caller, 'read', 'ApiKey'), { id, ...unrevoked }] };
    const key = await this.prisma.apiKey.findFirst({ where, select: apiKeys.select(caller) });
    if (!key) throw notFound();
    return apiKeys.versioned(caller, key);
  }

  /** Makes a key, and shows it for the only time. 400 names `expiresAt` if it is past or too far, and `publicKey` if nothing is signed. */
  async create(caller: Caller, wanted: CreateApiKey): Promise<Versioned<NewApiKeyView>> {
    rows(caller, 'create', 'ApiKey');
    const { name, scopes, allowedCidrs = [], requireSignature = false, publicKey } = wanted;
    if (publicKey !== undefined && !requireSignature)
      throw invalidInput([{ pointer: '/publicKey', code: 'signature', message: 'goes with requireSignature alone' }]);
    const expiresAt = wanted.expiresAt ?? new Date(Date.now() + LONGEST_LIFE_MS);
    requireLife(expiresAt);
    const verifying = publicKey === undefined ? null : Buffer.from(publicKey, 'base64url');
    const key = { name, scopes, allowedCidrs, requireSignature, publicKey: verifying, expiresAt };
    const made = await this.newKeys.make(this.prisma, caller, key);
    this.logger.log({ event: 'key.made', keyId: made.body.id, userId: caller.userId });
    return made;
  }

  /** Revokes it, and its tokens, at once. 404, 412. */
  async remove(caller: Caller, id: string, ifMatch: Precondition): Promise<void> {
    await change(this.prisma.apiKey, caller, {
      action: 'delete',
      subject: 'ApiKey',
      where: { id, ...unrevoked },
      ifMatch,
      data: { revokedAt: new Date() },
      select: { id: true },
    });
    await this.changes.settled();
    this.logger.log({ event: 'key.revoked', keyId: id, userId: caller.userId });
  }
}

function requireLife(expiresAt: Date): void {
  const life = expiresAt.getTime() - Date.now();
  if (life > 0 && life <= LONGEST_LIFE_MS) return;
  const message = 'must be in the future, and a year ahead at most';
  throw invalidInput([{ pointer: '/expiresAt', code: 'life', message }]);
}
