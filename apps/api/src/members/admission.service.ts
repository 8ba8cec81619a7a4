import { Injectable } from '@nestjs/common';
import type { PrismaService } from '../prisma/prisma.service.js';
import { accepted, invitationColumns, nameOf } from './invited.js';

type Transaction = Pick<PrismaService, 'membership' | '$queryRaw'>;

/** Lets in who is invited and has proven the address in another way than by the link of the mail. */
@Injectable()
export class AdmissionService {
  /**
   * Makes an account without a password for this address, and accepts every open invitation to it. undefined, and nothing written,
   * if there is none, or if the address has an account: that one is its owner's, who has to prove it by the account's own means.
   */
  async admit(transaction: Transaction, email: string): Promise<string | undefined> {
    const open = { invitedEmail: email, status: 'invited', inviteExpiresAt: { gt: new Date() } } as const;
    const [invitation] = await transaction.membership.findMany({
      where: open,
      orderBy: { id: 'asc' },
      select: invitationColumns,
      take: 1,
    });
    if (!invitation) return undefined;
    // Of two at once one makes the account; the other waits here for the first, and then finds it made.
    const [user] = await transaction.$queryRaw<{ id: string }[]>`
      INSERT INTO "User" (email, name) VALUES (${email}, ${nameOf(invitation)}) ON CONFLICT (email) DO NOTHING RETURNING id`;
    if (!user) return undefined;
    const { count } = await transaction.membership.updateMany({ where: open, data: accepted(user.id) });
    // Accepted or taken back meanwhile: the account would be nobody's, so the transaction must not stand.
    if (count === 0) throw new InvitationGone();
    return user.id;
  }
}

/** The invitation was there a moment ago. */
export class InvitationGone extends Error {}
