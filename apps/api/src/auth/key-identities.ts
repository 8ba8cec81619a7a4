import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../access/ability.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { addressOf } from '../throttling/client.js';
import { Windows } from '../throttling/windows.js';
import { IdentityChanges } from './identity-changes.js';
import { KeyProofs } from './key-proofs.js';
import { kindOfSecret } from './key-secret.js';
import { KeyUse } from './key-use.js';
import { keyColumns, known, type KnownKey, tokenColumns } from './known-key.js';
import { Memory } from './memory.js';
import { digestOf } from './one-time-token.js';

/** So many secrets of an address are looked up in a minute that aren't in memory. */
const LOOKUPS_A_MINUTE = 1_000;

/** The programs that the database knows by their keys and tokens, with their abilities, in memory. */
@Injectable()
export class KeyIdentities {
  private readonly logger = new Logger('KeyIdentities');
  private readonly known: Memory<KnownKey>;
  private readonly lookups = new Windows();

  constructor(
    private readonly prisma: PrismaService,
    private readonly proofs: KeyProofs,
    private readonly uses: KeyUse,
    changes: IdentityChanges,
  ) {
    this.known = new Memory(changes);
  }

  /**
   * The caller that a request with this key or token has; undefined if it is not good, or not from here, or proves too little.
   * @param id which key it has to be, where the request says so
   */
  async find(secret: string, request: FastifyRequest, id?: string): Promise<Caller | undefined> {
    const key = await this.lookUp(secret, request.ip);
    if (!key || (id !== undefined && id !== key.keyId)) return undefined;
    if (!this.proofs.given(key, request)) return this.refuse(key, request.ip, 'signature');
    this.uses.note(key.keyId);
    return key.caller;
  }

  /** A living key or token that may be used from this address. */
  private async lookUp(secret: string, address: string): Promise<KnownKey | undefined> {
    const key = await this.living(secret, address);
    return !key || key.isAllowedFrom(address) ? key : this.refuse(key, address, 'network');
  }

  /**
   * A living key or token, wherever it may be used from. Found by its digest, so no comparison of secrets tells by its time.
   * @param address of who asks
   */
  async living(secret: string, address: string): Promise<KnownKey | undefined> {
    const kind = kindOfSecret(secret);
    if (!kind) return undefined;
    const digest = digestOf(secret);
    const read = async () => {
      // An address that sends one unknown key after another is taken for nobody, and so meets the limit of nobodies.
      if (this.lookups.hit(addressOf(address), 60).hits > LOOKUPS_A_MINUTE) return undefined;
      return kind === 'hr_live_' ? this.readKey(digest) : this.readToken(digest);
    };
    const key = await this.known.get(digest.toString('base64url'), read, ({ ids }) => ids);
    if (!key || key.until > Date.now()) return key;
    // A token ends after minutes, and there is nothing to it.
    return kind === 'hr_live_' ? this.refuse(key, address, 'ended') : undefined;
  }

  /** Whoever has a key that is known and is still refused may have found it. */
  private refuse({ keyId }: KnownKey, ip: string, why: 'ended' | 'network' | 'signature'): undefined {
    this.logger.warn({ event: 'key.refused', keyId, ip, why });
    return undefined;
  }

  private async readKey(digest: Buffer<ArrayBuffer>): Promise<KnownKey | undefined> {
    const key = await this.prisma.apiKey.findUnique({ where: { digest }, select: keyColumns });
    return key ? known(key) : undefined;
  }

  private async readToken(digest: Buffer<ArrayBuffer>): Promise<KnownKey | undefined> {
    const token = await this.prisma.clientToken.findUnique({ where: { digest }, select: tokenColumns });
    return token ? known(token.apiKey, token) : undefined;
  }
}
