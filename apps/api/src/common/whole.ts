import type { Type } from '@nestjs/common';
import { ValidateBy, validateSync } from 'class-validator';
import { checksOf, WHOLE } from './checks.js';
import { field, type FieldOptions } from './field.js';

/**
 * An object that a program made and sends as it is: it has the shape of this DTO, with nothing else in it, or is refused as a whole,
 * since nobody corrects a part of it.
 */
export const Whole = (type: Type, message: string, options: FieldOptions = {}) =>
  field(options, { type }, [
    ValidateBy({ name: WHOLE, validator: { validate: (value) => fits(value, type), defaultMessage: () => message } }),
  ]);

function fits(value: unknown, type: Type): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { properties } = checksOf(type);
  // Before the check, which would look for what to check at a `constructor` that was sent.
  if (!Object.keys(value).every((name) => properties.has(name))) return false;
  return validateSync(Object.assign(new type() as object, value), { stopAtFirstError: true }).length === 0;
}
