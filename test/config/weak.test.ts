import { createECDH } from 'node:crypto';
import { faultsOf, production } from '../support/settings.js';

const database = (password: string, host = 'db.internal') => ({
  ...production,
  DATABASE_URL: `postgresql://school:${password}@${host}:5432/north`,
});
const mail = (login: string, host = 'mail.internal') => ({ ...production, SMTP_URL: `smtps://${login}@${host}` });

describe('in production a password that anyone would try is a fault', () => {
  const weak = ['', 'postgres', 'Password', 'homeroom', 'changeme', 'example', 'password123', 'a-long-password'];
  it.each([...weak, 'school', 'north', 'x8f-2kq', 'aaaaaaaaaaaaaaaa'])('of the database: %s', (password) => {
    const faults = faultsOf(database(password));
    expect(faults).toEqual([expect.stringMatching(/^DATABASE_URL has /)]);
    if (password.length > 8) expect(faults.join()).not.toContain(password);
  });

  it.each([...weak, 'a-user-of-mail'])('of the mail server: %s', (password) => {
    const faults = faultsOf(mail(`a-user-of-mail:${password}`));
    expect(faults).toEqual([expect.stringMatching(/^SMTP_URL has /)]);
    if (password.length > 8) expect(faults.join()).not.toContain(`:${password}`);
  });

  it('both at once', () => {
    const faults = faultsOf({ ...database('postgres'), SMTP_URL: mail('me:password').SMTP_URL });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['DATABASE_URL', 'SMTP_URL']);
  });

  it('but not where nobody else can reach it, nor of a mail server that asks for none', () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) expect(faultsOf(database('', host))).toEqual([]);
    const socket = 'postgresql:///north?host=/var/run/postgresql&user=school';
    expect(faultsOf({ ...production, DATABASE_URL: socket })).toEqual([]);
    expect(faultsOf({ ...production, SMTP_URL: 'smtp://relay.internal' })).toEqual([]);
    expect(faultsOf(mail('me:password', '127.0.0.1'))).toEqual([]);
  });

  it('nor outside production', () => {
    expect(faultsOf({ ...database('postgres'), NODE_ENV: 'development' })).toEqual([]);
  });
});

describe('a signing key that everybody knows is a fault', () => {
  it.each([
    ['RFC 7515', 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI'],
    ['RFC 7517', '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE'],
    ['RFC 7518, Alice', '0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo'],
    ['RFC 7518, Bob', 'VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw'],
    ['RFC 9421', 'UpuF81l-kOxbjf7T4mNSv0r5tN67Gim7rnf6EFpcYDs'],
    ['one', `${'A'.repeat(42)}E`],
  ])('%s', (_, d) => {
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(Buffer.from(d, 'base64url'));
    const point = pair.getPublicKey();
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
    const set = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x, y, d }] });
    for (const env of [{ JWT_PRIVATE_KEYS: set }, { ...production, JWT_PRIVATE_KEYS: set }])
      expect(faultsOf(env)).toEqual([expect.stringMatching(/^JWT_PRIVATE_KEYS holds a key that everybody knows/)]);
  });
});

it('is one in another spelling, too', () => {
  const known = { x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' };
  const key = { kty: 'EC', crv: 'P-256', ...known, d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI' };
  // The last letter has bits that mean nothing.
  const keys = [{ ...key, x: known.x.replace(/U$/, 'V') }];
  expect(faultsOf({ JWT_PRIVATE_KEYS: JSON.stringify({ keys }) })).toEqual([
    expect.stringMatching(/^JWT_PRIVATE_KEYS holds a key that everybody knows/),
  ]);
});

describe('the mail settings', () => {
  it.each([
    'http://mail.internal',
    'mail.internal:465',
    'smtps://',
    'smtps://a:the-password-%@mail.internal',
    'smtps://a:the-password-x@mail.internal/box',
    'smtps://a:the-password-x@mail.internal?pool=true',
  ])('SMTP_URL=%s is a fault, and not repeated', (value) => {
    const faults = faultsOf({ ...production, SMTP_URL: value });
    expect(faults).toEqual([expect.stringMatching(/^SMTP_URL must be a URL like /)]);
    expect(faults.join()).not.toContain('the-password');
  });

  it.each([
    'homeroom',
    '<homeroom@school.example',
    'Northwood <homeroom@school.example>, x@school.example',
    'Northwood\r\nBcc: x@school.example <homeroom@school.example>',
    'a"b <homeroom@school.example>',
    'homeroom@school.example>',
  ])('MAIL_FROM=%s is a fault', (value) => {
    expect(faultsOf({ ...production, MAIL_FROM: value })).toEqual([expect.stringMatching(/^MAIL_FROM must be /)]);
  });
});
