import { generateKeyPairSync } from 'node:crypto';
import { app, startApp } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import type { Answer } from '../support/client.js';
import {
  by,
  digestOf,
  nonce,
  send,
  sendSigned,
  signed,
  signingKey,
  type SigningKey,
  type Wanted,
} from '../support/signed.js';

const now = () => Math.floor(Date.now() / 1_000);
const create = {
  method: 'POST',
  path: '/v1/terms',
  body: '{"name":"Spring","startsOn":"2027-01-05","endsOn":"2027-04-01"}',
};
const covered = ['@method', '@target-uri', 'authorization', 'content-digest'];

let key: SigningKey;
let shared: SigningKey;
beforeAll(async () => {
  [key, shared] = [await signingKey(), await signingKey('hmac-sha256')];
});

function expectRefused(answer: Answer, reason: RegExp) {
  expectProblem(answer, 401);
  expect(answer.body.detail).toMatch(reason);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  expect(answer.headers.get('accept-signature')).toBe(
    'sig=("@method" "@target-uri" "authorization" "content-digest");created;nonce',
  );
}

describe('a key that requires signatures', () => {
  it.each([
    ['Ed25519', () => key],
    ['a shared secret', () => shared],
  ])('lets requests in that are signed by %s, read or written', async (_, keyOf) => {
    expect((await sendSigned(keyOf())).status).toBe(200);
    expect((await sendSigned(keyOf(), { path: '/v1/terms?limit=5' })).status).toBe(200);
    expect((await sendSigned(keyOf(), create)).status).toBe(201);
    expect((await sendSigned(keyOf(), { ...create, digest: digestOf(create.body, 'sha512') })).status).toBe(201);
    const both = `${digestOf(create.body)}, ${digestOf(create.body, 'sha512')}`;
    expect((await sendSigned(keyOf(), { ...create, digest: both })).status).toBe(201);
  });

  it('lets more be covered, and takes an alg, a keyid and an end that are right', async () => {
    const parameters = { alg: 'ed25519', keyid: key.id, expires: now() + 30 };
    const covers = [...covered.slice(0, 3), '@authority', '@path', '@query'];
    expect((await sendSigned(key, { parameters, covers, path: '/v1/terms?limit=5' })).status).toBe(200);
  });

  it('is nobody’s without a signature, or with half of one', async () => {
    const headers = signed(key);
    expectRefused(await send({ authorization: headers.authorization! }), /one signature/);
    expectRefused(await send({ ...headers, signature: '' }), /one signature/);
    const { 'signature-input': _, ...rest } = headers;
    expectRefused(await send(rest), /one signature/);
    expectRefused(await send({ ...headers, signature: 'x=(' }), /dictionaries/);
    expectRefused(await send({ ...headers, signature: headers.signature!.replace('sig=', 'other=') }), /one signature/);
  });

  it('is nobody’s with two signatures, though each be good', async () => {
    const [one, two] = [signed(key), signed(key)];
    const headers = {
      ...one,
      'signature-input': `${one['signature-input']}, ${two['signature-input']!.replace('sig=', 'two=')}`,
      signature: `${one.signature}, ${two.signature!.replace('sig=', 'two=')}`,
    };
    expectRefused(await send(headers), /one signature/);
  });

  it.each(covered)('is nobody’s with a signature that doesn’t cover %s', async (name) => {
    expectRefused(
      await sendSigned(key, { ...create, covers: covered.filter((each) => each !== name) }),
      new RegExp(name),
    );
  });

  it.each([
    ['a component with a parameter', ['"@method";req', ...covered.slice(1, 3)], /cover @method|without parameters/],
    [
      'a component with a parameter beside it',
      [...covered.slice(0, 3), '"@method";req'],
      /without parameters|twice|once/,
    ],
    ['a component twice', [...covered.slice(0, 3), '@method'], /once/],
    ['what is not there', [...covered.slice(0, 3), 'x-nothing'], /has to be in the request/],
  ])('is nobody’s with a signature over %s', async (_, covers, reason) => {
    expectRefused(await sendSigned(key, { covers }), reason);
  });

  const changes: [string, (headers: Record<string, string>) => [Record<string, string>, Wanted]][] = [
    ['method', () => [signed(key, { ...create, method: 'PUT' }), create]],
    ['path', (headers) => [headers, { ...create, path: '/v1/classes' }]],
    ['query', (headers) => [headers, { ...create, path: '/v1/terms?limit=1' }]],
    ['body', (headers) => [headers, { ...create, body: create.body.replace('Spring', 'Autumn') }]],
    ['digest', (headers) => [{ ...headers, 'content-digest': digestOf('{}') }, create]],
    [
      'nonce',
      (headers) => [
        { ...headers, 'signature-input': headers['signature-input']!.replace(/nonce="[^"]+"/, `nonce="${nonce()}"`) },
        create,
      ],
    ],
    [
      'time',
      (headers) => [
        { ...headers, 'signature-input': headers['signature-input']!.replace(/created=\d+/, `created=${now() - 5}`) },
        create,
      ],
    ],
  ];
  it.each(changes)('is nobody’s when the %s was changed after signing', async (what, change) => {
    const reason = what === 'body' ? /Content-Digest has to be of the body/ : /not of this request/;
    expectRefused(await send(...change(signed(key, create))), reason);
  });

  it('is nobody’s when the credential was changed for another key’s after signing', async () => {
    expectRefused(await send({ ...signed(key), authorization: `Bearer ${shared.secret}` }), /not of this request/);
  });

  it.each([
    ['without a nonce', { nonce: undefined }, /nonce/],
    ['with a short nonce', { nonce: 'abc' }, /nonce/],
    ['with a long nonce', { nonce: 'a'.repeat(129) }, /nonce/],
    ['with a nonce that is a number', { nonce: 123456789012345 }, /nonce/],
    ['without a time', { created: undefined }, /created/],
    ['made two minutes ago', { created: now() - 120 }, /created/],
    ['made in two minutes', { created: now() + 120 }, /created/],
    ['with a time that is text', { created: String(now()) }, /created/],
    ['that has expired', { expires: now() - 1 }, /expired/],
    ['by another algorithm', { alg: 'hmac-sha256' }, /alg/],
    ['by a key of another id', { keyid: 'other' }, /keyid/],
  ])('is nobody’s with a signature %s', async (_, parameters: Wanted['parameters'], reason) => {
    expectRefused(await sendSigned(key, { parameters }), reason);
  });

  it('is nobody’s with a digest that is another’s, by a broken algorithm, or no digest at all', async () => {
    for (const digest of [digestOf('{}'), 'md5=:AAAA:', 'sha-256=1', 'x', `${digestOf(create.body)}, sha-512=:AAAA:`])
      expectRefused(await sendSigned(key, { ...create, digest }), /Content-Digest/);
  });

  it('is nobody’s with a signature by another key, by the public key as a secret, or by nothing', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    for (const signer of [by(privateKey), shared.signer, () => Buffer.alloc(64), () => Buffer.alloc(0)])
      expectRefused(await sendSigned(key, { signer }), /not of this request/);
    for (const signer of [key.signer, () => Buffer.alloc(32), () => Buffer.alloc(0)])
      expectRefused(await sendSigned(shared, { signer }), /not of this request/);
  });

  it('writes nothing when it is refused, and writes once when the request is sent again, here or on another instance', async () => {
    const { config, database } = await app();
    const second = await startApp({ databaseUrl: config.databaseUrl });
    const writer = await signingKey();
    const { schoolId } = await database.apiKey.findUniqueOrThrow({ where: { id: writer.id } });
    const before = await database.term.count({ where: { schoolId } });
    const headers = signed(writer, create);
    expect((await send(headers, create)).status).toBe(201);
    expectRefused(await send(headers, create), /used before/);
    expectRefused(await send(headers, create, async () => second.url), /used before/);
    expect(await database.term.count({ where: { schoolId } })).toBe(before + 1);
    expect((await send(signed(writer), {}, async () => second.url)).status).toBe(200);
  });

  it('lets one of twenty in that come with one nonce at once', async () => {
    const headers = signed(key);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(headers)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(19).fill(401)]);
  });

  it('doesn’t use up the nonce of a request that it refused', async () => {
    const parameters = { nonce: nonce() };
    expectRefused(await sendSigned(key, { parameters, signer: () => Buffer.alloc(64) }), /not of this request/);
    expect((await sendSigned(key, { parameters })).status).toBe(200);
  });
});
