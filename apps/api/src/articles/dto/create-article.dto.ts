import { Id, Line, OneOf, Text } from '../../common/fields.js';
import { ArticleAudience } from '../../prisma/generated/enums.js';

/** A new article is a draft. */
export class CreateArticle {
  @Line(200, { example: 'The library is open again' })
  title: string;

  @Text(50_000, { description: 'Markdown, kept as it is written.', example: 'From Monday on, **8 to 16**.' })
  body: string;

  @OneOf(ArticleAudience, { example: 'school' })
  audience: ArticleAudience;

  @Id({ nullable: true, description: 'The class, if and only if that is the audience.' })
  classId?: string | null;
}
