import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { createKeySecret } from '../auth/key-secret.js';
import { digestOf } from '../auth/one-time-token.js';
import { Sealing } from '../auth/sealing.js';
import { Versioned } from '../common/etag.js';
import type { PrismaService } from '../prisma/prisma.service.js';
import { apiKeys, type NewApiKeyView } from './api-key.view.js';

export interface NewKey {
  name: string;
  scopes: string[];
  allowedCidrs: string[];
  requireSignature: boolean;
  publicKey: Uint8Array<ArrayBuffer> | null;
  expiresAt: Date;
}

/** Makes keys. Of the key the database gets a digest; of a secret to sign with, what opens only with a key kept elsewhere. */
@Injectable()
export class NewKeys {
  constructor(private readonly sealing: Sealing) {}

  /** Writes it, and shows its secrets for the only time. */
  async make(
    transaction: Pick<PrismaService, 'apiKey' | '$queryRaw'>,
    caller: Caller,
    wanted: NewKey,
  ): Promise<Versioned<NewApiKeyView>> {
    const key = createKeySecret('hr_live_');
    const secret = wanted.requireSignature && !wanted.publicKey ? randomBytes(32) : null;
    // The secret is sealed for the row, so the row's id is there before it.
    const [{ id } = { id: '' }] = await transaction.$queryRaw<{ id: string }[]>`SELECT uuidv7() AS id`;
    const { membershipId: createdById, schoolId } = caller;
    const signingSecret = secret && this.sealing.seal(secret, id);
    const data = { ...wanted, id, schoolId: schoolId!, createdById, digest: digestOf(key), signingSecret };
    const row = await transaction.apiKey.create({ data, select: apiKeys.select(caller) });
    const shown = { ...apiKeys.show(caller, row), key, signingSecret: secret && secret.toString('base64url') };
    return new Versioned(row.version, shown, { collection: '/v1/api-keys' });
  }
}
