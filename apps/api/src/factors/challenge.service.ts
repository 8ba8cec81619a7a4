import { Injectable, Logger } from '@nestjs/common';
import { Challenges } from '../auth/challenges.js';
import { LoginFailures } from '../auth/login-failures.js';
import { refused } from '../auth/refused.js';
import { type Device } from '../auth/session-store.js';
import { digestOfHash, type FirstProof, loginColumns, SignIn } from '../auth/sign-in.js';
import type { LoginView } from '../auth/token.view.js';
import type { Problem } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { Owner } from './owner.js';

/** The second step of a login. */
@Injectable()
export class ChallengeService {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly prisma: PrismaService,
    private readonly challenges: Challenges,
    private readonly failures: LoginFailures,
    private readonly signIn: SignIn,
  ) {}

  /**
   * The session that the challenge stands for. 401 alike for an unknown, used, expired or exhausted challenge, for one whose password,
   * role or status has changed, in other hands than the key's that the login began with, and for a wrong proof, which counts as a failed login does: 429 while the account has to wait.
   *
   * @param prove whether a second factor of this user was used
   */
  async meet(challenge: string, device: Device, prove: (owner: Owner) => Promise<boolean>): Promise<LoginView> {
    const waiting = await this.challenges.find(challenge, 'login');
    const user =
      waiting &&
      (await this.prisma.user.findUnique({ where: { id: waiting.userId! }, select: { ...loginColumns, email: true } }));
    if (!user) throw this.refuse(device);
    await this.failures.refuseWhileWaiting(user.email, device.ip);
    // Counted now and not before: whose turn hasn't come has tried nothing.
    const first = (await this.challenges.attempt<FirstProof>(challenge, 'login'))?.data;
    const member = user.memberships.find(({ id, epoch }) => id === first?.membershipId && epoch === first.epoch);
    if (!first || !member || digestOfHash(user) !== first.password || device.dpopThumbprint !== first.dpopThumbprint)
      throw this.refuse(device);
    if (!(await this.failures.proven(user.email, device.ip, () => prove(user), { factor: true })))
      throw this.refuse(device);
    const login =
      (await this.challenges.use(challenge, 'login')) &&
      (await this.signIn.open(user, member, device, { factor: true }));
    if (!login) throw this.refuse(device);
    return login;
  }

  private refuse({ ip }: Device): Problem {
    this.logger.warn({ event: 'login.refused', ip });
    return refused();
  }
}
