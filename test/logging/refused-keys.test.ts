import { apiKey } from '../support/api-key.js';
import { app } from '../support/app.js';
import { startProcess } from '../support/process.js';
import { school } from '../support/school.js';
import { holding } from '../support/session.js';

it('tells of a known key that is refused which it is, whence it came and why, and nothing of its secret', async () => {
  const { admin, rows } = await school();
  const { databaseUrl } = (await app()).config;
  const server = await startProcess({ databaseUrl });
  for (const [why, more] of Object.entries({
    ended: { expiresAt: new Date(Date.now() - 1_000) },
    network: { allowedCidrs: ['203.0.113.0/24'] },
    signature: { requireSignature: true, publicKey: Buffer.alloc(32, 7) },
  })) {
    const { id, secret } = await apiKey(admin, rows.schoolId, more);
    expect((await holding(secret, async () => server.url).get('/v1/terms')).status).toBe(401);
    expect(await server.line({ event: 'key.refused', why })).toMatchObject({ keyId: id, ip: '127.0.0.1', level: 40 });
    expect(server.output()).not.toContain(secret.slice(8));
  }
});
