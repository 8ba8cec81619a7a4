import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, type ValidationError, validateSync } from 'class-validator';
import { type InputError, invalidInput } from './problem.js';

/**
 * Turns a body, a query or path parameters into their DTO, or into a 400 that names every fault.
 * What the DTO does not declare is refused (ASVS 15.3.3), strings are NFC-normalised before they are measured, and nothing is
 * nested: no DTO has a depth, so none is read.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (!metatype || !isDto(metatype)) return value;
    const where: Where = type === 'body' ? (name) => ({ pointer: pointer(name) }) : (name) => ({ parameter: name });
    if (!isPlainObject(value ?? (type === 'body' ? undefined : {}))) {
      throw invalidInput([{ ...where(''), code: 'object', message: 'A JSON object is expected.' }]);
    }
    const input = value as Record<string, unknown>;
    const faults = structureFaults(input, metatype, where);
    if (faults.length > 0) throw invalidInput(faults);
    const dto = plainToInstance(metatype, normalized(input));
    const errors = validateSync(dto as object, { stopAtFirstError: true });
    if (errors.length > 0) throw invalidInput(errors.map((error) => toInputError(error, where)));
    return dto;
  }
}

type Where = (name: string) => Pick<InputError, 'pointer' | 'parameter'>;

const declaredProperties = new Map<unknown, Set<string>>();

/** The properties of a DTO: those that carry a check. */
function propertiesOf(metatype: Type): Set<string> {
  let names = declaredProperties.get(metatype);
  if (!names) {
    const checks = getMetadataStorage().getTargetValidationMetadatas(metatype, '', false, false);
    names = new Set(checks.map((check) => check.propertyName));
    declaredProperties.set(metatype, names);
  }
  return names;
}

const isDto = (metatype: Type) => propertiesOf(metatype).size > 0;

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function structureFaults(input: Record<string, unknown>, metatype: Type, where: Where): InputError[] {
  const known = propertiesOf(metatype);
  return Object.entries(input).flatMap(([name, value]): InputError[] => {
    if (!known.has(name)) return [{ ...where(name), code: 'unknown', message: 'This is not part of the contract.' }];
    const values: unknown[] = Array.isArray(value) ? value : [value];
    if (values.some((part) => typeof part === 'object' && part !== null)) {
      return [{ ...where(name), code: 'type', message: 'No object or list is expected here.' }];
    }
    if (values.some((part) => typeof part === 'string' && !isCleanText(part))) {
      return [
        {
          ...where(name),
          code: 'control_character',
          message: 'Control characters and unpaired surrogates are refused.',
        },
      ];
    }
    return [];
  });
}

/** Tabs and line breaks pass here; where they have no place, the field's own check refuses them. */
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const isCleanText = (text: string) => !controlCharacter.test(text) && text.isWellFormed();

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
