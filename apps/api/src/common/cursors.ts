import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { derivedKey, KeysInUse } from '../config/keys-in-use.js';
import { invalidInput } from './problem.js';

/** Where a page ended: the value of the sort key in its last row, and that row's id, which tells equal values apart. */
export interface Position {
  key: string | number | null;
  id: string;
}

/**
 * Cursors are opaque and bound to the query and the caller that they came from by a MAC, so that a changed or borrowed one is
 * refused rather than read as something else.
 */
@Injectable()
export class Cursors {
  /** One for each signing key, so that any instance reads the cursors of another, and a new key ends none. */
  private readonly secrets: () => KeyObject[];

  constructor(keys: KeysInUse) {
    // A key object is taken over once; bytes would be, at ten times the cost of the MAC, with each cursor.
    this.secrets = keys.follow((all) => all.map((key) => derivedKey(key, 'homeroom cursor')));
  }

  write(position: Position, query: string): string {
    const body = Buffer.from(JSON.stringify([position.key, position.id])).toString('base64url');
    return `${body}.${mac(this.secrets()[0]!, body, query)}`;
  }

  /** @throws 400 */
  read(cursor: string, query: string): Position {
    const [body = '', given = '', ...rest] = cursor.split('.');
    if (rest.length > 0 || !this.secrets().some((secret) => isEqual(given, mac(secret, body, query)))) {
      throw invalidInput([
        { parameter: 'cursor', code: 'cursor', message: 'This cursor was not given for this query.' },
      ]);
    }
    const [key, id] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [Position['key'], string];
    return { key, id };
  }
}

const mac = (secret: KeyObject, body: string, query: string) =>
  createHmac('sha256', secret).update(`${body}\n${query}`).digest('base64url');

function isEqual(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  // In bytes: of texts that are equally long one may have more of them.
  return one.length === other.length && timingSafeEqual(one, other);
}
