import { ApiProperty } from '@nestjs/swagger';
import { ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import type { Prisma } from '../prisma/generated/client.js';

/** What the API shows of __a thing__: what is not listed here stays private. */
export class __OneThing__View extends Resource {
  @ApiProperty({ example: 'Example' })
  name: string;
}

const select = {
  id: true,
  name: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.__OneThing__Select;
export type __OneThing__Row = Prisma.__OneThing__GetPayload<{ select: typeof select }>;

export const __manyThings__ = new ViewOf('__OneThing__', {
  view: __OneThing__View,
  select,
  show: ({ version: _, ...row }: __OneThing__Row): __OneThing__View => row,
});
