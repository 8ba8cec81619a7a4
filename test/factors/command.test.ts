import { app } from '../support/app.js';
import { enrol } from '../support/factor.js';
import { withinASecond } from '../support/instances.js';
import { mailTo, tokenOf } from '../support/mail.js';
import { newFolder, Program } from '../support/program.js';
import { anonymous, PASSPHRASE } from '../support/school.js';
import { someone } from '../support/session.js';

/** What the command says, and how it ends. */
async function factors(...args: string[]) {
  const { databaseUrl } = (await app()).config;
  const program = new Program({ folder: newFolder(), env: { DATABASE_URL: databaseUrl }, args: ['factors', ...args] });
  const code = await program.exitCode();
  return { code, output: program.output, errors: program.errors };
}

it('gives an account back to who reads its mail: without factors, password or sessions', async () => {
  const [actor, other] = [await someone(), await someone()];
  await enrol(actor);
  await enrol(other);
  expect((await mailTo(actor.email)).subject).toBe('A second factor was added to your account');
  const { database } = await app();
  await database.user.update({ where: { id: actor.userId }, data: { passwordIsShort: true } });
  const { code, output } = await factors('remove', actor.email.toUpperCase());
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('1 factors, 10 recovery codes') });
  expect((await mailTo(actor.email)).subject).toBe('Your second factors were removed');
  const where = { userId: actor.userId };
  const left = [database.factor, database.recoveryCode, database.challenge, database.userToken].map((table) =>
    (table as typeof database.factor).count({ where }),
  );
  expect(await Promise.all(left)).toEqual([0, 0, 0, 0]);
  await withinASecond(async () => expect((await actor.get('/v1/me')).status).toBe(401));
  const login = (password: string) => anonymous.post('/v1/auth/login', { email: actor.email, password });
  expect((await login(PASSPHRASE)).status).toBe(401);
  await anonymous.post('/v1/auth/password/forgot', { email: actor.email });
  const [token, password] = [tokenOf(await mailTo(actor.email)), 'four brown owls in a barn'];
  expect((await anonymous.post('/v1/auth/password/reset', { token, password })).status).toBe(204);
  expect((await login(password)).body.accessToken).toBeDefined();
  expect(await database.factor.count({ where: { userId: other.userId } })).toBe(1);
});

it('ends with 1 for an address without an account, and refuses what is no command', async () => {
  expect(await factors('remove', 'nobody@school.example')).toMatchObject({
    code: 1,
    errors: 'homeroom: nobody@school.example has no account.\n',
  });
  for (const args of [[], ['remove'], ['remove', 'a@school.example', 'more']])
    expect((await factors(...args)).code).toBe(64);
});
