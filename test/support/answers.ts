import { appendFileSync, mkdirSync } from 'node:fs';
import type { Received } from './conformance.js';

/*
 * Every answer that a test gets is held to docs/openapi.json; one that deviates fails the test, whatever the test makes of it.
 * Jest runs this before each test file.
 */

// Given by environment.mjs.
const { published } = globalThis as unknown as typeof import('./conformance.js');

let faults: string[] = [];
let isBroken = false;

/** For who reads answers from a connection; fetch() is watched below. */
export function received(answer: Received): void {
  faults.push(...published().faultsOf(answer));
  if (answer.status === 500 && !isBroken) faults.push(`${answer.method} ${answer.target} 500: an unexpected error`);
}

/** While this lasts the server may answer with a 500, as the test breaks what it needs. Everywhere else it is a fault. */
export async function expecting500<T>(test: () => Promise<T>): Promise<T> {
  isBroken = true;
  try {
    return await test();
  } finally {
    isBroken = false;
  }
}

/** What was wrong with the answers since the last time. */
export function takeFaults(): string[] {
  const found = [...new Set(faults)];
  faults = [];
  return found;
}

/** @throws with what was wrong with the answers since the last time */
export function failOnFaults(): void {
  const found = takeFaults();
  if (found.length > 0)
    throw new Error(`Answers that docs/openapi.json does not have:\n${found.slice(0, 20).join('\n')}`);
}

afterEach(failOnFaults);
afterAll(failOnFaults);

// For .ci/answers.mjs.
afterAll(() => {
  const { seen } = published();
  mkdirSync('coverage/answers', { recursive: true });
  appendFileSync(`coverage/answers/${process.pid}.txt`, [...seen].map((answer) => `${answer}\n`).join(''));
  seen.clear();
});

const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const response = await send(input, init);
  const { hostname, pathname, search } = new URL(response.url);
  if (hostname !== '127.0.0.1' && hostname !== 'localhost') return response;
  const { status, headers } = response;
  const body = await response.text();
  const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
  received({ method, target: pathname + search, status, headers, body });
  return new Response(body === '' ? null : body, response);
};
