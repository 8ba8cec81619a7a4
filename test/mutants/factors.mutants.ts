import { describeGuards } from './guards.js';

describeGuards([
  {
    name: 'takes a code a second time',
    file: 'factors/codes.ts',
    from: 'OR: [{ lastStep: null }, { lastStep: { lt: step } }]',
    to: '',
    tests: 'test/v1/auth/challenge',
  },
  {
    name: 'takes a recovery code of someone else',
    file: 'factors/recovery-codes.ts',
    from: 'where: { userId, digest: digestOf(code) }',
    to: 'where: { digest: digestOf(code) }',
    tests: 'test/v1/auth/challenge',
  },
  {
    name: 'forgets failures at a right password alone',
    file: 'auth/login-failures.ts',
    from: 'AND (${factor} OR NOT EXISTS (SELECT FROM "Factor" f JOIN "User" u',
    to: 'AND (true OR NOT EXISTS (SELECT FROM "Factor" f JOIN "User" u',
    tests: 'test/v1/auth/challenge',
  },
  {
    name: 'lets a challenge outlive a change of the password',
    file: 'factors/challenge.service.ts',
    from: '|| digestOfHash(user) !== waiting.data.password',
    to: '',
    tests: 'test/v1/auth/challenge',
  },
  {
    name: 'counts no wrong code',
    file: 'factors/challenge.service.ts',
    from: 'await this.failures.count(user.email, device.ip);',
    to: '',
    tests: 'test/v1/auth/challenge',
  },
  {
    name: 'takes the password of who has a factor for a step-up',
    file: 'factors/step-up.service.ts',
    from: "if (enrolled) throw wrong('password',",
    to: "if (enrolled && !password) throw wrong('password',",
    tests: 'test/v1/auth/step-up',
  },
  {
    name: 'asks nothing for the medical notes of a whole school',
    file: 'students/students.service.ts',
    from: "if (!exclude && readsEvery(caller, 'Student', 'medicalNotes')) requireRecent(caller);",
    to: '',
    tests: 'test/v1/auth/step-up',
  },
  {
    name: 'requires no factor of staff',
    file: 'access/ability.ts',
    from: "return factorMissing ? ['everyone'] : [role, 'everyone'];",
    to: "return [role, 'everyone'];",
    tests: 'test/v1/school-factor-requirement',
  },
  {
    name: 'removes the last factor of staff who need one',
    file: 'factors/factors.service.ts',
    from: 'if (required > 0)',
    to: 'if (required > 99)',
    tests: 'test/v1/school-factor-requirement',
  },
  {
    name: 'leaves a short password alone',
    file: 'factors/factors.service.ts',
    from: 'if (passwordIsShort)',
    to: "if (passwordIsShort && userId === '')",
    tests: 'test/v1/me/short-password',
  },
]);
