import { ApiProperty } from '@nestjs/swagger';
import { ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import { Personal } from '../openapi/sensitivity.js';
import type { Prisma } from '../prisma/generated/client.js';
import { ArticleAudience, ArticleStatus } from '../prisma/generated/enums.js';

export class AuthorView {
  @ApiProperty({ format: 'uuid', description: "The author's membership." })
  id: string;

  @Personal({ type: 'string', nullable: true, example: 'Ines Moreau' })
  name: string | null;
}

/** News of the school. The body is Markdown as it was written; the server never renders it. */
export class ArticleView extends Resource {
  @ApiProperty({ example: 'The library is open again' })
  title: string;

  @ApiProperty({ example: 'From Monday on, **8 to 16**.' })
  body: string;

  @ApiProperty({ enum: ArticleStatus })
  status: ArticleStatus;

  @ApiProperty({ enum: ArticleAudience, description: 'Who reads it once it is published.' })
  audience: ArticleAudience;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'The class, if that is the audience.',
  })
  classId: string | null;

  @ApiProperty({ type: AuthorView })
  author: AuthorView;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  publishedAt: Date | null;
}

const select = {
  id: true,
  title: true,
  body: true,
  status: true,
  audience: true,
  classId: true,
  author: { select: { id: true, user: { select: { name: true } } } },
  publishedAt: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.ArticleSelect;
export type ArticleRow = Prisma.ArticleGetPayload<{ select: typeof select }>;

export const articles = new ViewOf('Article', {
  view: ArticleView,
  select,
  show: ({ version: _, author, ...row }: ArticleRow): ArticleView => ({
    ...row,
    author: { id: author.id, name: author.user?.name ?? null },
  }),
});
