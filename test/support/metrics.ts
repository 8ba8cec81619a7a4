import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** By Node's own client: what /metrics answers is no part of the API, so nothing is held to its document. */
export async function get(url: string, method = 'GET') {
  const asked = request(url, { method, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

/** Each number under its name and labels. */
export async function metricsOf(managementUrl: string): Promise<Map<string, number>> {
  const { body } = await get(`${managementUrl}/metrics`);
  const lines = body.split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}
