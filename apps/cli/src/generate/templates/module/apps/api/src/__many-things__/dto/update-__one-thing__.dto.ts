import { PartialType } from '@nestjs/swagger';
import { Create__OneThing__ } from './create-__one-thing__.dto.js';

/** A JSON Merge Patch (RFC 7396): what is left out stays, null clears. */
export class Update__OneThing__ extends PartialType(Create__OneThing__, { skipNullProperties: false }) {}
