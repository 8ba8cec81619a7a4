import { unique } from './app.js';
import { mailTo, tokenOf } from './mail.js';
import type { Actor } from './school.js';
import { anonymous } from './school.js';

export const address = () => `${unique('invited')}@school.example`;

/** Invites, and reads the link's secret where it is delivered. */
export async function invite(admin: Actor, invitation: { email: string; [property: string]: unknown }) {
  const { status, body } = await admin.post('/v1/invitations', invitation);
  expect(status).toBe(201);
  const mail = await mailTo(invitation.email.toLowerCase());
  expect(mail.text).toContain('http://homeroom.test/invitations/accept#token=');
  return { id: body.id as string, token: tokenOf(mail), updatedAt: body.updatedAt as string };
}

export const accept = (token: string, password = 'seven quiet herons at dawn') =>
  anonymous.post('/v1/invitations/accept', { token, password });
