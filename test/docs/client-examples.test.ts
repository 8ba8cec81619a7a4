import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compile, own } from '../client/compile.js';
import { app, startApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { freePort } from '../support/port.js';
import { PASSPHRASE, school } from '../support/school.js';
import { holding } from '../support/session.js';

/** The pages' code, by the names that it gives itself. */
const examples: Record<string, string> = Object.fromEntries(
  ['replay', 'tokens'].flatMap((page) =>
    [...readFileSync(`docs/learn/${page}.md`, 'utf8').matchAll(/```ts\n\/\/ (\S+)\n([^]*?)```/g)].map(
      ([, name, code]) => [name!, code!],
    ),
  ),
);

let folder: string;
let admin: Client;
beforeAll(async () => {
  const { config } = await app();
  // What is signed is the address that the server calls its own.
  const port = Number(await freePort());
  const { url } = await startApp({ databaseUrl: config.databaseUrl, port, publicUrl: `http://127.0.0.1:${port}` });
  const people = await school();
  // That server's own tokens: those of the shared one have another issuer.
  const at = async () => url;
  const { body } = await new Client(at).post('/v1/auth/login', { email: people.admin.email, password: PASSPHRASE });
  admin = holding(body.accessToken, at);
  // Within the project, where the packages are found.
  mkdirSync('.data', { recursive: true });
  folder = mkdtempSync(join('.data', 'examples-'));
  for (const [name, code] of Object.entries(examples)) {
    const ours = code
      .replaceAll('http://127.0.0.1:3000', url)
      .replaceAll('student@northwood.example', people.student.email)
      .replaceAll('homeroom demo passphrase', PASSPHRASE);
    writeFileSync(join(folder, name), ours);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one beside the others, as someone who has just copied them would; returns the lines that it prints. */
async function run(name: string, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [name], { cwd: folder, env });
  return stdout.trim().split('\n');
}

async function keyWith(more: object) {
  const wanted = { name: 'Import', scopes: ['terms:read', 'terms:write'], requireSignature: true, ...more };
  const { status, body } = await admin.post('/v1/api-keys', wanted);
  expect(status).toBe(201);
  return body as { key: string; signingSecret: string | null };
}

it('compile', () => {
  const files = Object.entries(examples).map(([name, code]) => [`test/docs/${name}`, code]);
  expect(files).toHaveLength(4);
  expect(compile(Object.fromEntries(files), { ...own, allowImportingTsExtensions: true })).toEqual([]);
});

describe('the clients of replay.md', () => {
  it('sign what the server takes once, and not again', async () => {
    const { key, signingSecret } = await keyWith({});
    expect(await run('shared-secret.ts', { KEY: key, SIGNING_SECRET: signingSecret! })).toEqual(['201', '401']);
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'import.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const verified = await keyWith({ publicKey: publicKey.export({ format: 'jwk' }).x });
    expect(await run('key-pair.ts', { KEY: verified.key })).toEqual(['200', '401']);
  });

  it('sign with nothing that another key’s holder could sign with', async () => {
    const [{ key }, { signingSecret }] = [await keyWith({}), await keyWith({})];
    expect(await run('shared-secret.ts', { KEY: key, SIGNING_SECRET: signingSecret! })).toEqual(['401', '401']);
  });
});

it('the client of tokens.md binds a session to its key and uses it', async () => {
  expect(await run('dpop.ts')).toEqual(['DPoP', '200', '401', '401', 'DPoP']);
});
