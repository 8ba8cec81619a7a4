import fc from 'fast-check';
import { expectProblem } from '../../support/assertions.js';
import { Authenticator } from '../../support/authenticator.js';
import { enrol, ORIGIN } from '../../support/passkey.js';
import { anonymous } from '../../support/school.js';
import { someone } from '../../support/session.js';
import { nasty, nastyJson } from '../../fuzz/values.js';

const RUNS = 400;
type Json = Record<string, unknown>;

/** The credential with some of its parts replaced, removed or added, at both depths. */
const mangled = (credential: Json): fc.Arbitrary<Json> => {
  const change = fc.record({
    inner: fc.boolean(),
    name: fc.oneof(fc.constantFrom(...Object.keys(credential), ...Object.keys(credential.response as Json)), nasty),
    value: fc.oneof(nastyJson, fc.constant(undefined), fc.base64String({ maxLength: 200 }), bytes),
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const copy = structuredClone(credential);
    for (const { inner, name, value } of changes) {
      const part = inner && typeof copy.response === 'object' ? (copy.response as Json | null) : copy;
      if (part) Object.defineProperty(part, name, { value, enumerable: true, configurable: true, writable: true });
    }
    return copy;
  });
};
const bytes = fc.uint8Array({ maxLength: 300 }).map((data) => Buffer.from(data).toString('base64url'));

it('whatever is sent in place of a credential is refused, and is no fault of the server', async () => {
  const actor = await someone();
  const { authenticator } = await enrol(actor);
  const fresh = new Authenticator(ORIGIN);
  const { body: options } = await actor.post('/v1/me/factors/passkeys/options');
  const made = fc.sample(mangled(fresh.create(options)), { numRuns: RUNS, seed: 1 });
  const { body: asked } = await anonymous.post('/v1/auth/passkey/options');
  // Of the challenge that it answers, which the first is good for, as of one that nobody gave out.
  const used = fc.sample(mangled(authenticator.get(asked)), { numRuns: RUNS, seed: 2 });
  const statuses = new Set<number>();
  for (const response of made) statuses.add((await actor.post('/v1/me/factors/passkeys', { response })).status);
  expect([...statuses].filter((status) => status !== 201)).toEqual([400]);
  statuses.clear();
  for (const response of used) statuses.add((await anonymous.post('/v1/auth/passkey', { response })).status);
  expect([...statuses].filter((status) => status !== 200).toSorted()).toEqual([400, 401]);
});

it('bytes that are no attestation and no signature are refused, after a challenge that was given out', async () => {
  const actor = await someone();
  const { authenticator } = await enrol(actor);
  const samples = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 300 }), { numRuns: 100, seed: 3 });
  for (const sample of samples) {
    const text = Buffer.from(sample).toString('base64url');
    const { body: options } = await actor.post('/v1/me/factors/passkeys/options');
    const created = new Authenticator(ORIGIN).create(options);
    created.response.attestationObject = text;
    expectProblem(await actor.post('/v1/me/factors/passkeys', { response: created }), 400);
    const { body: asked } = await anonymous.post('/v1/auth/passkey/options');
    const response = authenticator.get(asked);
    response.response[sample.length % 2 ? 'signature' : 'authenticatorData'] = text;
    expectProblem(await anonymous.post('/v1/auth/passkey', { response }), 401);
  }
});

it('what a browser adds to the results of extensions is no fault', async () => {
  const { authenticator } = await enrol(await someone());
  const { body: asked } = await anonymous.post('/v1/auth/passkey/options');
  const response = {
    ...authenticator.get(asked),
    authenticatorAttachment: 'platform',
    clientExtensionResults: { credProps: { rk: true }, prf: { results: { first: 'AA' } } },
  };
  expect((await anonymous.post('/v1/auth/passkey', { response })).status).toBe(200);
});

it('refuses more than there can be, and what is unknown within', async () => {
  const { authenticator } = await enrol(await someone());
  const { body: asked } = await anonymous.post('/v1/auth/passkey/options');
  const right = authenticator.get(asked);
  const wrong: Json[] = [
    { ...right, more: 1 },
    { ...right, response: { ...right.response, more: 1 } },
    { ...right, response: { ...right.response, signature: 'A'.repeat(1_401) } },
    { ...right, response: { ...right.response, signature: 'not base64url!' } },
    { ...right, response: { ...right.response, clientDataJSON: 'A'.repeat(4_097) } },
    { ...right, id: 'A'.repeat(1_365) },
    { ...right, type: 'password' },
    { ...right, clientExtensionResults: 'none' },
    { ...right, authenticatorAttachment: 'elsewhere' },
    { ...right, response: [right.response] },
  ];
  for (const response of wrong)
    expect(expectProblem(await anonymous.post('/v1/auth/passkey', { response }), 400)).toEqual(['/response whole']);
  expect((await anonymous.post('/v1/auth/passkey', { response: right })).status).toBe(200);
});
