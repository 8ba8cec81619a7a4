import { PartialType } from '@nestjs/swagger';
import { CreateStudent } from './create-student.dto.js';

/** A JSON Merge Patch (RFC 7396): what is left out stays, null clears. */
export class UpdateStudent extends PartialType(CreateStudent, { skipNullProperties: false }) {}
