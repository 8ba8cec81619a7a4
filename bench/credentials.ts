import { SignJWT } from 'jose';
import { password } from './data.js';
import type { ServerName } from './servers.js';
import type { Actor } from './world.js';

/** What the usual server's tokens are signed with. */
export const usualSecret = 'of the benchmark alone, and as long as HMAC with SHA-256 wants it';

/** Homeroom's access tokens live ten minutes; no measurement begins with one older than this. */
const FRESH_MS = 7 * 60_000;

/** How a server is told who asks: for Homeroom everyone logs in, the usual server gets tokens of its kind, the bare one believes. */
export class Credentials {
  private readonly tokens = new Map<string, { token: string; at: number }>();

  constructor(
    private readonly name: ServerName,
    private readonly url: string,
  ) {}

  async headers(actor: Actor | undefined): Promise<Record<string, string>> {
    if (!actor) return {};
    if (this.name === 'bare') return believed(actor);
    const { membershipId } = actor;
    let known = this.tokens.get(membershipId);
    if (!known || Date.now() - known.at > FRESH_MS) {
      const token = await (this.name === 'usual' ? sign(actor) : this.logIn(actor));
      known = { token, at: Date.now() };
      this.tokens.set(membershipId, known);
    }
    return { authorization: `Bearer ${known.token}` };
  }

  private async logIn({ email }: Actor): Promise<string> {
    const answer = await fetch(`${this.url}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!answer.ok) throw new Error(`The login of ${email} was answered with ${answer.status}.`);
    return ((await answer.json()) as { accessToken: string }).accessToken;
  }
}

const believed = ({ membershipId, schoolId, teacherId, role }: Actor) => ({
  'x-school': schoolId,
  ...(role === 'teacher' && { 'x-teacher': teacherId! }),
  ...(role === 'guardian' && { 'x-guardian': membershipId }),
});

const sign = ({ membershipId, schoolId, role, teacherId }: Actor) =>
  new SignJWT({ membershipId, schoolId, role, teacherId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(usualSecret));
