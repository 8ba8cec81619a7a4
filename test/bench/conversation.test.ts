import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createHistogram } from 'node:perf_hooks';
import { converse, type Sequence } from '../../bench/conversation.js';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** Asks what answers as it is told, so many times. */
async function ask(sequence: Sequence, answer: RequestListener, { times = 8, everyMs = 0 } = {}) {
  const state = { measuring: true, ending: false, status: 200, everyMs, histogram: createHistogram() };
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    state.ending = asked === times;
    answer(request, response);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  await converse((server.address() as { port: number }).port, sequence, state);
  return state.histogram;
}

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nhost: bench.example\r\n${headers}\r\n`;

it('ends with an answer of another status', async () => {
  const asked = ask({ requests: [get('/')] }, (_request, response) => response.writeHead(404).end('none'));
  await expect(asked).rejects.toThrow('404');
});

it('ends with a connection that the server closes', async () => {
  const asked = ask({ requests: [get('/')] }, (request) => request.socket.destroy());
  await expect(asked).rejects.toThrow();
});

it('sends one request after the other, over and over, each with a number of its own', async () => {
  const urls: string[] = [];
  const histogram = await ask({ requests: [get('/a/{n}'), get('/b/{n}')] }, ({ url }, response) => {
    urls.push(url!);
    response.end('in two '.repeat(10_000) + 'parts');
  });
  expect(urls.length).toBeGreaterThan(4);
  expect(histogram.count).toBe(urls.length);
  expect(urls.slice(0, 4).map((url) => url.slice(0, 3))).toEqual(['/a/', '/b/', '/a/', '/b/']);
  expect(new Set(urls.map((url) => url.slice(3))).size).toBe(urls.length);
});

it('follows the tag of what it changes', async () => {
  const tags: string[] = [];
  await ask({ requests: [get('/', 'if-match: {etag}\r\n')], etag: '"1"' }, ({ headers }, response) => {
    tags.push(headers['if-match']!);
    response.setHeader('ETag', `"${tags.length + 1}"`).end();
  });
  expect(tags.slice(0, 3)).toEqual(['"1"', '"2"', '"3"']);
});

it('keeps to a pace, and counts what had to wait from when it was due', async () => {
  const started = performance.now();
  await ask({ requests: [get('/')] }, (_request, response) => response.end('soon'), { times: 5, everyMs: 25 });
  expect(performance.now() - started).toBeGreaterThan(95);
  const slow = (_request: unknown, response: { end(text: string): void }) => setTimeout(() => response.end('late'), 30);
  const late = await ask({ requests: [get('/')] }, slow, { times: 3, everyMs: 10 });
  // The second was due 20 ms before it could be sent, the third 40.
  expect(late.max).toBeGreaterThan(60_000);
});
