import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
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
  private readonly secret: Uint8Array;

  constructor(config: Config) {
    // Any instance with the same signing key can read the cursors of another.
    this.secret = new Uint8Array(hkdfSync('sha256', config.signingKeys[0]!.d!, '', 'homeroom cursor', 32));
  }

  write(position: Position, query: string): string {
    const body = Buffer.from(JSON.stringify([position.key, position.id])).toString('base64url');
    return `${body}.${this.mac(body, query).toString('base64url')}`;
  }

  /** @throws 400 */
  read(cursor: string, query: string): Position {
    const [body = '', mac = ''] = cursor.split('.');
    const expected = this.mac(body, query).toString('base64url');
    if (
      cursor !== `${body}.${mac}` ||
      mac.length !== expected.length ||
      !timingSafeEqual(Buffer.from(mac), Buffer.from(expected))
    ) {
      throw invalidInput([
        { parameter: 'cursor', code: 'cursor', message: 'This cursor was not given for this query.' },
      ]);
    }
    const [key, id] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [Position['key'], string];
    return { key, id };
  }

  private mac(body: string, query: string): Buffer {
    return createHmac('sha256', this.secret).update(`${body}\n${query}`).digest();
  }
}
