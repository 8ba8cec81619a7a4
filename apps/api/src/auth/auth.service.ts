import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { AccessTokens } from './access-tokens.js';
import { IdentityChanges } from './identity-changes.js';
import { LoginFailures } from './login-failures.js';
import { Passwords } from './passwords.js';
import { RefreshTokens } from './refresh-tokens.js';
import { refused } from './refused.js';
import { type Account, type Device, SessionStore } from './session-store.js';
import { memberColumns, SignIn, summary } from './sign-in.js';
import type { Login } from './dto/login.dto.js';
import type { ChallengeView, LoginView, SwitchView, TokenPairView } from './token.view.js';

@Injectable()
export class AuthService {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly prisma: PrismaService,
    private readonly passwords: Passwords,
    private readonly failures: LoginFailures,
    private readonly signIn: SignIn,
    private readonly store: SessionStore,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly changes: IdentityChanges,
  ) {}

  /**
   * A session, or the challenge of an account that has a second factor. 401 alike for an unknown address, a wrong password and a
   * suspended member, after the same work; 429 while it has to wait.
   */
  async login({ email, password }: Login, device: Device): Promise<LoginView | ChallengeView> {
    const user = await this.prisma.user.findUnique({ where: { email }, select: { id: true, passwordHash: true } });
    const member = await this.failures.proven(email, device.ip, async () => {
      if (!(await this.passwords.verify(user?.passwordHash, password))) return undefined;
      // Not before: what is read of an account would make it slower than none.
      const where = { userId: user!.id, status: 'active' } as const;
      const found = await this.prisma.membership.findFirst({ where, orderBy: { id: 'asc' }, select: memberColumns });
      return found ?? undefined;
    });
    const login = member && (await this.signIn.begin(await this.rehashed(user!, password), member, device));
    if (!login) {
      this.logger.warn({ event: 'login.refused', ip: device.ip });
      throw refused();
    }
    return login;
  }

  /**
   * A new pair; 401 for a token that is forged, used, of a session that has ended, or of one that is bound to another key. Using a used one ends its session, but for
   * the last one used, within ten seconds: its answer may have been lost, and is given again.
   */
  async refresh(token: string, { dpopThumbprint }: Device): Promise<TokenPairView> {
    const claims = this.refreshTokens.verify(token);
    const rotated = claims && (await this.store.rotate(claims.sessionId, claims.counter, dpopThumbprint));
    if (!rotated) throw refused();
    if (rotated.ended) {
      await this.changes.settled();
      this.logger.warn({ event: 'refresh.reused', userId: rotated.userId, sessionId: rotated.sessionId });
      throw refused();
    }
    return { ...(await this.accessTokens.issue(rotated)), refreshToken: this.refreshTokens.issue(rotated) };
  }

  /** Ends the caller's session. */
  async logout({ sessionId }: Caller): Promise<void> {
    await this.prisma.session.updateMany({ where: { id: sessionId, endedAt: null }, data: { endedAt: new Date() } });
    await this.changes.settled();
  }

  /** An access token for another membership of the same user; 404 if it is not one, or not active. */
  async switch(caller: Caller, membershipId: string): Promise<SwitchView> {
    const grant = await this.store.switchTo(caller, membershipId);
    await this.changes.settled();
    const member = await this.prisma.membership.findUniqueOrThrow({
      where: { id: membershipId },
      select: memberColumns,
    });
    return { ...(await this.accessTokens.issue(grant)), membership: summary(member) };
  }

  /** With a hash of today's strength, before anything is bound to it. A password changed meanwhile stays changed. */
  private async rehashed({ id, passwordHash }: Account, password: string): Promise<Account> {
    if (passwordHash === null || !this.passwords.outdated(passwordHash)) return { id, passwordHash };
    const data = { passwordHash: await this.passwords.hash(password) };
    const { count } = await this.prisma.user.updateMany({ where: { id, passwordHash }, data });
    return count > 0 ? { id, ...data } : { id, passwordHash };
  }
}
