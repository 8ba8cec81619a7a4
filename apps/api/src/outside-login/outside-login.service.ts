import { Injectable, Logger } from '@nestjs/common';
import { refused } from '../auth/refused.js';
import type { Device } from '../auth/session-store.js';
import { loginColumns, SignIn } from '../auth/sign-in.js';
import { AdmissionService, InvitationGone } from '../members/admission.service.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { OutsideAnswer } from './dto/outside-answer.dto.js';
import { Exchange, type Outsider } from './exchange.js';

/** Logging in with an account at an OpenID provider. */
@Injectable()
export class OutsideLoginService {
  private readonly logger = new Logger('OutsideLogin');

  constructor(
    private readonly prisma: PrismaService,
    private readonly exchange: Exchange,
    private readonly admission: AdmissionService,
    private readonly signIn: SignIn,
  ) {}

  /**
   * Logs in whom this account was linked to, or who is invited under the address that the provider has verified. An address that has
   * an account here is no proof of it: its owner links the two when logged in. 401 alike for every refusal (ASVS 6.3.8).
   */
  async login(provider: string, answer: OutsideAnswer, device: Device) {
    const outsider = await this.exchange.redeem(provider, answer);
    const userId = (await this.known(outsider)) ?? (await this.admit(outsider)) ?? (await this.known(outsider));
    const user = userId && (await this.prisma.user.findUnique({ where: { id: userId }, select: loginColumns }));
    const member = user ? user.memberships[0] : undefined;
    const login = user && member && (await this.signIn.begin(user, member, device));
    if (!login) {
      this.logger.warn({ event: 'login.refused', ip: device.ip, provider });
      throw refused();
    }
    return login;
  }

  private async known({ issuer, subject }: Outsider): Promise<string | undefined> {
    const [identity] = await this.prisma.externalIdentity.updateManyAndReturn({
      where: { issuer, subject },
      data: { lastUsedAt: new Date() },
      select: { userId: true },
    });
    return identity?.userId;
  }

  /** An account for who is invited, linked at once: in one transaction, so that of two first logins one makes it. */
  private async admit(outsider: Outsider): Promise<string | undefined> {
    const email = await outsider.verifiedEmail();
    if (email === undefined) return undefined;
    const { issuer, subject } = outsider;
    try {
      return await this.prisma.$transaction(async (transaction) => {
        const userId = await this.admission.admit(transaction, email);
        if (userId !== undefined)
          await transaction.externalIdentity.create({ data: { userId, issuer, subject }, select: { id: true } });
        return userId;
      });
    } catch (error) {
      if (error instanceof InvitationGone) return undefined;
      throw error;
    }
  }
}
