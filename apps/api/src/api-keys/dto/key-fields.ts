import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsString,
  ValidateBy,
} from 'class-validator';
import { everyScope } from '../../access/scopes.js';
import { field, type FieldOptions } from '../../common/field.js';
import { isNetwork } from '../../common/network.js';

export const Scopes = () =>
  field(
    { description: 'What the key may do: [the policy](/policy#scopes) says what each of them lets it.' },
    {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: everyScope },
      example: ['students:read'],
    },
    [IsArray(), ArrayMinSize(1), ArrayMaxSize(everyScope.length), ArrayUnique(), IsIn(everyScope, { each: true })],
  );

export const Networks = (count: number, options: FieldOptions) =>
  field(
    options,
    {
      type: 'array',
      maxItems: count,
      uniqueItems: true,
      items: { type: 'string', maxLength: 43 },
      example: ['203.0.113.0/24'],
    },
    [
      IsArray(),
      ArrayMaxSize(count),
      ArrayUnique(),
      IsString({ each: true }),
      check(
        'network',
        isNetwork,
        'each must be a network in CIDR notation, like 203.0.113.0/24 or 2001:db8::/32',
        true,
      ),
    ],
  );

/** An instant of RFC 3339, in any offset. */
export const Instant = (options: FieldOptions) =>
  field(options, { type: 'string', format: 'date-time' }, [
    Transform(({ value }) => (typeof value === 'string' && instant.test(value) ? new Date(value) : value)),
    IsDate({ message: 'must be an instant like 2026-09-01T08:30:00.000Z' }),
  ]);

export const Flag = (options: FieldOptions) => field(options, { type: 'boolean' }, [IsBoolean()]);

/** The `x` of an Ed25519 key's JWK (RFC 8037): 32 bytes in base64url. */
export const Ed25519 = (options: FieldOptions) =>
  field(
    options,
    { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$', example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    [IsString(), check('ed25519', isKey, 'must be 32 bytes in base64url: 43 characters')],
  );

const instant = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const isKey = (text: string) =>
  /^[\w-]{43}$/.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text;

const check = (name: string, validate: (text: string) => boolean, message: string, each = false) =>
  ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown) => typeof value === 'string' && validate(value),
        defaultMessage: () => message,
      },
    },
    { each },
  );
