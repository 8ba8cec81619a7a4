import type { Auth, SecondStep } from './generated/sdk.gen.js';
import type { ChallengeView, LoginView, MembershipSummary, TokenPairView } from './generated/types.gen.js';
import { dataOf, ProblemError } from './problem.js';

/** So much before it expires an access token is exchanged, or it might expire on its way. */
const EARLY_MS = 30_000;

/** Asks whoever logs in for a code of a second factor. */
export type AskForCode = (methods: ChallengeView['methods']) => Promise<string>;

/** The tokens of one login. They are kept in memory alone, where no other page and no later visitor finds them. */
export class Session {
  private readonly auth: Auth;
  private readonly secondStep: SecondStep;
  private tokens?: { accessToken: string; refreshToken: string; freshUntil: number };
  private refreshing?: Promise<void>;

  constructor(auth: Auth, secondStep: SecondStep) {
    this.auth = auth;
    this.secondStep = secondStep;
  }

  /**
   * A ProblemError with 401 for a wrong address, password or code, with 429 while they have to wait. `askForCode` is called if the
   * account has a second factor.
   */
  async logIn(email: string, password: string, askForCode?: AskForCode): Promise<MembershipSummary> {
    const first = dataOf(await this.auth.login({ body: { email, password } }));
    const { membership, ...pair } = 'mfaRequired' in first ? await this.meet(first, askForCode) : first;
    this.hold(pair);
    return membership;
  }

  private async meet({ challenge, methods }: ChallengeView, askForCode?: AskForCode): Promise<LoginView> {
    if (!askForCode)
      throw new Error('This account has a second factor: give logIn() a function that asks for its code.');
    const code = await askForCode(methods);
    return dataOf(await this.secondStep.challenge({ body: { challenge, code } }));
  }

  /** Goes on as another membership of the same user; a ProblemError with 404 if it is not one. */
  async switchTo(membershipId: string): Promise<MembershipSummary> {
    const { membership } = dataOf(await this.auth.switch({ body: { membershipId } }));
    // What began before the switch may bring a token for the membership of before.
    await this.refreshing;
    await this.refresh();
    return membership;
  }

  /** The tokens are forgotten whatever the server says; that the session has ended already is no problem. */
  async logOut(): Promise<void> {
    const { error } = await this.auth.logout().finally(() => (this.tokens = undefined));
    if (error && error.status !== 401) throw new ProblemError(error);
  }

  /** For the next request; undefined while nobody is logged in. */
  async accessToken(): Promise<string | undefined> {
    if (this.tokens && Date.now() >= this.tokens.freshUntil) await this.refresh();
    return this.tokens?.accessToken;
  }

  /** Another access token than the one that was refused; undefined if there is none to be had. */
  async insteadOf(refused: string): Promise<string | undefined> {
    if (this.tokens?.accessToken === refused) await this.refresh();
    const accessToken = this.tokens?.accessToken;
    return accessToken === refused ? undefined : accessToken;
  }

  /** A refresh token can be used once, so those who need it at the same time share one use. */
  private refresh(): Promise<void> {
    this.refreshing ??= this.exchange().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async exchange(): Promise<void> {
    const used = this.tokens!;
    const { data, error } = await this.auth.refresh({ body: { refreshToken: used.refreshToken } });
    // Someone has logged in or out meanwhile.
    if (this.tokens !== used) return;
    if (data) this.hold(data);
    else if (error.status === 401) this.tokens = undefined;
  }

  private hold({ accessToken, refreshToken, expiresIn }: TokenPairView): void {
    this.tokens = { accessToken, refreshToken, freshUntil: Date.now() + expiresIn * 1_000 - EARLY_MS };
  }
}
