import { calculateThumbprint, generateKeyPair, generateProof, type KeyPair } from 'dpop';
import { app } from './app.js';
import { Client } from './client.js';
import { type Actor, anonymous, PASSPHRASE, url } from './school.js';

/** A client that holds a key, as a library for browsers makes it. */
export async function holder() {
  const keys = await generateKeyPair('ES256');
  return { keys, thumbprint: await calculateThumbprint(keys.publicKey) };
}

/** A proof for this method and path of the server's public address. */
export async function proof(keys: KeyPair, method: string, path: string, token?: string): Promise<string> {
  const { config } = await app();
  return generateProof(keys, config.publicUrl + path, method, undefined, token);
}

/** Asks for tokens by this path with a proof, or as nobody in particular. */
export async function ask(path: string, body: object, keys?: KeyPair) {
  const headers: Record<string, string> = keys ? { dpop: await proof(keys, 'POST', path) } : {};
  return anonymous.post(path, body, { headers });
}

export const login = ({ email }: Actor, keys?: KeyPair) => ask('/v1/auth/login', { email, password: PASSPHRASE }, keys);
export const refresh = (refreshToken: string, keys?: KeyPair) => ask('/v1/auth/refresh', { refreshToken }, keys);

/** The tokens of a session that is bound to a new key. */
export async function boundSession(actor: Actor) {
  const { keys, thumbprint } = await holder();
  const { status, body } = await login(actor, keys);
  expect(status).toBe(200);
  return { ...(body as { accessToken: string; refreshToken: string; tokenType: string }), keys, thumbprint };
}

/** A request with exactly these credentials. */
export const withProof = (path: string, token: string, dpop: string | undefined, scheme = 'DPoP', at = url) =>
  new Client(at).get(path, { headers: { authorization: `${scheme} ${token}`, ...(dpop !== undefined && { dpop }) } });
