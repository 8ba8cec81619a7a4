import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring.js';

const [IV_BYTES, TAG_BYTES] = [12, 16];

/**
 * Seals secrets that the server has to read again, for the database: AES-256-GCM, with a key that follows from a signing key, so that
 * who reads the database reads none of them (ASVS 13.3.1). A sealed secret says which key it was, and opens only beside the row it
 * was sealed for.
 */
@Injectable()
export class Sealing {
  constructor(private readonly keys: KeyRing) {}

  seal(secret: Uint8Array, rowId: string): Buffer<ArrayBuffer> {
    const { kid } = this.keys.signing;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keys.sealingKey(kid)!, iv).setAAD(Buffer.from(rowId));
    const text = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([Buffer.from([kid.length]), Buffer.from(kid), iv, cipher.getAuthTag(), text]);
  }

  /** @throws if it was sealed for another row, by a key that is gone, or was changed */
  open(sealed: Uint8Array, rowId: string): Buffer {
    const [kid, rest] = [keyIdOf(sealed), Buffer.from(sealed.subarray(1 + sealed[0]!))];
    const key = this.keys.sealingKey(kid);
    if (!key) throw new Error('sealed with a key that is not there any more');
    const decipher = createDecipheriv('aes-256-gcm', key, rest.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(rowId)).setAuthTag(rest.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(rest.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  }
}

/** The `kid` of the signing key that it was sealed with. */
const keyIdOf = (sealed: Uint8Array) => Buffer.from(sealed.subarray(1, 1 + sealed[0]!)).toString();
