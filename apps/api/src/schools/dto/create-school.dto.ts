import { Email, Line, Slug, TimeZone } from '../../common/fields.js';

export class CreateSchool {
  @Line(200, { example: 'Northwood School' })
  name: string;

  @Slug({ description: 'Unique everywhere.' })
  slug: string;

  @TimeZone({ optional: true, default: 'UTC' })
  timezone?: string;

  @Email({ optional: true, description: 'Whom to invite as the first admin.' })
  adminEmail?: string;
}
