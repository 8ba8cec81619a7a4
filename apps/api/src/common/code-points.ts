import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Text of 1 to `max` code points, as PostgreSQL counts. class-validator's own Length leaves variation selectors out of its count. */
export const CodePoints = (max: number, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'length',
      validator: {
        validate: (value) =>
          typeof value === 'string' && value.length > 0 && value.length <= 2 * max && [...value].length <= max,
        defaultMessage: () => `must have 1 to ${max} characters`,
      },
    },
    options,
  );
