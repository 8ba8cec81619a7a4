import { PartialType } from '@nestjs/swagger';
import { CreateArticle } from './create-article.dto.js';

/** A JSON Merge Patch (RFC 7396). Publishing is a resource of its own. */
export class UpdateArticle extends PartialType(CreateArticle, { skipNullProperties: false }) {}
