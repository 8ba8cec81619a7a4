import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { CLIENT, listen } from './openid.js';

type Claims = Record<string, unknown>;

/** A provider that says whatever a test wants it to. */
export async function startForger(id: string) {
  const honest = await generateKeyPair('ES256');
  const wrong = await generateKeyPair('ES256');
  const jwk: JWK = { ...(await exportJWK(honest.publicKey)), alg: 'ES256', use: 'sig', kid: 'honest' };
  const sent = { form: new URLSearchParams(), authorization: '' };
  const forger = {
    sent,
    issuer: '',
    /** What the discovery document says besides. */
    metadata: {} as object,
    /** The answer to a code. */
    token: (): { status?: number; body: unknown } => ({ status: 400, body: { error: 'invalid_grant' } }),
    /** A token that is right but for these. */
    async signed(claims: Claims, key: 'honest' | 'wrong' | 'none' | 'the secret' = 'honest'): Promise<string> {
      const now = Math.floor(Date.now() / 1_000);
      const all = { iss: forger.issuer, aud: CLIENT.clientId, iat: now, exp: now + 60, ...claims };
      if (key === 'none') return new UnsecuredJWT(all).encode();
      if (key === 'the secret')
        return new SignJWT(all).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(CLIENT.clientSecret));
      const { privateKey } = key === 'honest' ? honest : wrong;
      return new SignJWT(all).setProtectedHeader({ alg: 'ES256', kid: 'honest' }).sign(privateKey);
    },
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/keys') return json(200, { keys: [jwk] });
    if (request.url === '/token') {
      sent.form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
      sent.authorization = request.headers.authorization ?? '';
      const { status = 200, body } = forger.token();
      return json(status, body);
    }
    return json(200, {
      issuer: forger.issuer,
      authorization_endpoint: `${forger.issuer}/authorize`,
      token_endpoint: `${forger.issuer}/token`,
      jwks_uri: `${forger.issuer}/keys`,
      id_token_signing_alg_values_supported: ['ES256', 'HS256', 'none'],
      ...forger.metadata,
    });
  };
  const server = createServer((request, response) => void answer(request, response));
  forger.issuer = await listen(server);
  return { forger, server, setting: { id, name: id, issuer: forger.issuer, ...CLIENT, scopes: ['openid', 'email'] } };
}
