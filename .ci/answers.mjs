import { globSync, readFileSync } from 'node:fs';

/*
 * After the whole `npm test`: fails if there is a documented answer that no test has received (test/support/answers.ts notes each).
 * A 429, 500 or 503 can come from everywhere, and is tried at a few operations; those are counted only.
 */
const cannotCome = new Map(
  [
    'GET /v1/me 403',
    'PUT /v1/me/password 403',
    'PUT /v1/me/email 403',
    'GET /v1/school 403',
    'POST /v1/auth/logout 403',
    'POST /v1/auth/switch 403',
    'GET /v1/auth/sessions 403',
    'DELETE /v1/auth/sessions 403',
    'POST /v1/auth/step-up 403',
    'GET /v1/me/factors 403',
    'POST /v1/me/factors/totp 403',
    'POST /v1/me/factors/totp/confirmation 403',
    'DELETE /v1/me/factors/{id} 403',
    'POST /v1/me/recovery-codes 403',
    'DELETE /v1/auth/sessions/{id} 403',
    'GET /v1/me/identities 403',
    'POST /v1/me/identities 403',
    'GET /v1/me/identities/{id} 403',
    'DELETE /v1/me/identities/{id} 403',
    'POST /v1/me/factors/passkeys/options 403',
    'POST /v1/me/factors/passkeys 403',
    'POST /v1/auth/step-up/passkey/options 403',
    'POST /v1/auth/step-up/passkey 403',
  ].map((answer) => [answer, 'every role may, as the policy is now']),
);

const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
const documented = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, { responses }]) =>
    Object.keys(responses)
      .filter((status) => status !== 'default')
      .map((status) => `${method.toUpperCase()} ${path} ${status}`),
  ),
);
const received = new Set(globSync('coverage/answers/*.txt').flatMap((file) => readFileSync(file, 'utf8').split('\n')));
const missing = documented.filter((answer) => !received.has(answer));
const untried = missing.filter((answer) => !/ (429|500|503)$/.test(answer) && !cannotCome.has(answer));
const known = [...cannotCome.keys()].filter((answer) => !missing.includes(answer));

console.log(`${documented.length - missing.length} of ${documented.length} documented answers were received.`);
for (const [answer, reason] of cannotCome) console.log(`  ${answer} cannot come: ${reason}`);
for (const answer of untried)
  console.error(`  ${answer} was never received: test it, or say in .ci/answers.mjs why it cannot come`);
for (const answer of known) console.error(`  ${answer} came, or is not documented: take it out of .ci/answers.mjs`);
if (untried.length > 0 || known.length > 0) process.exitCode = 1;
