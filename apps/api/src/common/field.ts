import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';

export interface FieldOptions {
  /** May be left out. */
  optional?: boolean;
  /** May be null, which clears it; may then be left out as well. */
  nullable?: boolean;
  description?: string;
  example?: unknown;
  default?: unknown;
}

/** A property of a DTO: its checks, and its schema in the OpenAPI document, from one place, so that the two can't differ. */
export function field(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  checks: PropertyDecorator[],
): PropertyDecorator {
  const { optional, nullable, ...rest } = options;
  const conditions = [
    ...(nullable ? [ValidateIf((_, value) => value !== null && value !== undefined)] : []),
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
  ];
  return applyDecorators(
    ApiProperty({
      ...schema,
      ...rest,
      required: !optional && !nullable,
      ...(nullable && { nullable }),
    } as ApiPropertyOptions),
    ...conditions,
    ...checks,
  );
}
