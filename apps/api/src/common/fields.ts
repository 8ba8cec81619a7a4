import { Transform } from 'class-transformer';
import {
  IsDate,
  IsEmail,
  IsIn,
  IsInt,
  IsString,
  IsTimeZone,
  IsUUID,
  Matches,
  Max,
  MaxDate,
  Min,
  MinDate,
} from 'class-validator';
import { CodePoints } from './code-points.js';
import { field, type FieldOptions } from './field.js';

/*
 * The kinds of values that a request carries. Each decorator is at once the check and its description in the OpenAPI document,
 * so that the two can't differ. Strings arrive NFC-normalised (input.pipe.ts), and lengths count code points.
 */

/** One line of text, without control characters or outer spaces. */
export const Line = (max: number, options: FieldOptions = {}) =>
  field(options, { type: 'string', minLength: 1, maxLength: max, pattern: line.source }, [
    IsString(),
    CodePoints(max),
    Matches(line, { message: 'must be one line without control characters or outer spaces' }),
  ]);

/** Text in which line breaks and tabs stand, kept as it is written. */
export const Text = (max: number, options: FieldOptions = {}) =>
  field(options, { type: 'string', minLength: 1, maxLength: max }, [IsString(), CodePoints(max)]);

/** Letters of the value matter, so it is neither trimmed nor changed in case. */
export const Secret = (max: number, options: FieldOptions = {}) =>
  field(options, { type: 'string', minLength: 1, maxLength: max, format: 'password', pattern: printable.source }, [
    IsString(),
    CodePoints(max),
    Matches(printable, { message: 'must not have control characters' }),
  ]);

/** An address of mail in ASCII; kept in lower case, as two that differ in case alone are one. */
export const Email = (options: FieldOptions = {}) =>
  field(options, { type: 'string', format: 'email', maxLength: 254, example: 'ada@northwood.example' }, [
    Transform(({ value }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    IsEmail({ allow_utf8_local_part: false }),
    Matches(/^[\x21-\x7e]{3,254}$/, { message: 'must be an e-mail address in ASCII' }),
  ]);

export const Phone = (options: FieldOptions = {}) =>
  field(options, { type: 'string', maxLength: 32, pattern: phone.source, example: '+44 20 7946 0018' }, [
    IsString(),
    Matches(phone, { message: 'must be a telephone number: digits, spaces, and + ( ) - . / x' }),
  ]);

export const Whole = (min: number, max: number, options: FieldOptions = {}) =>
  field(options, { type: 'integer', minimum: min, maximum: max }, [IsInt(), Min(min), Max(max)]);

export const OneOf = (values: Record<string, string>, options: FieldOptions = {}) =>
  field(options, { type: 'string', enum: Object.values(values) }, [IsIn(Object.values(values))]);

export const Id = (options: FieldOptions = {}) => field(options, { type: 'string', format: 'uuid' }, [IsUUID('all')]);

/** A calendar date, YYYY-MM-DD, which becomes midnight UTC of that day. */
export const Day = (options: FieldOptions = {}) =>
  field(options, { type: 'string', format: 'date', example: '2012-04-23' }, [
    Transform(({ value }) => parseDay(value)),
    IsDate({ message: 'must be a calendar date like 2012-04-23' }),
    MinDate(new Date('1900-01-01'), { message: 'must not be before 1900-01-01' }),
    MaxDate(new Date('2199-12-31'), { message: 'must not be after 2199-12-31' }),
  ]);

/** A name of the IANA time zone database. */
export const TimeZone = (options: FieldOptions = {}) =>
  field(options, { type: 'string', maxLength: 64, example: 'Europe/London' }, [
    IsString(),
    CodePoints(64),
    IsTimeZone(),
    // An offset like +05:30 is a time zone for JavaScript, but names no place.
    Matches(/^[A-Za-z]/, { message: 'must be a name of the IANA time zone database' }),
  ]);

/** Lower-case words with hyphens between them. */
export const Slug = (options: FieldOptions = {}) =>
  field(options, { type: 'string', minLength: 1, maxLength: 63, pattern: slug.source, example: 'northwood' }, [
    IsString(),
    CodePoints(63),
    Matches(slug, { message: 'must be lower-case letters and digits, with single hyphens between them' }),
  ]);

// No nested quantifier and no look-around: linear in the length of the text, and the same for every reader of the document.
export const line =
  /^[^\u0000-\u0020\u007f-\u009f\u2028\u2029](?:[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*[^\u0000-\u0020\u007f-\u009f\u2028\u2029])?$/;
const printable = /^[^\u0000-\u001f\u007f-\u009f]*$/;
const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const phone = /^\+?[0-9(][0-9 ()./x-]{1,30}$/;

function parseDay(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const day = new Date(`${value}T00:00:00.000Z`);
  // Date() takes 30 February for 1 March; the calendar doesn't.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) ? day : value;
}
