import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { live } from '../access/archival.js';
import { holdRows } from '../access/hold-rows.js';
import { rows } from '../access/rows.js';
import { Versioned } from '../common/etag.js';
import { conflict, invalidInput, unknownReference } from '../common/problem.js';
import { Config } from '../config/config.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { CreateInvitation } from './dto/create-invitation.dto.js';
import { createInvitationToken } from './invitation-token.js';
import { members, type MemberView } from './member.view.js';

/**
 * Inviting people to a school. An invitation is a membership without a user: which addresses have an account, and what it is
 * called, stays unknown to the school until its owner accepts.
 */
@Injectable()
export class InvitationsService {
  private readonly logger = new Logger('Invitations');

  constructor(
    private readonly prisma: PrismaService,
    private readonly config: Config,
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
    const { token, columns } = createInvitationToken();
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
        data: { ...invitation, ...columns, status: 'invited' },
        select,
      });
      const data = { ...invitation, ...columns, schoolId, invitedEmail: email };
      return open ?? (await transaction.membership.create({ data, select }));
    });
    this.deliver(member.id, token);
    return members.versioned(caller, member, '/v1/members');
  }

  /** The first admin of a new school, within the transaction that makes it. */
  async inviteFirstAdmin(
    transaction: Pick<PrismaService, 'membership'>,
    schoolId: string,
    email: string,
  ): Promise<void> {
    const { token, columns } = createInvitationToken();
    const data = { schoolId, role: 'admin' as const, invitedEmail: email, ...columns };
    const { id } = await transaction.membership.create({ data, select: { id: true } });
    this.deliver(id, token);
  }

  /** Until mail is sent, the link is written to the log, and never in production. The token is in the fragment: no server gets it. */
  private deliver(membershipId: string, token: string): void {
    const link = `${this.config.publicUrl}/invitations/accept#token=${token}`;
    this.logger.log({ event: 'invitation.created', membershipId, ...(!this.config.production && { link }) });
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
