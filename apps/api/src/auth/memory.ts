import { LRUCache } from 'lru-cache';
import type { IdentityChanges } from './identity-changes.js';

/**
 * What was read of the database, in memory. An entry is dropped when the database tells of a change to a row that it was made of
 * (identity-changes.ts), and none is believed while the database can't be heard.
 */
export class Memory<T extends object> {
  private readonly known = new LRUCache<string, T>({
    max: 10_000,
    dispose: (_, key) => this.unlink(key),
  });
  /** The entries that an id is a part of, so that a change finds them without looking at all. */
  private readonly keysById = new Map<string, Set<string>>();
  private readonly idsByKey = new Map<string, string[]>();

  constructor(private readonly changes: IdentityChanges) {
    changes.onChange((id) => this.forget(id));
  }

  /** What is known by the key, or else is read now. What is undefined is read each time. @param idsOf the rows that it was made of */
  async get(key: string, read: () => Promise<T | undefined>, idsOf: (found: T) => string[]): Promise<T | undefined> {
    return (this.changes.heard() ? this.known.get(key) : undefined) ?? (await this.load(key, read, idsOf));
  }

  private async load(
    key: string,
    read: () => Promise<T | undefined>,
    idsOf: (found: T) => string[],
  ): Promise<T | undefined> {
    const before = this.changes.count;
    const found = await read();
    // A change that came while the rows were being read may not be in them.
    if (found && this.changes.heard() && this.changes.count === before) this.remember(key, found, idsOf(found));
    return found;
  }

  private remember(key: string, found: T, ids: string[]): void {
    this.known.set(key, found);
    this.idsByKey.set(key, ids);
    for (const id of ids) this.keysById.set(id, (this.keysById.get(id) ?? new Set()).add(key));
  }

  private forget(changed: string | undefined): void {
    if (changed === undefined) return this.known.clear();
    for (const key of this.keysById.get(changed) ?? []) this.known.delete(key);
  }

  private unlink(key: string): void {
    for (const id of this.idsByKey.get(key) ?? []) {
      const keys = this.keysById.get(id);
      keys?.delete(key);
      if (keys?.size === 0) this.keysById.delete(id);
    }
    this.idsByKey.delete(key);
  }
}
