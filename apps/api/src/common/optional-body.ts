import type { Type } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';

const optional = new Set<Type>();

/** The route's body may be left out, as everything in it may: it is an empty one then. */
export function OptionalBody(dto: Type): MethodDecorator {
  optional.add(dto);
  return ApiBody({ type: dto, required: false });
}

export const isOptionalBody = (dto: Type) => optional.has(dto);
