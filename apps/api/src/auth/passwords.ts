import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { argon2id, hash, verify } from 'argon2';
import { Problem } from '../common/problem.js';
import { letHashingGiveWay } from './hashing-threads.js';

const parameters = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/**
 * Hashes that run at once: at most half of libuv's four threads, so that files and name look-ups are never starved (ASVS 15.4.4), and
 * no more than there are cores, as each takes the whole of one and its cache.
 */
const AT_ONCE = Math.min(2, availableParallelism());
/** Hashes that wait; the next one is a 503 at once rather than an answer in half a minute. */
const QUEUE = 50;

/** Argon2id (RFC 9106) off the event loop and bounded: a flood of logins can't take the processor from everyone else. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** A hash of nothing that anyone knows: an unknown account costs the same time as a known one. */
  private readonly decoy = hash(crypto.randomUUID(), parameters).finally(letHashingGiveWay);

  /** @throws 503 when too many wait already */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, parameters));
  }

  /** Whether it is the password of this hash; without a hash, false after the same work. @throws 503 */
  async verify(passwordHash: string | null | undefined, password: string): Promise<boolean> {
    const against = passwordHash ?? (await this.decoy);
    const right = await this.inTurn(() => verify(against, password));
    return right && typeof passwordHash === 'string';
  }

  /** Whether the hash was made with weaker parameters than today's. (The library's needsRehash also replaces stronger ones.) */
  outdated(passwordHash: string): boolean {
    const cost = (name: string) => Number(new RegExp(`[$,]${name}=(\\d+)`).exec(passwordHash)?.[1]);
    return !(cost('m') >= parameters.memoryCost && cost('t') >= parameters.timeCost);
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= QUEUE) throw new Problem('unavailable', { headers: { 'Retry-After': '2' } });
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      // The place is handed on to who waits longest, or given back.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
