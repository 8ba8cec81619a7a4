import { readdirSync, readFileSync } from 'node:fs';
import { app } from '../../support/app.js';
import { someone } from '../../support/session.js';

/** The niceness of a thread of this process (proc_pid_stat(5)); the test's own, as only Linux has one for each. */
const threads = () =>
  readdirSync('/proc/self/task').map((id) => {
    const [head = '', rest = ''] = readFileSync(`/proc/self/task/${id}/stat`, 'utf8').split(') ');
    return { name: head.split('(')[1]!, niceness: Number(rest.split(' ')[16]) };
  });

(process.platform === 'linux' ? it : it.skip)('hashes in threads that give way to the one that answers', async () => {
  await app();
  await (await someone()).accessToken();
  const all = threads();
  const own = all.find(({ name }) => name === 'MainThread')!.niceness;
  const hashing = all.filter(({ name }) => name === 'libuv-worker');
  expect(hashing.length).toBeGreaterThan(0);
  expect(hashing).toEqual(hashing.map(({ name }) => ({ name, niceness: Math.max(own, 10) })));
});
