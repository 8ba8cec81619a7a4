import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { field, type FieldOptions } from './field.js';
import { Whole } from './fields.js';

/* Values of a query, which arrive as text. */

/** A whole number in a query. */
export const WholeParameter = (min: number, max: number, options: FieldOptions = {}) =>
  applyDecorators(
    Transform(({ value }) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value)),
    Whole(min, max, { optional: true, ...options }),
  );

/** true or false in a query. */
export const FlagParameter = (options: FieldOptions = {}) =>
  field({ optional: true, ...options }, { type: 'boolean' }, [
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  ]);
