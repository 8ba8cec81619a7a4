import { Injectable, Logger } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { Challenges } from './challenges.js';
import { digestOf } from './one-time-token.js';
import { RefreshTokens } from './refresh-tokens.js';
import { type FactorMethod, SecondFactors } from './second-factors.js';
import { type Account, type Device, type Member, SessionStore } from './session-store.js';
import type { ChallengeView, LoginView, MembershipSummary } from './token.view.js';

/** How long a login waits for its second factor. */
const CHALLENGE_SECONDS = 300;

/** What was proven before the second factor, as it was then. */
export interface FirstProof {
  membershipId: string;
  epoch: number;
  /** The digest of the password's hash: a challenge doesn't outlive a change of it. */
  password: string | null;
  /** The key that was shown to be held then; who finishes the login holds it too (RFC 9449). */
  dpopThumbprint: string | null;
}

/** Someone has proven who they are: begins a session, and gives its tokens. Every way to log in ends here. */
@Injectable()
export class SignIn {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly store: SessionStore,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly factors: SecondFactors,
    private readonly challenges: Challenges,
  ) {}

  /**
   * A session; or where only one proof was given, and the user has a second factor, the challenge to use it.
   *
   * @returns undefined if the password, the role or the status has changed since it was read
   */
  async begin(
    user: Account,
    member: Member & MembershipSummary,
    device: Device,
  ): Promise<LoginView | ChallengeView | undefined> {
    const methods = await this.factors.methodsOf(user.id);
    return methods.length > 0
      ? this.ask(user, member, device, methods)
      : this.open(user, member, device, { factor: false });
  }

  /** The session, after all proofs that it takes. @param by which they were; a second factor counts as one that is used now */
  async open(
    user: Account,
    member: Member & MembershipSummary,
    device: Device,
    by: { factor: boolean },
  ): Promise<LoginView | undefined> {
    const grant = await this.store.open(user, member, device, by);
    if (!grant) return undefined;
    this.logger.log({ event: 'login.accepted', userId: user.id, sessionId: grant.sessionId });
    return {
      ...(await this.accessTokens.issue(grant)),
      refreshToken: this.refreshTokens.issue({ sessionId: grant.sessionId, counter: 0 }),
      membership: summary(member),
    };
  }

  private async ask(
    user: Account,
    { id: membershipId, epoch }: Member,
    { dpopThumbprint }: Device,
    methods: FactorMethod[],
  ): Promise<ChallengeView> {
    const proof: FirstProof = { membershipId, epoch, password: digestOfHash(user), dpopThumbprint };
    const challenge = await this.challenges.issue('login', CHALLENGE_SECONDS, proof, user.id);
    this.logger.log({ event: 'login.challenged', userId: user.id });
    return { mfaRequired: true, challenge, methods };
  }
}

export const digestOfHash = ({ passwordHash }: Pick<Account, 'passwordHash'>) =>
  passwordHash === null ? null : digestOf(passwordHash).toString('base64url');

export const memberColumns = {
  id: true,
  role: true,
  schoolId: true,
  epoch: true,
  school: { select: { id: true, name: true } },
} as const;

/** What a login reads of a user. The first membership is what the session begins as. */
export const loginColumns = {
  id: true,
  passwordHash: true,
  memberships: { where: { status: 'active' }, orderBy: { id: 'asc' }, select: memberColumns },
} as const;

export const summary = ({ id, role, school }: MembershipSummary): MembershipSummary => ({ id, role, school });
