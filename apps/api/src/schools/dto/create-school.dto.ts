import { Email, Line, Slug, TimeZone } from '../../common/fields.js';
import { Personal } from '../../openapi/sensitivity.js';

export class CreateSchool {
  @Line(200, { example: 'Northwood School' })
  name: string;

  @Slug({ description: 'Unique everywhere.' })
  slug: string;

  @TimeZone({ optional: true, default: 'UTC' })
  timezone?: string;

  @Personal()
  @Email({ optional: true, description: 'Whom to invite as the first admin.' })
  adminEmail?: string;
}
