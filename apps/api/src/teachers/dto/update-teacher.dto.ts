import { PartialType } from '@nestjs/swagger';
import { CreateTeacher } from './create-teacher.dto.js';

/** A JSON Merge Patch (RFC 7396): what is left out stays, null clears. */
export class UpdateTeacher extends PartialType(CreateTeacher, { skipNullProperties: false }) {}
