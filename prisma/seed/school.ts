import type { Prisma } from '../../apps/api/src/prisma/generated/client.js';
import type { Person, SchoolPlan } from './plan.js';
import type { Records } from './records.js';

type Membership = Prisma.MembershipCreateManyInput;

/** A school while it is filled. */
export class School {
  readonly id: string;
  readonly domain: string;

  constructor(
    readonly records: Records,
    readonly plan: SchoolPlan,
  ) {
    const { name, slug, timezone } = plan;
    const school = { ...records.stamp(), name, slug, timezone };
    records.schools.push(school);
    this.id = school.id;
    this.domain = `${slug}.example`;
  }

  /** A number of the range that is kept for fiction. */
  phone(): string {
    return this.plan.phone + String(this.records.random.below(1_000)).padStart(3, '0');
  }

  /** Makes the person a member; returns the membership's id. */
  join(person: Required<Person>, role: Membership['role'], more: Partial<Membership> = {}): string {
    return this.addMembership(person, { userId: this.records.userId(person), role, status: 'active', ...more });
  }

  /** Somebody who has never used the invitation's link, which can't be used any more. */
  invite({ email, ...person }: Required<Person>, role: Membership['role']): string {
    return this.addMembership(person, { invitedEmail: email, role, status: 'invited' });
  }

  private addMembership({ givenName, familyName }: Person, membership: Membership): string {
    const row = { ...this.records.stamp(), schoolId: this.id, givenName, familyName, phone: this.phone() };
    this.records.memberships.push({ ...row, ...membership });
    return row.id;
  }
}
