import { OmitType, PartialType } from '@nestjs/swagger';
import { CreateSchool } from './create-school.dto.js';

/** A JSON Merge Patch (RFC 7396). */
export class UpdateSchool extends PartialType(OmitType(CreateSchool, ['adminEmail']), { skipNullProperties: false }) {}
