import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { invalidInput } from '../common/problem.js';
import { partsOf } from '../common/request-hooks.js';
import { Config } from '../config/config.js';
import { type Proof, PROOF_ALGORITHMS, readProof } from './dpop-proof.js';
import type { IdentifiedRequest, Refusal } from './identified-request.js';
import { Nonces } from './nonces.js';

/** Who asks for tokens, or uses them, as the holder of a key (RFC 9449). */
@Injectable()
export class Dpop {
  constructor(
    private readonly config: Config,
    private readonly nonces: Nonces,
  ) {}

  /**
   * Takes the request for its caller's if it came as `DPoP`, with a proof by the key that the token is bound to; else it is
   * nobody's, and so is one whose token isn't bound at all. The proof is used up later (single-use.guard.ts).
   */
  async requireProof(request: IdentifiedRequest, token: string, thumbprint: string | undefined): Promise<void> {
    const refuse = (refusal: Refusal) => Object.assign(request, { caller: undefined, refusal });
    if (!request.caller || !thumbprint || !isDpop(request)) return void refuse(wrongToken);
    const proof = await this.read(request, token);
    if (proof?.thumbprint !== thumbprint) return void refuse(this.wrongProof());
    request.provenKey = thumbprint;
    request.once = { owner: `dpop ${thumbprint}`, nonce: proof.jti, refusal: this.wrongProof() };
  }

  /** The key that a request for tokens proves to hold, and that they are to be bound to; null without a proof. @throws 400 */
  async keyOf(request: IdentifiedRequest): Promise<string | null> {
    if (request.headers.dpop === undefined) return null;
    // Who sent a token too has used this proof already.
    if (request.caller && request.provenKey) return request.provenKey;
    const proof = await this.read(request);
    if (!proof || !(await this.nonces.spend(`dpop ${proof.thumbprint}`, proof.jti, request.ip))) throw wrongHeader();
    return proof.thumbprint;
  }

  private wrongProof(): Refusal {
    return {
      detail:
        'The header `DPoP` has to hold one new proof for this token and this request, by the key that the token is bound to. Its `htu` ' +
        `is an address under ${this.config.publicUrl}.`,
      headers: challenge('invalid_dpop_proof'),
    };
  }

  /** Several proofs arrive as one text with commas, which is none. */
  private async read(request: FastifyRequest, token?: string): Promise<Proof | undefined> {
    const { dpop } = request.headers;
    const uri = this.config.publicUrl + partsOf(request.url).path;
    return typeof dpop === 'string' ? readProof(dpop, { method: request.method, uri, token }) : undefined;
  }
}

/** Whether the token was sent as one that is bound. */
export const isDpop = ({ headers: { authorization } }: FastifyRequest) => /^dpop /i.test(authorization ?? '');

const challenge = (error: string) => ({
  'WWW-Authenticate': `DPoP error="${error}", algs="${PROOF_ALGORITHMS.join(' ')}"`,
});
const wrongToken = {
  detail: 'A token that is bound to a key is sent as `Authorization: DPoP …` with a proof; no other token is.',
  headers: challenge('invalid_token'),
};
const wrongHeader = () =>
  invalidInput([
    {
      parameter: 'DPoP',
      code: 'invalid_dpop_proof',
      message: 'One new proof for this method and address is expected.',
    },
  ]);
