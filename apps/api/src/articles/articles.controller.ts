import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { CreateArticle } from './dto/create-article.dto.js';
import { ListArticles } from './dto/list-articles.dto.js';
import { UpdateArticle } from './dto/update-article.dto.js';
import { ArticleView } from './article.view.js';
import { ArticlesService } from './articles.service.js';

@ApiTags('Articles')
@Controller('v1/articles')
export class ArticlesController {
  constructor(private readonly articles: ArticlesService) {}

  @Get()
  @Can('read', 'Article')
  @AnswersPage('List articles', ArticleView)
  findMany(@Caller() caller: Caller, @Query() query: ListArticles) {
    return this.articles.findMany(caller, query);
  }

  @Get(':id')
  @Can('read', 'Article')
  @AnswersOne('Read an article', ArticleView)
  findOne(@Caller() caller: Caller, @Param() { id }: IdParam) {
    return this.articles.findOne(caller, id);
  }

  @Post()
  @Can('create', 'Article')
  @AnswersCreated('Create an article', ArticleView)
  create(@Caller() caller: Caller, @Body() article: CreateArticle) {
    return this.articles.create(caller, article);
  }

  @Patch(':id')
  @Can('update', 'Article')
  @AnswersOne('Change an article', ArticleView)
  update(
    @Caller() caller: Caller,
    @Param() { id }: IdParam,
    @Body() changes: UpdateArticle,
    @IfMatch() ifMatch: Precondition,
  ) {
    return this.articles.update(caller, id, changes, ifMatch);
  }

  @Delete(':id')
  @Can('archive', 'Article')
  @NoContent('Archive an article')
  remove(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.articles.remove(caller, id, ifMatch);
  }

  @Delete(':id/archival')
  @Can('restore', 'Article')
  @AnswersOne('Bring an archived article back', ArticleView)
  restore(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.articles.restore(caller, id, ifMatch);
  }
}
