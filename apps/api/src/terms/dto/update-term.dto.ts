import { PartialType } from '@nestjs/swagger';
import { CreateTerm } from './create-term.dto.js';

/** A JSON Merge Patch (RFC 7396): what is left out stays, null clears. */
export class UpdateTerm extends PartialType(CreateTerm, { skipNullProperties: false }) {}
