import { LRUCache } from 'lru-cache';

interface Window {
  hits: number;
  endsAt: number;
}

/** So many clients are told apart at once; beyond it the ones that were longest quiet are forgotten first. */
const CLIENTS = 100_000;

/** Counts hits in fixed windows of time. A hit costs the same however many came before it, so that the busiest client slows nobody down. */
export class Windows {
  private readonly windows = new LRUCache<string, Window>({ max: CLIENTS });

  /** Counts one more of this key; says how many there are, and in how many seconds they are forgotten. */
  hit(key: string, seconds: number): { hits: number; endsIn: number } {
    const now = Date.now();
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      window = { hits: 0, endsAt: now + seconds * 1_000 };
      this.windows.set(key, window);
    }
    window.hits += 1;
    return { hits: window.hits, endsIn: Math.ceil((window.endsAt - now) / 1_000) };
  }
}
