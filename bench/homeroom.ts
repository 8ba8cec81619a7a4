import { generateKeyPairSync } from 'node:crypto';

/** As production runs it (the image's own command): every guard, limit, header and log line is on. */
export const command = [
  '--disable-sigusr1',
  '--enable-source-maps',
  '--no-allocation-site-pretenuring',
  '--max-semi-space-size=16',
  '--heap-growing-percent=15',
  'dist/apps/cli/src/main.js',
  'start',
];

const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

/** Production's settings. The limits count as always, but nothing reaches them. */
export const settings = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://school.example',
  JWT_PRIVATE_KEYS: JSON.stringify({ keys: [jwk] }),
  // Nothing in the work sends mail.
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'homeroom@school.example',
  RATE_LIMIT: '100000000/10s,500000000/1h,900000000/1d',
  RATE_LIMIT_ANONYMOUS: '900000000/1m',
  RATE_LIMIT_LOGIN: '900000000/1m',
  MAX_IN_FLIGHT: '10000',
  MALLOC_ARENA_MAX: '2',
};
