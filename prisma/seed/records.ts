import type { Prisma } from '../../apps/api/src/prisma/generated/client.js';
import { demoAccounts } from './accounts.js';
import type { Person } from './plan.js';
import { Random } from './random.js';

/** The school year's first day. */
const START = new Date('2026-09-01T06:00:00.000Z');
const ROWS_A_SECOND = 10;

/** Collects the rows of the demo data. The same rows in every run: nothing here asks for the time, nor for real randomness. */
export class Records {
  readonly random = new Random(2026);
  readonly schools: Prisma.SchoolCreateManyInput[] = [];
  readonly users: Prisma.UserCreateManyInput[] = [];
  readonly students: Prisma.StudentCreateManyInput[] = [];
  readonly teachers: Prisma.TeacherCreateManyInput[] = [];
  readonly terms: Prisma.TermCreateManyInput[] = [];
  readonly classes: Prisma.ClassCreateManyInput[] = [];
  readonly classTeachers: Prisma.ClassTeacherCreateManyInput[] = [];
  readonly memberships: Prisma.MembershipCreateManyInput[] = [];
  readonly guardianships: Prisma.GuardianshipCreateManyInput[] = [];
  readonly enrollments: Prisma.EnrollmentCreateManyInput[] = [];
  readonly articles: Prisma.ArticleCreateManyInput[] = [];
  readonly shares: Prisma.ArticleShareCreateManyInput[] = [];
  private readonly addresses = new Set<string>();
  private stamped = 0;

  /** `known` is the hash of the demo passphrase, `unknown` one of a password that nobody has. */
  constructor(private readonly passwordHashes: { known: string; unknown: string }) {}

  /** A row's id and times. Those that are made together have the same times, as after an import. */
  stamp(at = new Date(START.getTime() + Math.floor(this.stamped++ / ROWS_A_SECOND) * 1_000)) {
    return { id: this.random.id(at), createdAt: at, updatedAt: at };
  }

  /** The person's user; who is at two schools is one user. */
  userId(person: Required<Person>): string {
    const { email, givenName, familyName } = person;
    const known = this.users.find((user) => user.email === email);
    if (known) return known.id!;
    const hasAccount = demoAccounts.some((account) => account.email === email);
    const passwordHash = hasAccount ? this.passwordHashes.known : this.passwordHashes.unknown;
    const user = { ...this.stamp(), email, name: `${givenName} ${familyName}`, passwordHash };
    this.users.push(user);
    return user.id;
  }

  /** An address of mail that nobody else has. */
  address({ givenName, familyName }: Person, domain: string): string {
    const name = plain(`${givenName}.${familyName}`);
    let address = `${name}@${domain}`;
    for (let n = 2; this.addresses.has(address); n += 1) address = `${name}.${n}@${domain}`;
    this.addresses.add(address);
    return address;
  }
}

/** In lower case, without accents, apostrophes and spaces. */
function plain(name: string): string {
  const letters = name.toLowerCase().replaceAll('ø', 'o').replaceAll('ł', 'l').normalize('NFD');
  return letters.replaceAll(/[^a-z.-]/g, '');
}

export const day = (date: string) => new Date(`${date}T00:00:00.000Z`);
