import { addressOf } from '../../apps/api/src/throttling/client.js';
import { app, startApp, testConfig } from '../support/app.js';
import { Client } from '../support/client.js';
import { PASSPHRASE } from '../support/school.js';
import { someone } from '../support/session.js';

/** A server that counts to 1 000 for each address, and a way to ask it how many are left for what X-Forwarded-For names. */
async function behind(trustedProxies: number | string[]) {
  const { config } = await app();
  const { rateLimits } = await testConfig({ databaseUrl: config.databaseUrl });
  const { url } = await startApp({
    databaseUrl: config.databaseUrl,
    trustedProxies,
    rateLimits: { ...rateLimits, anonymous: [{ limit: 1_000, seconds: 600 }] },
  });
  const client = new Client(async () => url);
  return async (forwarded?: string) => {
    const { headers } = await client.get('/v1/me', {
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    });
    return 1_000 - Number(/r=(\d+)/.exec(headers.get('ratelimit')!)![1]);
  };
}

describe('the address that a request counts for', () => {
  it('is that of the connection without a proxy, whatever the request says', async () => {
    const hits = await behind(0);
    expect([await hits(), await hits('198.51.100.1'), await hits('198.51.100.2'), await hits('::1, 10.0.0.1')]).toEqual(
      [1, 2, 3, 4],
    );
  });

  it('is what the one proxy saw: the right-most, and nothing that the client wrote before it', async () => {
    const hits = await behind(1);
    expect([
      await hits('198.51.100.1'),
      await hits('6.6.6.6, 198.51.100.1'),
      await hits('1.1.1.1,  8.8.8.8 ,198.51.100.1'),
    ]).toEqual([1, 2, 3]);
    expect([await hits('198.51.100.2'), await hits('198.51.100.1, 198.51.100.2')]).toEqual([1, 2]);
    expect([await hits(), await hits('127.0.0.1')]).toEqual([1, 2]);
  });

  it('is what the outer of two proxies saw', async () => {
    const hits = await behind(2);
    expect([await hits('198.51.100.1, 10.0.0.9'), await hits('6.6.6.6, 198.51.100.1, 10.0.0.8')]).toEqual([1, 2]);
  });

  it('is the right-most that is no proxy, where the proxies’ addresses are known', async () => {
    const hits = await behind(['127.0.0.0/8', '10.0.0.0/8', '::1/128']);
    expect([
      await hits('198.51.100.1'),
      await hits('198.51.100.1, 10.0.0.5'),
      await hits('6.6.6.6, 198.51.100.1, 10.1.2.3, 10.0.0.5'),
    ]).toEqual([1, 2, 3]);
    expect([await hits('198.51.100.1, 192.0.2.7'), await hits('10.0.0.1, 192.0.2.7')]).toEqual([1, 2]);
  });

  it('is that of the connection when it is none of the known proxies', async () => {
    const hits = await behind(['10.0.0.0/8']);
    expect([await hits('198.51.100.1'), await hits('198.51.100.2')]).toEqual([1, 2]);
  });

  it('is for IPv6 the network of 64 bits that a customer has', async () => {
    const hits = await behind(1);
    const same = ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2:3:4:5:6'];
    const counts = [];
    for (const address of same) counts.push(await hits(address));
    expect(counts).toEqual([1, 2, 3, 4]);
    expect([await hits('2001:db8:1:3::1'), await hits('::ffff:198.51.100.1'), await hits('198.51.100.1')]).toEqual([
      1, 1, 2,
    ]);
  });

  it.each([
    ['198.51.100.1', 'address 198.51.100.1'],
    ['::ffff:198.51.100.1', 'address 198.51.100.1'],
    ['::1', 'address 0:0:0:0::/64'],
    ['2001:db8::1', 'address 2001:db8:0:0::/64'],
    ['2001:db8::1:0:0:1', 'address 2001:db8:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', 'address 2001:db8:1:2::/64'],
    ['1:2:3:4:5:6:7::', 'address 1:2:3:4::/64'],
    ['::5:6:7:8', 'address 0:0:0:0::/64'],
    ['64:ff9b::198.51.100.1', 'address 64:ff9b:0:0::/64'],
    ['fe80::1%eth0', 'address fe80:0:0:0::/64'],
    ['no address', 'address no address'],
  ])('counts %s as %s', (ip, key) => {
    expect(addressOf(ip)).toBe(key);
  });

  it('may be no address at all, as a proxy may forward anything, and the login goes on', async () => {
    const { url } = await startApp({ databaseUrl: (await app()).config.databaseUrl, trustedProxies: 1 });
    const { email } = await someone();
    for (const forwarded of ['unknown', '_hidden', 'x'.repeat(300), '1.2.3.4:5678', ',', '😀'.repeat(3)]) {
      const headers = { 'x-forwarded-for': Buffer.from(forwarded).toString('latin1') };
      const { status } = await new Client(async () => url).post(
        '/v1/auth/login',
        { email, password: PASSPHRASE },
        { headers },
      );
      expect(status).toBe(200);
    }
  });
});
