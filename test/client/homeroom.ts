import { createHomeroom } from '../../apps/client/src/homeroom.js';
import { app } from '../support/app.js';
import { type Actor, PASSPHRASE } from '../support/school.js';

/** A client of the file's server, and what it has sent, as `POST /v1/auth/login 200`. */
export async function homeroom(url?: string) {
  const at = url ?? (await app()).url;
  const sent: string[] = [];
  const expired = new Set<string | null>();
  let token: string | null = null;
  const client = createHomeroom({
    url: at,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method, headers } = request;
      token = headers.get('Authorization') ?? token;
      if (expired.has(headers.get('Authorization'))) headers.set('Authorization', 'Bearer expired');
      const answer = await fetch(request);
      sent.push(`${method} ${request.url.slice(at.length)} ${answer.status}`);
      return answer;
    },
  });
  /** From now on the server refuses the access token that was sent last. */
  const expire = () => void expired.add(token);
  return { client, sent, expire };
}

/** The same for someone who has logged in. */
export async function homeroomOf({ email }: Actor, url?: string) {
  const { client, sent, expire } = await homeroom(url);
  await client.session.logIn(email, PASSPHRASE);
  await client.me.findOne();
  sent.length = 0;
  return { client, sent, expire };
}
