import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import { LoginFailures } from '../auth/login-failures.js';
import { requirePasswordSet } from '../auth/password-rules.js';
import { Passwords } from '../auth/passwords.js';
import { SecondFactors } from '../auth/second-factors.js';
import { invalidInput } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { Codes } from './codes.js';
import type { StepUp } from './dto/step-up.dto.js';
import type { Owner } from './owner.js';

/** Proves anew who is there, in a session that exists (RFC 9470). */
@Injectable()
export class StepUpService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly factors: SecondFactors,
    private readonly passwords: Passwords,
    private readonly codes: Codes,
    private readonly failures: LoginFailures,
    private readonly changes: IdentityChanges,
  ) {}

  /** By a code for who has a second factor, by the password for who has none. 400 names what is wrong. */
  async stepUp(caller: Caller, { password, code }: StepUp, address: string): Promise<void> {
    if ((password === undefined) === (code === undefined))
      throw wrong('code', 'either', 'send either a password or a code');
    const enrolled = (await this.factors.methodsOf(caller.userId)).length > 0;
    if (code !== undefined) {
      if (!enrolled) throw wrong('code', 'no_factor', 'You have no second factor: send your password.');
      return this.by(caller, address, { factor: true, field: 'code', message: 'This is not your code.' }, (user) =>
        this.codes.use(user, code),
      );
    }
    if (enrolled) throw wrong('password', 'factor', 'You have a second factor: send a code of it.');
    const asked = { factor: false, field: 'password', message: 'This is not your password.' };
    return this.by(caller, address, asked, ({ passwordHash }) => {
      requirePasswordSet(passwordHash, 'password');
      return this.passwords.verify(passwordHash, password!);
    });
  }

  /** A wrong proof is a 400 that names the field, and counts as a failed login does: 429 while the account has to wait. */
  async by(
    caller: Caller,
    address: string,
    { factor, field, message }: { factor: boolean; field: string; message: string },
    prove: (user: Owner & { passwordHash: string | null }) => Promise<boolean>,
  ): Promise<void> {
    const user = await this.prisma.user.findFirstOrThrow({
      where: rows(caller, 'update', 'User'),
      select: { id: true, email: true, passwordHash: true },
    });
    if (!(await this.failures.proven(user.email, address, () => prove(user), { factor })))
      throw wrong(field, 'wrong', message);
    const now = new Date();
    await this.prisma.session.updateMany({
      where: { id: caller.sessionId, endedAt: null },
      data: { authenticatedAt: now, ...(factor && { factorAt: now }) },
    });
    await this.changes.settled();
  }
}

const wrong = (field: string, code: string, message: string) => invalidInput([{ pointer: `/${field}`, code, message }]);
