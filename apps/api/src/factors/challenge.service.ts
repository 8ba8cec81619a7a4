import { Injectable, Logger } from '@nestjs/common';
import { Challenges } from '../auth/challenges.js';
import { LoginFailures } from '../auth/login-failures.js';
import { type Device } from '../auth/session-store.js';
import { digestOfHash, type FirstProof, loginColumns, SignIn } from '../auth/sign-in.js';
import type { LoginView } from '../auth/token.view.js';
import { Problem } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { Owner } from './owner.js';

/** One answer for every reason, so that none can be told from another (ASVS 6.3.8). */
const refused = () =>
  new Problem('unauthenticated', {
    detail: 'This is not a valid credential.',
    headers: { 'WWW-Authenticate': 'Bearer' },
  });

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
   * role or status has changed, and for a wrong proof, which counts as a failed login does: 429 while the account has to wait.
   *
   * @param prove whether a second factor of this user was used
   */
  async meet(challenge: string, device: Device, prove: (owner: Owner) => Promise<boolean>): Promise<LoginView> {
    const waiting = await this.challenges.attempt<FirstProof>(challenge, 'login');
    const user =
      waiting &&
      (await this.prisma.user.findUnique({ where: { id: waiting.userId! }, select: { ...loginColumns, email: true } }));
    const member = user?.memberships.find(
      ({ id, epoch }) => id === waiting!.data.membershipId && epoch === waiting!.data.epoch,
    );
    if (!user || !member || digestOfHash(user) !== waiting.data.password) throw this.refuse(device);
    await this.failures.refuseWhileWaiting(user.email, device.ip);
    const proven = (await prove(user)) && (await this.failures.clear(user.email, device.ip, { factor: true }));
    if (!proven) {
      await this.failures.count(user.email, device.ip);
      throw this.refuse(device);
    }
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
