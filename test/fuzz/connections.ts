import { Agent, type IncomingMessage, request } from 'node:http';
import { received } from '../support/answers.js';
import { url } from '../support/school.js';
import type { HostileRequest } from './requests.js';

export const CONNECTIONS = 6;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
afterAll(() => agent.destroy());

export interface Reply {
  status: number;
  headers: Headers;
  body: string;
}

export async function send({ method, path, headers, body }: HostileRequest, token: string | undefined): Promise<Reply> {
  const { hostname, port } = new URL(await url());
  const all = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...headers,
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, hostname, port, method, path, headers: all }, (response: IncomingMessage) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const reply = {
          status: response.statusCode!,
          headers: new Headers(response.headers as Record<string, string>),
          body: text,
        };
        received({ method, target: path, ...reply });
        resolve(reply);
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
