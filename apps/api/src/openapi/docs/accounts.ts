/** The demo data's accounts (prisma/seed), one of each kind, to log in with on the documentation page outside production. */
export const demoAccounts = [
  'admin@northwood.example',
  'teacher@northwood.example',
  'teacher.two@northwood.example',
  'student@northwood.example',
  'student.two@northwood.example',
  'guardian@northwood.example',
  'guardian.two@northwood.example',
  'admin@lakeside.example',
  'teacher@lakeside.example',
  'student@lakeside.example',
  'guardian@lakeside.example',
  'both@homeroom.example',
  'operator@homeroom.example',
];

export const demoPassphrase = 'homeroom demo passphrase';
