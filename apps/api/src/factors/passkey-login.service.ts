import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { Challenges } from '../auth/challenges.js';
import { digestOf } from '../auth/one-time-token.js';
import { refused } from '../auth/refused.js';
import type { Device } from '../auth/session-store.js';
import { loginColumns, SignIn } from '../auth/sign-in.js';
import type { LoginView } from '../auth/token.view.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { ChallengeService } from './challenge.service.js';
import type { AnswerWithPasskey, PasskeyAssertion } from './dto/passkey-assertion.dto.js';
import type { PasskeyRequestOptionsView } from './passkey-options.view.js';
import { PasskeyUses } from './passkey-uses.js';
import { StepUpService } from './step-up.service.js';

const SIGN_IN = 'sign-in';
const ofLogin = (challenge: string) => `login ${digestOf(challenge).toString('base64url')}`;
const ofSession = ({ sessionId }: Caller) => `session ${sessionId}`;

/** What a passkey is good for: a login, with a password before it or without, and a step-up. */
@Injectable()
export class PasskeyLoginService {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly prisma: PrismaService,
    private readonly uses: PasskeyUses,
    private readonly signIn: SignIn,
    private readonly challenges: Challenges,
    private readonly secondStep: ChallengeService,
    private readonly steps: StepUpService,
  ) {}

  /** The same for everybody: who it will be, the authenticator says. */
  signInOptions(): Promise<PasskeyRequestOptionsView> {
    return this.uses.ask(SIGN_IN);
  }

  /**
   * A session that has used a second factor, as the authenticator has verified its user. 401 alike for an unknown passkey, one that was
   * taken away, a wrong signature, page or challenge, and a suspended member. It waits for no failures of the account: nobody can
   * guess a signature, so nobody's guesses keep its user out (ASVS 6.1.1).
   */
  async logIn(response: PasskeyAssertion, device: Device): Promise<LoginView> {
    const id = await this.uses.userOf(response, SIGN_IN);
    const user = id && (await this.prisma.user.findUnique({ where: { id }, select: loginColumns }));
    const member = user ? user.memberships[0] : undefined;
    const login = user && member && (await this.signIn.open(user, member, device, { factor: true }));
    if (login) return login;
    this.logger.warn({ event: 'login.refused', ip: device.ip });
    throw refused();
  }

  /** The passkeys of whoever began the login. 401 if there is no such login any more. */
  async challengeOptions(challenge: string): Promise<PasskeyRequestOptionsView> {
    const waiting = await this.challenges.find(challenge, 'login');
    if (!waiting) throw refused();
    return this.uses.ask(ofLogin(challenge), waiting.userId!);
  }

  /** The session that the login's challenge stands for; 401 as for a wrong code. */
  meet({ challenge, response }: AnswerWithPasskey, device: Device): Promise<LoginView> {
    return this.secondStep.meet(challenge, device, async ({ id }) =>
      Boolean(await this.uses.userOf(response, ofLogin(challenge), id)),
    );
  }

  stepUpOptions(caller: Caller): Promise<PasskeyRequestOptionsView> {
    return this.uses.ask(ofSession(caller), caller.userId);
  }

  /** 400 names `response` if it is no use of a passkey of the caller's, for this session. */
  stepUp(caller: Caller, response: PasskeyAssertion, address: string): Promise<void> {
    const message = 'This is no use of a passkey of yours, for this session.';
    return this.steps.by(caller, address, { factor: true, field: 'response', message }, async ({ id }) =>
      Boolean(await this.uses.userOf(response, ofSession(caller), id)),
    );
  }
}
