import { ArrayMaxSize, ArrayUnique, IsArray, IsString, IsUUID, Matches } from 'class-validator';
import { CodePoints } from './code-points.js';
import { field, type FieldOptions } from './field.js';
import { line } from './fields.js';

export const Lines = (count: number, max: number, options: FieldOptions = {}) =>
  field(
    options,
    {
      type: 'array',
      maxItems: count,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: max, pattern: line.source },
    },
    [
      IsArray(),
      ArrayMaxSize(count),
      ArrayUnique(),
      IsString({ each: true }),
      CodePoints(max, { each: true }),
      Matches(line, { each: true, message: 'each must be one line without control characters or outer spaces' }),
    ],
  );

export const Ids = (count: number, options: FieldOptions = {}) =>
  field(options, { type: 'array', maxItems: count, uniqueItems: true, items: { type: 'string', format: 'uuid' } }, [
    IsArray(),
    ArrayMaxSize(count),
    ArrayUnique(),
    IsUUID('all', { each: true }),
  ]);
