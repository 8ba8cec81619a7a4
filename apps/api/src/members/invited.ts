import type { Prisma } from '../prisma/generated/client.js';

const names = { select: { givenName: true, familyName: true } };
/** What an account that is made from an invitation needs of it. */
export const invitationColumns = {
  invitedEmail: true,
  givenName: true,
  familyName: true,
  school: { select: { name: true } },
  student: names,
  teacher: names,
};
export type Invitation = Prisma.MembershipGetPayload<{ select: typeof invitationColumns }>;

/** What the school calls who is invited, or else the address calls them. */
export function nameOf({ invitedEmail, student, teacher, ...member }: Invitation): string {
  const { givenName, familyName } = student ?? teacher ?? member;
  // Two names of 100 characters and the space between them are one too many for the column.
  const name = [...[givenName, familyName].filter(Boolean).join(' ')].slice(0, 200).join('');
  return name || invitedEmail!.split('@')[0]!;
}

/** What an invitation becomes when this user accepts it. */
export const accepted = (userId: string) =>
  ({ userId, status: 'active', invitedEmail: null, inviteDigest: null, inviteExpiresAt: null }) as const;
