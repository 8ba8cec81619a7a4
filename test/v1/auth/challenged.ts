import { Visitor } from '../../support/address.js';
import { enrol } from '../../support/factor.js';
import { someone } from '../../support/session.js';

export async function withFactor() {
  const actor = await someone();
  return { actor, factor: await enrol(actor) };
}

/** A login that waits for its second factor. */
export async function challenged(email: string, visitor = new Visitor()) {
  const { status, body } = await visitor.login(email);
  expect(status).toBe(200);
  return { visitor, challenge: body.challenge as string };
}

export const meet = (visitor: Visitor, challenge: string, code: string) =>
  visitor.post('/v1/auth/challenge', { challenge, code });
