import type { Type } from '@nestjs/common';
import { getMetadataStorage, IS_UUID } from 'class-validator';

/** The name of the check that looks into an object (whole.ts). */
export const WHOLE = 'whole';

/** What is checked of a DTO. */
export interface Checks {
  /** The properties that carry a check: those that the DTO declares. */
  properties: Set<string>;
  /** Of these the ones that are objects, whose check looks into them. */
  wholes: Set<string>;
  /** Whether each is required and an id. */
  areIds: boolean;
}

const checks = new Map<unknown, Checks>();

export function checksOf(metatype: Type): Checks {
  let known = checks.get(metatype);
  if (!known) {
    const all = getMetadataStorage().getTargetValidationMetadatas(metatype, '', false, false);
    known = {
      properties: new Set(all.map(({ propertyName }) => propertyName)),
      wholes: new Set(all.flatMap(({ name, propertyName }) => (name === WHOLE ? [propertyName] : []))),
      areIds: all.every(({ name }) => name === IS_UUID),
    };
    checks.set(metatype, known);
  }
  return known;
}
