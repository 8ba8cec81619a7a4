import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { CreateShare } from './dto/create-share.dto.js';
import { ShareParams } from './dto/share.params.js';
import { ListShares } from './dto/list-shares.dto.js';
import { ShareView } from './share.view.js';
import { SharesService } from './shares.service.js';

@ApiTags('Articles')
@Controller('v1/articles/:id/shares')
export class SharesController {
  constructor(private readonly shares: SharesService) {}

  @Get()
  @Can('read', 'ArticleShare')
  @AnswersPage('List whom a draft is shared with', ShareView)
  findMany(@Caller() caller: Caller, @Param() { id }: IdParam, @Query() query: ListShares) {
    return this.shares.findMany(caller, id, query);
  }

  @Get(':shareId')
  @Can('read', 'ArticleShare')
  @AnswersOne('Read a share', ShareView)
  findOne(@Caller() caller: Caller, @Param() { id, shareId }: ShareParams) {
    return this.shares.findOne(caller, id, shareId);
  }

  @Post()
  @Can('create', 'ArticleShare')
  @AnswersCreated('Share a draft with a member', ShareView, { refuses: [409] })
  create(@Caller() caller: Caller, @Param() { id }: IdParam, @Body() { membershipId }: CreateShare) {
    return this.shares.create(caller, id, membershipId);
  }

  @Delete(':shareId')
  @Can('delete', 'ArticleShare')
  @NoContent('Take a share back')
  remove(@Caller() caller: Caller, @Param() { id, shareId }: ShareParams, @IfMatch() ifMatch: Precondition) {
    return this.shares.remove(caller, id, shareId, ifMatch);
  }
}
