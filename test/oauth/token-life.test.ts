import { setTimeout as delay } from 'node:timers/promises';
import { app } from '../support/app.js';
import { school } from '../support/school.js';
import { keyOf, terms, tokenOf } from './client.js';

let ours: Awaited<ReturnType<typeof school>>;
beforeAll(async () => {
  ours = await school();
});

describe('a token', () => {
  const past = new Date(Date.now() - 1_000);
  it.each([
    ['its key is revoked', (id: string) => ({ id, data: { revokedAt: new Date() } })],
    ['its key has ended', (id: string) => ({ id, data: { expiresAt: past } })],
    ['its key may be used from elsewhere alone', (id: string) => ({ id, data: { allowedCidrs: ['203.0.113.0/24'] } })],
  ])('is nobody’s within a second when %s', async (_, change) => {
    const mine = await keyOf(ours);
    const token = await tokenOf(mine);
    expect(await terms(token)).toBe(200);
    const { id, data } = change(mine.id);
    await (await app()).database.apiKey.update({ where: { id }, data });
    const deadline = performance.now() + 1_000;
    while ((await terms(token)) === 200 && performance.now() < deadline) await delay(20);
    expect(await terms(token)).toBe(401);
  });

  it('is nobody’s at once when an admin revokes its key', async () => {
    const mine = await keyOf(ours);
    const token = await tokenOf(mine);
    expect(await terms(token)).toBe(200);
    expect((await ours.admin.delete(`/v1/api-keys/${mine.id}`)).status).toBe(204);
    expect(await terms(token)).toBe(401);
  });

  it('ends by itself', async () => {
    const token = await tokenOf(await keyOf(ours));
    await (await app()).database.clientToken.updateMany({ data: { expiresAt: past } });
    expect(await terms(token)).toBe(401);
  });
});
