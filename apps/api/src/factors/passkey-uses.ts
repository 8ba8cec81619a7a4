import { Injectable, Logger } from '@nestjs/common';
import { Challenges } from '../auth/challenges.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { PasskeyAssertion } from './dto/passkey-assertion.dto.js';
import { challengeOf } from './passkey-answers.js';
import { CEREMONY_SECONDS, PasskeyCeremonies, userHandle } from './passkey-ceremonies.js';
import type { PasskeyRequestOptionsView } from './passkey-options.view.js';

/** Asks for the use of a passkey, and checks it: whatever it is for. */
@Injectable()
export class PasskeyUses {
  private readonly logger = new Logger('Passkeys');

  constructor(
    private readonly prisma: PrismaService,
    private readonly challenges: Challenges,
    private readonly ceremonies: PasskeyCeremonies,
  ) {}

  /** @param step what it is for, and so of whom: an answer is good for that alone. @param userId whose passkeys; without, anybody's */
  async ask(step: string, userId?: string): Promise<PasskeyRequestOptionsView> {
    const where = { userId: userId!, kind: 'passkey' } as const;
    const known = userId
      ? await this.prisma.factor.findMany({ where, select: { credentialId: true, transports: true } })
      : undefined;
    const challenge = await this.challenges.issue('passkey_login', CEREMONY_SECONDS, { step }, userId);
    return this.ceremonies.requestOptions(challenge, known);
  }

  /**
   * Who has used a passkey; undefined if the challenge was used or given out for another step, or for an answer that the
   * passkey's key has not signed for one of our pages. The challenge is used up in any case.
   */
  async userOf(response: PasskeyAssertion, step: string, userId?: string): Promise<string | undefined> {
    const challenge = challengeOf(response);
    const asked = await this.challenges.use<{ step: string }>(challenge, 'passkey_login');
    if (asked?.data.step !== step) return undefined;
    const passkey = await this.prisma.factor.findUnique({
      where: { credentialId: Buffer.from(response.id, 'base64url') },
      select: { id: true, userId: true, publicKey: true },
    });
    if (!passkey || (userId && passkey.userId !== userId)) return undefined;
    // Who was not named before is named by the authenticator (7.2, step 6).
    const { userHandle: named = userId && userHandle(userId) } = response.response;
    if (named !== userHandle(passkey.userId)) return undefined;
    const counter = await this.ceremonies.used(response, challenge, passkey.publicKey!);
    if (counter === undefined || !(await this.accept(passkey, counter))) return undefined;
    return passkey.userId;
  }

  /**
   * The counter of an authenticator that has one only grows. One that does not tells of a copy of the passkey (6.1.1): neither the
   * copy nor the original gets in by this use, and the log says it.
   */
  private async accept({ id, userId }: { id: string; userId: string }, counter: number): Promise<boolean> {
    const accepted = await this.prisma.$executeRaw`
      UPDATE "Factor" SET "signCount" = ${counter}::float8, "lastUsedAt" = now()
      WHERE id = ${id}::uuid AND ("signCount" < ${counter}::float8 OR ("signCount" = 0 AND ${counter}::float8 = 0))`;
    if (accepted === 0) this.logger.warn({ event: 'passkey.counter_not_grown', userId, factorId: id });
    return accepted > 0;
  }
}
