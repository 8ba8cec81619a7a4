import { setTimeout as delay } from 'node:timers/promises';
import { app } from '../support/app.js';
import { untilWaiting } from '../support/at-once.js';
import { startProcess } from '../support/process.js';
import { send } from '../support/raw.js';
import { PASSPHRASE } from '../support/school.js';
import { someone } from '../support/session.js';

it('has a line for each request of a client that has gone, that says how it ended all the same', async () => {
  const { email, userId } = await someone();
  const { url, line, lines } = await startProcess();
  const body = JSON.stringify({ email, password: PASSPHRASE });
  const host = 'Host: homeroom.test\r\nX-Request-Id:';
  const login = `POST /v1/auth/login HTTP/1.1\r\n${host} first\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const { database } = await app();
  await database.$transaction(async (transaction) => {
    await transaction.$executeRaw`LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE`;
    // The second has its answer at once, which waits behind the first one's.
    const socket = await send(`${login}GET /livez HTTP/1.1\r\n${host} second\r\n\r\n`, url);
    await untilWaiting(1);
    await delay(100);
    socket.destroy();
  });
  const aborted = true;
  expect(await line({ requestId: 'first', route: '/v1/auth/login' })).toMatchObject({ status: 200, aborted });
  expect(await line({ requestId: 'second' })).toMatchObject({ route: '/livez', status: 200, aborted });
  expect(await database.session.count({ where: { userId } })).toBe(1);
  await (await fetch(`${url}/livez`, { headers: { 'x-request-id': 'third' } })).text();
  await line({ requestId: 'third', aborted: undefined });
  // None is told of twice.
  const ids = lines().flatMap(({ requestId, method }) => (method ? [requestId] : []));
  expect(ids.toSorted()).toEqual(['first', 'second', 'third']);
});
