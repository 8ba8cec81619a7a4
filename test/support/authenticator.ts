import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest();
const base64url = (data: Uint8Array | string) => Buffer.from(data).toString('base64url');

type Cbor = number | string | Uint8Array | Map<Cbor, Cbor> | Cbor[];

/** The part of RFC 8949 that an attestation is made of. */
export function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
}

function head(major: number, length: number): Buffer {
  const type = major << 5;
  if (length < 24) return Buffer.from([type | length]);
  return length < 256 ? Buffer.from([type | 24, length]) : Buffer.from([type | 25, length >> 8, length & 255]);
}

/** What makes an answer other than it should be. */
export interface Twist {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  /** Whether it asked for a PIN or a fingerprint. */
  verified?: boolean;
  /** Whether it felt a touch. */
  present?: boolean;
  crossOrigin?: boolean;
}

interface Options {
  challenge: string;
  rpId?: string;
  rp?: { id: string };
  user?: { id: string };
}

/** Says who made the authenticator. */
type Attest = (rpIdHash: Buffer, clientDataHash: Buffer) => [format: string, statement: Map<Cbor, Cbor>];

/** An authenticator with one passkey, and the browser before it (W3C WebAuthn Level 3, 6). */
export class Authenticator {
  readonly id = randomBytes(32);
  counter = 0;
  /** Whether it counts its uses; those that copy a passkey from device to device don't. */
  counts = true;
  userHandle?: string;
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(private readonly origin: string) {}

  get point() {
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' });
    return { x: Buffer.from(x!, 'base64url'), y: Buffer.from(y!, 'base64url') };
  }

  /** `PublicKeyCredential.toJSON()` of a registration. */
  create(options: Options, twist: Twist = {}, attest: Attest = () => ['none', new Map()]) {
    this.userHandle = options.user!.id;
    const clientDataJSON = this.clientData('webauthn.create', options.challenge, twist);
    const { x, y } = this.point;
    const key = new Map<Cbor, Cbor>([[1, 2], [3, -7], [-1, 1], [-2, x], [-3, y]]); // prettier-ignore
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, cbor(key)]);
    const authData = Buffer.concat([this.authenticatorData(options.rp!.id, twist, 0x40), credential]);
    const [format, statement] = attest(authData.subarray(0, 32), sha256(clientDataJSON));
    const attestationObject = cbor(new Map<Cbor, Cbor>([['fmt', format], ['attStmt', statement], ['authData', authData]])); // prettier-ignore
    const transports = ['internal', 'hybrid'];
    return this.credential({
      clientDataJSON: base64url(clientDataJSON),
      attestationObject: base64url(attestationObject),
      transports,
    });
  }

  /** `PublicKeyCredential.toJSON()` of a use. */
  get(options: Options, twist: Twist = {}) {
    const clientDataJSON = this.clientData('webauthn.get', options.challenge, twist);
    const authenticatorData = this.authenticatorData(options.rpId!, twist);
    const signed = Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
    return this.credential({
      clientDataJSON: base64url(clientDataJSON),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(sign('sha256', signed, this.keys.privateKey)),
      userHandle: this.userHandle,
    });
  }

  private clientData(type: string, challenge: string, twist: Twist): string {
    return JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false, ...named(twist) });
  }

  private authenticatorData(rpId: string, { rpId: other, present = true, verified = true }: Twist, flags = 0): Buffer {
    if (this.counts) this.counter += 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([
      sha256(other ?? rpId),
      Buffer.from([flags | (present ? 1 : 0) | (verified ? 4 : 0)]),
      counter,
    ]);
  }

  private credential<Response>(response: Response) {
    const id = base64url(this.id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}

const named = ({ type, challenge, origin, crossOrigin }: Twist) =>
  Object.fromEntries(
    Object.entries({ type, challenge, origin, crossOrigin }).filter(([, value]) => value !== undefined),
  );
