import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { isUUID, type ValidationError, validateSync } from 'class-validator';
import { checksOf } from './checks.js';
import { isOptionalBody } from './optional-body.js';
import { type InputError, invalidInput } from './problem.js';

/**
 * Turns a body, a query or path parameters into their DTO, or into a 400 that names every fault.
 * What the DTO does not declare is refused (ASVS 15.3.3), and strings are NFC-normalised before they are measured. Nothing is
 * nested, but what a DTO declares as a whole (whole.ts).
 */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (!metatype || !isDto(metatype)) return value;
    const where: Where = type === 'body' ? (name) => ({ pointer: pointer(name) }) : (name) => ({ parameter: name });
    const given = value === undefined && (type !== 'body' || isOptionalBody(metatype)) ? {} : value;
    if (!isPlainObject(given)) {
      throw invalidInput([{ ...where(''), code: 'object', message: 'A JSON object is expected.' }]);
    }
    const input = given as Record<string, unknown>;
    if (isSoundAtOnce(input, metatype)) return Object.assign(new metatype() as object, input);
    const faults = structureFaults(input, metatype, where);
    if (faults.length > 0) throw invalidInput(faults);
    const [parts, wholes] = apart(input, metatype);
    const dto = Object.assign(plainToInstance(metatype, normalized(parts)) as object, wholes);
    const errors = validateSync(dto, { stopAtFirstError: true });
    if (errors.length > 0) throw invalidInput(errors.map((error) => toInputError(error, where)));
    if (Object.keys(input).length === 0) mayBeEmpty.add(metatype);
    return dto;
  }
}

/** The DTOs that were found sound with nothing in them. */
const mayBeEmpty = new Set<Type>();

/** Most queries are empty and most paths hold nothing but ids: known without asking every check, which takes longer than the database. */
function isSoundAtOnce(input: Record<string, unknown>, metatype: Type): boolean {
  const names = Object.keys(input);
  if (names.length === 0) return mayBeEmpty.has(metatype);
  const { properties, areIds } = checksOf(metatype);
  return (
    areIds &&
    names.length === properties.size &&
    names.every((name) => properties.has(name) && isUUID(input[name], 'all'))
  );
}

type Where = (name: string) => Pick<InputError, 'pointer' | 'parameter'>;

const isDto = (metatype: Type) => checksOf(metatype).properties.size > 0;

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function structureFaults(input: Record<string, unknown>, metatype: Type, where: Where): InputError[] {
  const { properties: known, wholes } = checksOf(metatype);
  return Object.entries(input).flatMap(([name, value]): InputError[] => {
    if (!known.has(name)) return [{ ...where(name), code: 'unknown', message: 'This is not part of the contract.' }];
    if (wholes.has(name)) return [];
    const values: unknown[] = Array.isArray(value) ? value : [value];
    if (values.some((part) => typeof part === 'object' && part !== null)) {
      return [{ ...where(name), code: 'type', message: 'No object or list is expected here.' }];
    }
    if (values.some((part) => typeof part === 'string' && !isCleanText(part))) {
      const message = 'Control characters and unpaired surrogates are refused.';
      return [{ ...where(name), code: 'control_character', message }];
    }
    return [];
  });
}

/** Tabs and line breaks pass here; where they have no place, the field's own check refuses them. */
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const isCleanText = (text: string) => !controlCharacter.test(text) && text.isWellFormed();

/** What is looked into by its own check is left as it came. */
function apart(input: Record<string, unknown>, metatype: Type): [Record<string, unknown>, object] {
  const { wholes } = checksOf(metatype);
  if (wholes.size === 0) return [input, {}];
  const of = (whole: boolean) =>
    Object.fromEntries(Object.entries(input).filter(([name]) => wholes.has(name) === whole));
  return [of(false), of(true)];
}

function normalized(input: Record<string, unknown>): Record<string, unknown> {
  const normalize = (value: unknown) => (typeof value === 'string' ? value.normalize('NFC') : value);
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(normalize) : normalize(value),
    ]),
  );
}

function toInputError(error: ValidationError, where: Where): InputError {
  const [[code, message] = ['invalid', 'is not valid']] = Object.entries(error.constraints ?? {});
  return { ...where(error.property), code: snakeCase(code), message: message.replace(`${error.property} `, '') };
}

/** RFC 6901; a name that would make the answer long is cut. */
const pointer = (name: string) =>
  name === '' ? '' : `/${name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;
const snakeCase = (name: string) =>
  name.replace(/^(is|matches)(?=[A-Z])/, '').replace(/[A-Z]/g, (letter, at) => (at ? '_' : '') + letter.toLowerCase());
