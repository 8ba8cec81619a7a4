/** The demo data is for trying things out: everyone knows this passphrase, and nobody can choose it (password-rules.ts). */
export const demoPassphrase = 'homeroom demo passphrase';

export interface DemoAccount {
  readonly email: string;
  readonly role: 'operator' | 'admin' | 'teacher' | 'student' | 'guardian';
  /** null for the operator, who belongs to no school. */
  readonly school: string | null;
  readonly note: string;
}

const northwood = 'Northwood School';
const lakeside = 'Lakeside Academy';

/** Who can log in to the demo data; role and school are what the login begins as. */
export const demoAccounts: readonly DemoAccount[] = [
  { email: 'admin@northwood.example', role: 'admin', school: northwood, note: 'sees the whole school' },
  { email: 'teacher@northwood.example', role: 'teacher', school: northwood, note: 'teaches student@' },
  { email: 'teacher.two@northwood.example', role: 'teacher', school: northwood, note: 'teaches student.two@' },
  { email: 'student@northwood.example', role: 'student', school: northwood, note: 'in a class of teacher@' },
  { email: 'student.two@northwood.example', role: 'student', school: northwood, note: 'reads a draft of teacher@' },
  { email: 'guardian@northwood.example', role: 'guardian', school: northwood, note: 'of student@' },
  { email: 'guardian.two@northwood.example', role: 'guardian', school: northwood, note: 'of student.two@' },
  { email: 'admin@lakeside.example', role: 'admin', school: lakeside, note: 'sees the whole school' },
  { email: 'teacher@lakeside.example', role: 'teacher', school: lakeside, note: 'teaches student@' },
  { email: 'student@lakeside.example', role: 'student', school: lakeside, note: 'in a class of teacher@' },
  { email: 'guardian@lakeside.example', role: 'guardian', school: lakeside, note: 'of student@' },
  { email: 'both@homeroom.example', role: 'teacher', school: northwood, note: `guardian at ${lakeside} as well` },
  { email: 'operator@homeroom.example', role: 'operator', school: null, note: 'runs the installation' },
];
