import { Injectable, Logger } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { RefreshTokens } from './refresh-tokens.js';
import { type Account, type Device, type Member, SessionStore } from './session-store.js';
import type { LoginView, MembershipSummary } from './token.view.js';

/** Someone has proven who they are: begins a session, and gives its tokens. Every way to log in ends here. */
@Injectable()
export class SignIn {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly store: SessionStore,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  /**
   * @param by which proofs it was; a second factor counts as one that is used now
   * @returns undefined if the password, the role or the status has changed since it was read
   */
  async begin(
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
}

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
