import { WindowStorage } from '../../apps/api/src/throttling/window-storage.js';

/** What the store keeps, looked at from inside: its cost must not grow with the hits of a client. */
const kept = (storage: WindowStorage) => (storage as unknown as { windows: Map<string, object> }).windows;

describe('the store of the rate limits', () => {
  it('keeps two numbers a client, however often it comes', async () => {
    const storage = new WindowStorage();
    for (let hit = 1; hit <= 10_000; hit += 1) await storage.increment('busy', 60_000, 5);
    expect(kept(storage).size).toBe(1);
    expect(kept(storage).get('busy')).toEqual({ hits: 10_000, endsAt: expect.any(Number) });
    expect(await storage.increment('busy', 60_000, 5)).toEqual({
      totalHits: 10_001,
      timeToExpire: 60,
      isBlocked: true,
      timeToBlockExpire: 60,
    });
    expect(await storage.increment('quiet', 60_000, 5)).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('keeps a bounded number of clients, and forgets the longest quiet first', async () => {
    const storage = new WindowStorage();
    await storage.increment('busy', 60_000, 5);
    for (let client = 0; client < 100_000; client += 1) {
      await storage.increment(`client ${client}`, 60_000, 5);
      if (client % 10_000 === 0) await storage.increment('busy', 60_000, 5);
    }
    expect(kept(storage).size).toBe(100_000);
    expect(await storage.increment('busy', 60_000, 5)).toMatchObject({ totalHits: 12 });
    expect(await storage.increment('client 0', 60_000, 5)).toMatchObject({ totalHits: 1 });
  });
});
