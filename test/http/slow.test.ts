import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { app } from '../support/app.js';
import { receivedAsText } from '../support/raw.js';
import { anonymous, url } from '../support/school.js';

interface Conversation {
  socket: Socket;
  /** What the server had said when it closed the connection, and after how many milliseconds. */
  closed: Promise<{ text: string; milliseconds: number }>;
}

async function open(bytes: string): Promise<Conversation> {
  const { hostname, port } = new URL(await url());
  const socket = connect(Number(port), hostname, () => socket.write(bytes));
  socket.on('error', () => undefined);
  const started = Date.now();
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  const closed = new Promise<{ text: string; milliseconds: number }>((resolve) =>
    socket.on('close', () => {
      receivedAsText(bytes, text);
      resolve({ text, milliseconds: Date.now() - started });
    }),
  );
  return { socket, closed };
}

const half =
  'POST /v1/auth/login HTTP/1.1\r\nHost: homeroom.test\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"email":';

it('closes a connection whose headers come too slowly, or whose body never comes, and serves the others meanwhile', async () => {
  await app();
  const silentHeaders = await open('GET /livez HTTP/1.1\r\nHost: homeroom.test\r\nX-Word: ');
  const droppingHeaders = await open('GET /livez HTTP/1.1\r\nHost: homeroom.test\r\n');
  const dropping = setInterval(() => droppingHeaders.socket.write('X-Word: a\r\n'), 500);
  const halfBody = await open(half);

  expect((await anonymous.get('/livez')).status).toBe(200);
  for (const { closed } of [silentHeaders, droppingHeaders]) {
    const { text, milliseconds } = await closed;
    expect(milliseconds).toBeGreaterThan(4_500);
    expect(milliseconds).toBeLessThan(8_000);
    expect(text).toMatch(/^HTTP\/1\.1 408 .*"type":"\/problems\/request-timeout"/s);
  }
  clearInterval(dropping);
  const { text, milliseconds } = await halfBody.closed;
  expect(milliseconds).toBeGreaterThan(9_000);
  expect(milliseconds).toBeLessThan(14_000);
  expect(text).toMatch(/^(HTTP\/1\.1 408 .*"type":"\/problems\/request-timeout"|)/s);
});

it('survives clients that leave in the middle', async () => {
  for (let times = 0; times < 20; times += 1) {
    const { socket } = await open(half);
    socket.destroy();
    const { socket: reset } = await open(half);
    await delay(1);
    reset.resetAndDestroy();
  }
  expect((await anonymous.get('/livez')).status).toBe(200);
});
