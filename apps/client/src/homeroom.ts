import { createClient, createConfig } from './generated/client/index.js';
import { Operations } from './generated/sdk.gen.js';
import { throwUnlessProblem } from './problem.js';
import { Session } from './session.js';

/** Every operation of the API, by resource and verb, for whoever logs in with `session`. */
export class Homeroom extends Operations {
  readonly session = new Session(this.auth, this.secondStep);
}

interface Options {
  /** Where the API is served. */
  url: string;
  fetch?: typeof globalThis.fetch;
}

export function createHomeroom({ url, fetch = globalThis.fetch }: Options): Homeroom {
  const client = createClient(createConfig({ baseUrl: url }));
  const homeroom = new Homeroom({ client });
  client.setConfig({
    auth: () => homeroom.session.accessToken(),
    fetch: (input, init) => send(new Request(input, init), homeroom.session, fetch),
  });
  client.interceptors.error.use(throwUnlessProblem);
  return homeroom;
}

/** Sends a request, and once more with a new access token if the one that it has is refused: a 401 has changed nothing. */
async function send(request: Request, session: Session, fetch: typeof globalThis.fetch): Promise<Response> {
  const again = request.clone();
  const answer = await fetch(request);
  const refused = request.headers.get('Authorization')?.slice('Bearer '.length);
  if (answer.status !== 401 || !refused) return answer;
  const accessToken = await session.insteadOf(refused);
  if (!accessToken) return answer;
  await answer.body?.cancel();
  again.headers.set('Authorization', `Bearer ${accessToken}`);
  return fetch(again);
}
