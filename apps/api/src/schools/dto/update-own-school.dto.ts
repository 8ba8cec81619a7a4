import { Line, TimeZone } from '../../common/fields.js';

/** A JSON Merge Patch (RFC 7396). */
export class UpdateOwnSchool {
  @Line(200, { optional: true, example: 'Northwood School' })
  name?: string;

  @TimeZone({ optional: true })
  timezone?: string;
}
