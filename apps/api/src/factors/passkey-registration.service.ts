import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { Challenges } from '../auth/challenges.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import { holdCaller } from '../auth/second-factors.js';
import { conflict, invalidInput } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { CreatePasskey } from './dto/create-passkey.dto.js';
import { Enrollment } from './enrollment.js';
import { factors } from './factor.view.js';
import { challengeOf } from './passkey-answers.js';
import { CEREMONY_SECONDS, PasskeyCeremonies } from './passkey-ceremonies.js';
import type { PasskeyCreationOptionsView } from './passkey-options.view.js';
import type { PasskeyView } from './passkey.view.js';

/** A user adds a passkey. */
@Injectable()
export class PasskeyRegistrationService {
  private readonly logger = new Logger('Factors');

  constructor(
    private readonly prisma: PrismaService,
    private readonly challenges: Challenges,
    private readonly ceremonies: PasskeyCeremonies,
    private readonly enrollment: Enrollment,
    private readonly changes: IdentityChanges,
  ) {}

  /** What `navigator.credentials.create()` takes, for this session; good once, for five minutes. */
  async options(caller: Caller): Promise<PasskeyCreationOptionsView> {
    const { userId, sessionId } = caller;
    const user = await this.prisma.user.findFirstOrThrow({
      where: rows(caller, 'read', 'User'),
      select: { id: true, email: true, name: true },
    });
    const known = await this.prisma.factor.findMany({
      where: { AND: [rows(caller, 'read', 'Factor'), { kind: 'passkey' }] },
      select: { credentialId: true, transports: true },
    });
    const challenge = await this.challenges.issue('passkey_registration', CEREMONY_SECONDS, { sessionId }, userId);
    return this.ceremonies.creationOptions(challenge, user, known);
  }

  /**
   * The passkey, with the first recovery codes where there are none yet. This session has used a factor from now on. 400 names
   * `response` if it is no answer to what this session asked for; 409 if the passkey is known, or at ten factors.
   */
  async create(caller: Caller, { name = 'Passkey', response }: CreatePasskey): Promise<PasskeyView> {
    const challenge = challengeOf(response);
    const asked = await this.challenges.use<{ sessionId: string }>(challenge, 'passkey_registration');
    const isOurs = asked?.data.sessionId === caller.sessionId;
    const made = isOurs ? await this.ceremonies.registered(response, challenge) : undefined;
    if (!made) throw refused();
    const created = await this.prisma.$transaction(async (transaction) => {
      const owner = await holdCaller(transaction, caller);
      await this.enrollment.requireRoom(transaction, owner.id);
      const credentialId = Buffer.from(made.id, 'base64url');
      if (await transaction.factor.count({ where: { credentialId } })) throw conflict('This passkey is known already.');
      const now = new Date();
      const factor = await transaction.factor.create({
        data: {
          userId: owner.id,
          kind: 'passkey',
          name,
          credentialId,
          publicKey: made.publicKey,
          signCount: made.counter,
          transports: response.response.transports ?? [],
          confirmedAt: now,
          lastUsedAt: now,
        },
        select: factors.select(caller),
      });
      const recoveryCodes = await this.enrollment.complete(transaction, caller, owner);
      return { ...factors.show(caller, factor), recoveryCodes };
    });
    await this.changes.settled();
    this.logger.log({ event: 'factor.added', userId: caller.userId });
    return created;
  }
}

const refused = () =>
  invalidInput([
    { pointer: '/response', code: 'passkey', message: 'This is no answer to what this session was asked to make.' },
  ]);
