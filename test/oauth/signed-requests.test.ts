import { nonce, send as sendExactly, signed, signingKey, type SigningKey, type Wanted } from '../support/signed.js';
import { as, basic, send, terms, type } from './client.js';

describe.each(['ed25519', 'hmac-sha256'] as const)('a key that requires signatures by %s', (algorithm) => {
  const form = { method: 'POST', path: '/oauth/token', body: 'grant_type=client_credentials&scope=terms%3Aread' };
  const introspection = (token: string) => ({ method: 'POST', path: '/oauth/introspect', body: `token=${token}` });
  let signing: SigningKey;
  beforeAll(async () => {
    signing = await signingKey(algorithm);
  });

  /** The headers of a form that is signed with the credential that OAuth's clients send. */
  const signedForm = (wanted: Wanted = {}): Record<string, string> => {
    const authorization = basic(signing.id, signing.secret);
    return { ...signed(signing, { ...form, ...wanted, authorization }), ...type };
  };
  const outcome = async (headers: Record<string, string>, wanted: Wanted = form) => {
    const { status, body } = await sendExactly(headers, wanted);
    return [status, body.error];
  };
  const unsigned = [400, 'unauthorized_client'];

  it('gets a token for a signed request, and for the same one again, none', async () => {
    const headers = signedForm();
    expect(await outcome(headers)).toEqual([200, undefined]);
    expect(await outcome(headers)).toEqual(unsigned);
    expect((await sendExactly(headers, form)).body.error_description).toMatch(/Its nonce was used before\.$/);
    const twice = signedForm();
    const answers = await Promise.all(Array.from({ length: 10 }, () => outcome(twice)));
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
  });

  it('gets none without a signature, or with one that is of something else', async () => {
    const { 'signature-input': _, signature: __, ...bare } = signedForm();
    const elsewhere = signedForm({ path: '/oauth/revoke' });
    const stale = signedForm({ parameters: { created: Math.floor(Date.now() / 1_000) - 120 } });
    const uncovered = signedForm({ covers: ['@method', '@target-uri', 'authorization'] });
    for (const headers of [bare, elsewhere, stale, uncovered]) expect(await outcome(headers)).toEqual(unsigned);
    const more = { ...form, body: 'grant_type=client_credentials' };
    expect(await outcome(signedForm(), more)).toEqual(unsigned);
  });

  it('gets none for a secret in the form, where no signature covers a credential', async () => {
    const body = `${form.body}&client_id=${signing.id}&client_secret=${signing.secret}`;
    const { authorization: _, ...headers } = signedForm({ body });
    expect(await outcome(headers, { ...form, body })).toEqual(unsigned);
  });

  it('gets one for a nonce that a refused request had', async () => {
    const parameters = { nonce: nonce() };
    expect(await outcome(signedForm({ parameters, signer: () => Buffer.alloc(64) }))).toEqual(unsigned);
    expect(await outcome(signedForm({ parameters }))).toEqual([200, undefined]);
  });

  it('has to sign with its token too, and to ask what a token is good for', async () => {
    const { body } = await sendExactly(signedForm(), form);
    const token: string = body.access_token;
    expect(await terms(token)).toBe(401);
    expect((await sendExactly(signed({ ...signing, secret: token }))).status).toBe(200);
    const asked = introspection(token);
    expect((await send(asked.path, asked.body, as(signing))).body.error).toBe('unauthorized_client');
    expect((await sendExactly(signedForm(asked), asked)).body.active).toBe(true);
  });
});
