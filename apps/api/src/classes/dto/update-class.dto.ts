import { OmitType, PartialType } from '@nestjs/swagger';
import { CreateClass } from './create-class.dto.js';

/** A JSON Merge Patch (RFC 7396). Who teaches the class is changed by its own resource. */
export class UpdateClass extends PartialType(OmitType(CreateClass, ['teacherIds']), { skipNullProperties: false }) {}
