import { Line, Secret } from '../../common/fields.js';

/** What a page has when the browser comes back from a provider. */
export class OutsideAnswer {
  @Secret(100, { description: 'The secret that the login began with.' })
  transaction: string;

  @Secret(4_000, { description: '`code` of the address that the browser came back to.' })
  code: string;

  @Secret(100, { description: '`state` of that address.' })
  state: string;

  @Line(255, { optional: true, description: '`iss` of that address, if it has one (RFC 9207).' })
  iss?: string;
}
