import { app, startApp } from '../../support/app.js';
import { describeInBrowser, openPage, type Page } from '../../support/browser.js';
import { freePort } from '../../support/port.js';
import { PASSPHRASE } from '../../support/school.js';
import { leaveOpen, sessionRow, someone } from '../../support/session.js';

/** Browsers take `http://localhost` for a secure context; a passkey belongs to a host and not to a port. */
async function atLocalhost() {
  const { databaseUrl } = (await app()).config;
  const port = Number(await freePort());
  const publicUrl = `http://localhost:${port}`;
  await startApp({ databaseUrl, port, publicUrl });
  return publicUrl;
}

/** What a front end has to do: nothing but WebAuthn's own JSON, which every browser reads and writes by itself. */
const frontEnd = `
  const call = async (path, body, token, method = 'POST') => {
    const answer = await fetch(path, {
      method,
      headers: { ...(body && { 'Content-Type': 'application/json' }), ...(token && { Authorization: 'Bearer ' + token }) },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  };
  const create = async (token, name) => {
    const { body: options } = await call('/v1/me/factors/passkeys/options', undefined, token);
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const response = (await navigator.credentials.create({ publicKey })).toJSON();
    return call('/v1/me/factors/passkeys', { name, response }, token);
  };
  const use = async (path, more, token) => {
    const { body: options } = await call(path + '/options', more, token);
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const response = (await navigator.credentials.get({ publicKey })).toJSON();
    return call(path, { ...more, response }, token);
  };`;

const inPage = (page: Page, code: string) =>
  page.evaluate(`(async () => { ${frontEnd} ${code} })()`) as Promise<{
    status: number;
    // oxlint-disable-next-line no-explicit-any
    body: any;
  }>;

/** An authenticator that is a part of the device, with a user who touches it; `isUserVerified` says whether it knows the finger. */
async function authenticatorOf(page: Page) {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    recognizes: (isUserVerified: boolean) =>
      devTools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    credentials: async () => (await devTools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
  };
}

describeInBrowser('passkeys in a browser', () => {
  it('are added, finish a login, log in without a password, step up, and are gone when they are taken away', async () => {
    const origin = await atLocalhost();
    const actor = await someone();
    const { page } = await openPage(`${origin}/docs`);
    const authenticator = await authenticatorOf(page);
    const credentials = JSON.stringify({ email: actor.email, password: PASSPHRASE });

    const first = await inPage(page, `return call('/v1/auth/login', ${credentials})`);
    const added = await inPage(page, `return create('${first.body.accessToken}', 'This computer')`);
    expect(added).toMatchObject({ status: 201, body: { kind: 'passkey', name: 'This computer' } });
    expect(added.body.recoveryCodes).toHaveLength(10);
    expect(await authenticator.credentials()).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
    // The authenticator itself refuses a second one of the same user.
    await expect(inPage(page, `return create('${first.body.accessToken}', 'Again')`)).rejects.toThrow(
      'InvalidStateError',
    );

    const begun = await inPage(page, `return call('/v1/auth/login', ${credentials})`);
    expect(begun.body).toMatchObject({ mfaRequired: true, methods: expect.arrayContaining(['passkey']) });
    const challenge = JSON.stringify({ challenge: begun.body.challenge });
    const finished = await inPage(page, `return use('/v1/auth/challenge/passkey', ${challenge})`);
    expect(finished).toMatchObject({ status: 200, body: { membership: { id: actor.membershipId } } });

    const alone = await inPage(page, `return use('/v1/auth/passkey')`);
    expect(alone).toMatchObject({ status: 200, body: { membership: { id: actor.membershipId } } });
    const token = alone.body.accessToken as string;
    const { id } = await leaveOpen(token, async () => origin);
    const path = `/v1/me/factors/${added.body.id}`;
    expect((await inPage(page, `return call('${path}', undefined, '${token}', 'DELETE')`)).status).toBe(401);
    expect((await inPage(page, `return use('/v1/auth/step-up/passkey', undefined, '${token}')`)).status).toBe(204);
    expect(Date.now() - (await sessionRow(id)).authenticatedAt.getTime()).toBeLessThan(30_000);

    await authenticator.recognizes(false);
    await expect(inPage(page, `return use('/v1/auth/passkey')`)).rejects.toThrow('NotAllowedError');
    await authenticator.recognizes(true);

    expect((await inPage(page, `return call('${path}', undefined, '${token}', 'DELETE')`)).status).toBe(204);
    expect((await inPage(page, `return use('/v1/auth/passkey')`)).status).toBe(401);
    expect((await inPage(page, `return call('/v1/auth/login', ${credentials})`)).body.accessToken).toBeTruthy();
  });

  it('are no use on a page of another host', async () => {
    const origin = await atLocalhost();
    const { page } = await openPage(`${origin.replace('localhost', '127.0.0.1')}/docs`);
    await authenticatorOf(page);
    await expect(inPage(page, `return use('/v1/auth/passkey')`)).rejects.toThrow('SecurityError');
  });
});
