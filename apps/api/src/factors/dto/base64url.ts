import { IsString, Matches, MaxLength } from 'class-validator';
import { field, type FieldOptions } from '../../common/field.js';

const base64url = /^[A-Za-z0-9_-]+$/;

/** Bytes as WebAuthn's JSON has them. @param max of the text's length */
export const Base64url = (max: number, options: FieldOptions = {}) =>
  field(options, { type: 'string', minLength: 1, maxLength: max, pattern: base64url.source }, [
    IsString(),
    MaxLength(max),
    Matches(base64url),
  ]);
