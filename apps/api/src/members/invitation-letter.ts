import { Injectable, type OnModuleInit } from '@nestjs/common';
import { digestOf, lives } from '../auth/one-time-token.js';
import { Config } from '../config/config.js';
import { type Letter, Letters, type WriterTransaction } from '../mail/letters.js';
import { message, type Message } from '../mail/message.js';

export const INVITATION = 'invitation';

/** Writes the mail that invites someone, and with it the secret of its link. */
@Injectable()
export class InvitationLetter implements OnModuleInit {
  constructor(
    private readonly letters: Letters,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.letters.add(INVITATION, (letter, transaction) => this.write(letter, transaction));
  }

  private async write(
    { aboutId, recipient, secret }: Letter,
    transaction: WriterTransaction,
  ): Promise<Message | undefined> {
    // Not to who has accepted meanwhile, was suspended, or is no longer the one who is invited.
    const [invitation] = await transaction.membership.updateManyAndReturn({
      where: { id: aboutId!, invitedEmail: recipient, status: 'invited' },
      data: { inviteDigest: digestOf(secret), inviteExpiresAt: new Date(Date.now() + lives.invitation) },
      select: { role: true, school: { select: { name: true } } },
    });
    if (!invitation) return undefined;
    const where = invitation.school?.name ?? 'Homeroom';
    return message({
      subject: `You are invited to ${where}`,
      paragraphs: [`You are invited to join ${where} as ${invitation.role}.`],
      // In the fragment, which a browser keeps to itself: no server, and no log, gets the secret.
      link: { label: 'Accept the invitation', href: `${this.config.publicUrl}/invitations/accept#token=${secret}` },
      closing: ['The link works once, within seven days. If you don’t know what this is about, you can ignore it.'],
    });
  }
}
