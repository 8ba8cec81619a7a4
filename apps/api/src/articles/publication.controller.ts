import { Controller, Delete, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersOne } from '../openapi/answers.js';
import { ArticleView } from './article.view.js';
import { PublicationService } from './publication.service.js';

@ApiTags('Articles')
@Controller('v1/articles/:id/publication')
export class PublicationController {
  constructor(private readonly publication: PublicationService) {}

  @Put()
  @Can('publish', 'Article')
  @AnswersOne('Publish an article', ArticleView)
  publish(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.publication.publish(caller, id, ifMatch);
  }

  @Delete()
  @Can('publish', 'Article')
  @AnswersOne('Take an article back to draft', ArticleView)
  withdraw(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.publication.withdraw(caller, id, ifMatch);
  }
}
