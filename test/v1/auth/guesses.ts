import { Visitor } from '../../support/address.js';
import { unique } from '../../support/app.js';
import { Authenticator } from '../../support/authenticator.js';
import type { Answer } from '../../support/client.js';
import { codeOf, enrol, wrongCodeOf } from '../../support/factor.js';
import { invite } from '../../support/invitation.js';
import { enrol as enrolPasskey, ORIGIN } from '../../support/passkey.js';
import { type Actor, anonymous, PASSPHRASE, school } from '../../support/school.js';

export const WRONG = 'not the passphrase of anyone';
export const REPLACEMENT = 'four brown owls in a barn';

/** One try at a secret of an account, the right one or a wrong one, from an address. */
export type Guess = (visitor: Visitor, isRight: boolean) => Promise<Answer>;

interface Path {
  wrong: number;
  right: number;
  of: (actor: Actor) => Promise<Guess>;
}

const passwordOf = (isRight: boolean) => (isRight ? PASSPHRASE : WRONG);

/** As many as a test makes of one account. */
const TRIES = 9;

/** Logins that wait for their second factor, one a try: none begins while the account waits. */
async function begun(actor: Actor): Promise<string[]> {
  const logins = [];
  for (let login = 0; login < TRIES; login += 1)
    logins.push((await new Visitor().login(actor.email)).body.challenge as string);
  expect(logins).not.toContain(undefined);
  return logins;
}

/** Every path that takes a secret of an account that can be guessed: what it answers to a wrong one and to the right one, and how to try one. */
export const paths: [string, Path][] = [
  [
    'a password: POST /v1/auth/login',
    {
      wrong: 401,
      right: 200,
      of:
        async ({ email }) =>
        (visitor, isRight) =>
          visitor.login(email, passwordOf(isRight)),
    },
  ],
  [
    'a password: PUT /v1/me/password',
    {
      wrong: 400,
      right: 204,
      of: async (actor) => {
        const token = await actor.accessToken();
        return (visitor, isRight) =>
          visitor
            .with(token)
            .put('/v1/me/password', { currentPassword: passwordOf(isRight), newPassword: REPLACEMENT });
      },
    },
  ],
  [
    'a password: PUT /v1/me/email',
    {
      wrong: 400,
      right: 202,
      of: async (actor) => {
        const token = await actor.accessToken();
        const email = `${unique('moved')}@school.example`;
        return (visitor, isRight) =>
          visitor.with(token).put('/v1/me/email', { email, currentPassword: passwordOf(isRight) });
      },
    },
  ],
  [
    'a password: POST /v1/invitations/accept',
    {
      wrong: 400,
      right: 204,
      of: async ({ email }) => {
        const { token } = await invite((await school()).admin, { email, role: 'guardian' });
        return (visitor, isRight) => visitor.post('/v1/invitations/accept', { token, password: passwordOf(isRight) });
      },
    },
  ],
  [
    'a password: POST /v1/auth/step-up',
    {
      wrong: 400,
      right: 204,
      of: async (actor) => {
        const token = await actor.accessToken();
        return (visitor, isRight) => visitor.with(token).post('/v1/auth/step-up', { password: passwordOf(isRight) });
      },
    },
  ],
  [
    'a code: POST /v1/auth/step-up',
    {
      wrong: 400,
      right: 204,
      of: async (actor) => {
        const [token, factor] = [await actor.accessToken(), await enrol(actor)];
        return (visitor, isRight) =>
          visitor.with(token).post('/v1/auth/step-up', { code: isRight ? codeOf(factor) : wrongCodeOf(factor) });
      },
    },
  ],
  [
    'a code: POST /v1/auth/challenge',
    {
      wrong: 401,
      right: 200,
      of: async (actor) => {
        const factor = await enrol(actor);
        const logins = await begun(actor);
        return (visitor, isRight) =>
          visitor.post('/v1/auth/challenge', {
            challenge: logins.pop(),
            code: isRight ? codeOf(factor) : wrongCodeOf(factor),
          });
      },
    },
  ],
  [
    'a recovery code: POST /v1/auth/challenge',
    {
      wrong: 401,
      right: 200,
      of: async (actor) => {
        const { recoveryCodes } = await enrol(actor);
        const logins = await begun(actor);
        return (visitor, isRight) =>
          visitor.post('/v1/auth/challenge', {
            challenge: logins.pop(),
            code: isRight ? recoveryCodes[0]! : 'aaaaaa-aaaaaa-aaaaaa-aaaaaa',
          });
      },
    },
  ],
  [
    'a passkey: POST /v1/auth/challenge/passkey',
    {
      wrong: 401,
      right: 200,
      of: async (actor) => {
        const { authenticator } = await enrolPasskey(actor);
        const challenges = await begun(actor);
        const logins = await Promise.all(
          challenges.map(async (challenge) => {
            const { body: options } = await anonymous.post('/v1/auth/challenge/passkey/options', { challenge });
            return { challenge, options };
          }),
        );
        return (visitor, isRight) => {
          const { challenge, options } = logins.pop()!;
          const response = (isRight ? authenticator : new Authenticator(ORIGIN)).get(options);
          return visitor.post('/v1/auth/challenge/passkey', { challenge, response });
        };
      },
    },
  ],
  [
    'a passkey: POST /v1/auth/step-up/passkey',
    {
      wrong: 400,
      right: 204,
      of: async (actor) => {
        const token = await actor.accessToken();
        const { authenticator } = await enrolPasskey(actor);
        const asked: Parameters<Authenticator['get']>[0][] = [];
        for (let time = 0; time < TRIES; time += 1)
          asked.push((await actor.post('/v1/auth/step-up/passkey/options')).body);
        return (visitor, isRight) => {
          const response = (isRight ? authenticator : new Authenticator(ORIGIN)).get(asked.pop()!);
          return visitor.with(token).post('/v1/auth/step-up/passkey', { response });
        };
      },
    },
  ],
];
