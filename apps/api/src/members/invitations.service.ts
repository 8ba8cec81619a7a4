import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { live } from '../access/archival.js';
import { holdRows } from '../access/hold-rows.js';
import { rows } from '../access/rows.js';
import { lives } from '../auth/one-time-token.js';
import { Versioned } from '../common/etag.js';
import { conflict, invalidInput, unknownReference } from '../common/problem.js';
import { Outbox } from '../mail/outbox.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { CreateInvitation } from './dto/create-invitation.dto.js';
import { INVITATION } from './invitation-letter.js';
import { members, type MemberView } from './member.view.js';

/**
 * Inviting people to a school. An invitation is a membership without a user: which addresses have an account, and what it is
 * called, stays unknown to the school until its owner accepts.
 */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Invites someone; for an admin. Inviting again replaces the link, and reopens an invitation that was suspended.
   * A record that is named moves from an open invitation to another address, which is withdrawn: the address was mistyped.
   * 400 if the student or teacher is none of this school; 409 if the person is a member in that role, or the record has a member.
   */
  async create(caller: Caller, { email, ...invitation }: CreateInvitation): Promise<Versioned<MemberView>> {
    rows(caller, 'create', 'Membership');
    requireRecordOfRole(invitation);
    const schoolId = caller.schoolId!;
    const { role } = invitation;
    const select = members.select(caller);
    const member = await this.prisma.$transaction(async (transaction) => {
      await holdRecord(transaction, caller, invitation);
      if (await transaction.membership.count({ where: { schoolId, role, user: { email } } })) {
        throw conflict('This person is a member in this role.', [
          { pointer: '/email', code: 'taken', message: 'This person is a member in this role.' },
        ]);
      }
      await withdrawOthers(transaction, { schoolId, email, ...invitation });
      const [open] = await transaction.membership.updateManyAndReturn({
        where: { schoolId, role, invitedEmail: email },
        // Until the new link is sent there is none.
        data: { ...invitation, inviteDigest: null, inviteExpiresAt: null, status: 'invited' },
        select,
      });
      const data = { ...invitation, schoolId, invitedEmail: email };
      const invited = open ?? (await transaction.membership.create({ data, select }));
      await this.send(transaction, invited.id, email);
      return invited;
    });
    return members.versioned(caller, member, '/v1/members');
  }

  /** The first admin of a new school, within the transaction that makes it. */
  async inviteFirstAdmin(
    transaction: Pick<PrismaService, 'membership' | 'mail'>,
    schoolId: string,
    email: string,
  ): Promise<void> {
    const data = { schoolId, role: 'admin' as const, invitedEmail: email };
    const { id } = await transaction.membership.create({ data, select: { id: true } });
    await this.send(transaction, id, email);
  }

  private send(transaction: Pick<PrismaService, 'mail'>, aboutId: string, recipient: string): Promise<void> {
    const order = { kind: INVITATION, recipient, aboutId, life: lives.invitation };
    // One membership is one school's: no school learns of another's invitations by a refusal of its own.
    return this.outbox.putForStranger(transaction, order, { alone: true });
  }
}

function requireRecordOfRole({ role, studentId, teacherId }: Omit<CreateInvitation, 'email'>): void {
  const record = { studentId: 'student', teacherId: 'teacher' } as const;
  for (const [property, id] of Object.entries({ studentId, teacherId })) {
    if (id && role !== record[property as keyof typeof record]) {
      throw invalidInput([{ pointer: `/${property}`, code: 'role', message: 'This does not go with the role.' }]);
    }
  }
}

/** Nobody is invited to be someone who is archived meanwhile. */
async function holdRecord(
  transaction: Pick<PrismaService, 'student' | 'teacher'>,
  caller: Caller,
  { studentId, teacherId }: Omit<CreateInvitation, 'email'>,
): Promise<void> {
  if (studentId && !(await holdRows(transaction.student, caller, 'read', 'Student', [studentId], live)))
    throw unknownReference('studentId');
  if (teacherId && !(await holdRows(transaction.teacher, caller, 'read', 'Teacher', [teacherId], live)))
    throw unknownReference('teacherId');
}

/** Nobody accepted them, so nobody loses anything but the link. */
async function withdrawOthers(
  transaction: Pick<PrismaService, 'membership'>,
  { schoolId, email, role, studentId, teacherId }: CreateInvitation & { schoolId: string },
): Promise<void> {
  const record = studentId ? { studentId } : teacherId && { teacherId };
  if (!record) return;
  await transaction.membership.updateMany({
    where: { schoolId, userId: null, ...record, NOT: { invitedEmail: email, role } },
    data: { status: 'suspended', studentId: null, teacherId: null, inviteDigest: null, inviteExpiresAt: null },
  });
}
