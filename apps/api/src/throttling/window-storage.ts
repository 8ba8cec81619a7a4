import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { LRUCache } from 'lru-cache';

interface Window {
  hits: number;
  endsAt: number;
}

/** So many clients are told apart at once; beyond it the ones that were longest quiet are forgotten first. */
const CLIENTS = 100_000;

/**
 * Counts hits in fixed windows. A hit costs the same however many came before it; the library's own store keeps every hit of a
 * key, so that the busiest client, an attacker, slows it down for all.
 */
@Injectable()
export class WindowStorage implements ThrottlerStorage {
  private readonly windows = new LRUCache<string, Window>({ max: CLIENTS });

  async increment(key: string, ttl: number, limit: number) {
    const now = Date.now();
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      window = { hits: 0, endsAt: now + ttl };
      this.windows.set(key, window);
    }
    window.hits += 1;
    const timeToExpire = Math.ceil((window.endsAt - now) / 1_000);
    const isBlocked = window.hits > limit;
    return { totalHits: window.hits, timeToExpire, isBlocked, timeToBlockExpire: isBlocked ? timeToExpire : 0 };
  }
}
