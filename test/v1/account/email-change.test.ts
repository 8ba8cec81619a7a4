import { app, unique } from '../../support/app.js';
import { mailServer, mailTo, tokenOf } from '../../support/mail.js';
import { anonymous, PASSPHRASE } from '../../support/school.js';
import { someone } from '../../support/session.js';
import { settled } from '../../support/settled.js';

const newAddress = () => `${unique('moved')}@school.example`;
const confirm = (token: string) => anonymous.post('/v1/auth/email/confirmation', { token });
const login = (email: string) => anonymous.post('/v1/auth/login', { email, password: PASSPHRASE });
type Actor = Awaited<ReturnType<typeof someone>>;
const ask = (actor: Actor, email: string, currentPassword = PASSPHRASE) =>
  actor.put('/v1/me/email', { email, currentPassword });

it('changes nothing without the password', async () => {
  const actor = await someone();
  const email = newAddress();
  const refused = await ask(actor, email, 'a wrong passphrase, once');
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/currentPassword']);
  expect((await anonymous.put('/v1/me/email', { email, currentPassword: PASSPHRASE })).status).toBe(401);
  const { database } = await app();
  expect(await database.mail.count({ where: { recipient: email } })).toBe(0);
  expect(await database.userToken.count({ where: { userId: actor.userId } })).toBe(0);
});

it('changes the address when the link is used, once; ends every session, and tells the old address', async () => {
  const actor = await someone();
  const email = newAddress();
  expect((await ask(actor, email)).status).toBe(202);
  const token = tokenOf(await mailTo(email));
  expect((await login(email)).status).toBe(401);
  expect((await actor.get('/v1/me')).body.user.email).toBe(actor.email);

  expect((await confirm(token)).status).toBe(204);
  expect((await mailTo(actor.email)).subject).toBe('Your e-mail address was changed');
  expect((await actor.get('/v1/me')).status).toBe(401);
  expect((await login(actor.email)).status).toBe(401);
  expect((await login(email)).status).toBe(200);
  expect((await confirm(token)).status).toBe(400);
});

it('answers the same for an address that has an account, and sends it nothing', async () => {
  const [actor, other] = [await someone(), await someone()];
  const asked = await ask(actor, other.email);
  expect([asked.status, asked.body]).toEqual([202, '']);
  await settled(other.email, 'dropped');
  const { server } = await mailServer();
  expect(server.mails.filter(({ recipient }) => recipient === other.email)).toEqual([]);
});

it('is a 409 if the address was taken meanwhile, and changes nothing', async () => {
  const [first, second] = [await someone(), await someone()];
  const email = newAddress();
  expect((await ask(first, email)).status).toBe(202);
  const one = tokenOf(await mailTo(email));
  expect((await ask(second, email)).status).toBe(202);
  const two = tokenOf(await mailTo(email));
  expect((await confirm(one)).status).toBe(204);
  expect((await confirm(two)).status).toBe(409);
  expect((await second.get('/v1/me')).body.user.email).toBe(second.email);
});

it('makes the link for a new password useless that went to the old address', async () => {
  const actor = await someone();
  expect((await anonymous.post('/v1/auth/password/forgot', { email: actor.email })).status).toBe(202);
  const old = tokenOf(await mailTo(actor.email));
  const email = newAddress();
  expect((await ask(actor, email)).status).toBe(202);
  expect((await confirm(tokenOf(await mailTo(email)))).status).toBe(204);
  const reset = await anonymous.post('/v1/auth/password/reset', { token: old, password: 'four brown owls in a barn' });
  expect(reset.status).toBe(400);
});

it('is over with the password that asked for it', async () => {
  const thief = await someone();
  const email = newAddress();
  expect((await ask(thief, email)).status).toBe(202);
  const token = tokenOf(await mailTo(email));
  const newPassword = 'four brown owls in a barn';
  expect((await thief.put('/v1/me/password', { currentPassword: PASSPHRASE, newPassword })).status).toBe(204);
  expect((await confirm(token)).status).toBe(400);
  expect((await thief.get('/v1/me')).body.user.email).toBe(thief.email);
});

it('sends a stranger five such mails an hour at most', async () => {
  const email = newAddress();
  const statuses: number[] = [];
  for (let time = 1; time <= 6; time += 1) statuses.push((await ask(await someone(), email)).status);
  expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
});
