import { unique } from './app.js';
import { startProcess } from './process.js';
import type { Actor } from './school.js';
import { anonymous } from './school.js';
import { holding } from './session.js';

export const address = () => `${unique('invited')}@school.example`;

let logging: ReturnType<typeof startProcess> | undefined;
const server = () => (logging ??= startProcess());

/** Invites, and reads the link's secret where it is delivered until mail is: in the log. */
export async function invite(admin: Actor, invitation: object) {
  const { url, line } = await server();
  const { status, body } = await holding(await admin.accessToken(), async () => url).post(
    '/v1/invitations',
    invitation,
  );
  expect(status).toBe(201);
  const { link, updatedAt } = { ...(await line({ event: 'invitation.created', membershipId: body.id })), ...body };
  expect(link).toMatch(/^http:\/\/homeroom\.test\/invitations\/accept#token=[\w-]{43}$/);
  return { id: body.id as string, token: link.split('#token=')[1] as string, updatedAt };
}

export const accept = (token: string, password = 'seven quiet herons at dawn') =>
  anonymous.post('/v1/invitations/accept', { token, password });
