import { createPublicKey } from 'node:crypto';
import { type InnerList, parseDictionary } from 'structured-headers';
import { isDigestOf } from '../../apps/api/src/auth/content-digest.js';
import { ed25519Key, isSigned, type VerifyingKey } from '../../apps/api/src/auth/message-signature.js';
import { signatureBase } from '../../apps/api/src/auth/signature-base.js';

/** The request of RFC 9421, B.2. */
const body = '{"hello": "world"}';
const message = {
  method: 'POST',
  uri: 'https://example.com/foo?param=Value&Pet=dog',
  headers: {
    date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'content-type': 'application/json',
    'content-digest':
      'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
    'content-length': '18',
  },
};

const spki = createPublicKey(
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----',
);
const vectors: [string, { input: string; base: string; signature: string; key: VerifyingKey }][] = [
  [
    'B.2.5, hmac-sha256',
    {
      input: '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
      base: [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@authority": example.com',
        '"content-type": application/json',
        '"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
      ].join('\n'),
      signature: 'pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=',
      key: {
        id: 'test-shared-secret',
        algorithm: 'hmac-sha256',
        key: Buffer.from(
          'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==',
          'base64',
        ),
      },
    },
  ],
  [
    'B.2.6, ed25519',
    {
      input:
        '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      base: [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@method": POST',
        '"@path": /foo',
        '"@authority": example.com',
        '"content-type": application/json',
        '"content-length": 18',
        '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      ].join('\n'),
      signature: 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
      key: {
        id: 'test-key-ed25519',
        algorithm: 'ed25519',
        key: ed25519Key(Buffer.from(spki.export({ format: 'jwk' }).x!, 'base64url')),
      },
    },
  ],
];

describe('RFC 9421', () => {
  it.each(vectors)('%s: the base is the RFC’s, and its signature is good for that alone', (_, vector) => {
    const input = parseDictionary(`sig=${vector.input}`).get('sig') as InnerList;
    const signature = Buffer.from(vector.signature, 'base64');
    const base = signatureBase(message, input);
    expect(base).toBe(vector.base);
    expect(isSigned(Buffer.from(base), signature, vector.key)).toBe(true);
    expect(isSigned(Buffer.from(`${base} `), signature, vector.key)).toBe(false);
    expect(isSigned(Buffer.from(base), signature.fill(0, 0, 1), vector.key)).toBe(false);
  });

  it('2.2: derives every component of a request', () => {
    const names = ['@method', '@target-uri', '@authority', '@scheme', '@path', '@query'];
    const base = signatureBase(message, [names.map((name) => [name, new Map()]), new Map()]);
    expect(base.split('\n').slice(0, -1)).toEqual([
      '"@method": POST',
      '"@target-uri": https://example.com/foo?param=Value&Pet=dog',
      '"@authority": example.com',
      '"@scheme": https',
      '"@path": /foo',
      '"@query": ?param=Value&Pet=dog',
    ]);
  });
});

it.each([
  ['RFC 9421, B.2', message.headers['content-digest'], body],
  ['RFC 9530, B.1', 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:', `${body}\n`],
  ['RFC 9530, B.2, of no content', 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:', ''],
  [
    'RFC 9530, 2',
    'sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:',
    `${body}\n`,
  ],
])('%s: a Content-Digest is of its bytes, and of no others', (_, header, content) => {
  expect(isDigestOf(header, Buffer.from(content))).toBe(true);
  expect(isDigestOf(header, Buffer.from(`${content} `))).toBe(false);
});
