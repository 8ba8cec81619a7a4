import { Windows } from '../../apps/api/src/throttling/windows.js';

/** What it keeps, looked at from inside: its cost must not grow with the hits of a client. */
const kept = (windows: Windows) => (windows as unknown as { windows: Map<string, object> }).windows;

describe('the windows of the rate limits', () => {
  it('keeps two numbers a client, however often it comes', () => {
    const windows = new Windows();
    for (let hit = 1; hit <= 10_000; hit += 1) windows.hit('busy', 60);
    expect(kept(windows).size).toBe(1);
    expect(kept(windows).get('busy')).toEqual({ hits: 10_000, endsAt: expect.any(Number) });
    expect(windows.hit('busy', 60).hits).toBe(10_001);
    expect(windows.hit('quiet', 60)).toEqual({ hits: 1, endsIn: 60 });
  });

  it('keeps a bounded number of clients, and forgets the longest quiet first', () => {
    const windows = new Windows();
    windows.hit('busy', 60);
    for (let client = 0; client < 100_000; client += 1) {
      windows.hit(`client ${client}`, 60);
      if (client % 10_000 === 0) windows.hit('busy', 60);
    }
    expect(kept(windows).size).toBe(100_000);
    expect(windows.hit('busy', 60)).toMatchObject({ hits: 12 });
    expect(windows.hit('client 0', 60)).toMatchObject({ hits: 1 });
  });
});
