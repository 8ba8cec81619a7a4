import { Module } from '@nestjs/common';
import { ArticlesController } from './articles.controller.js';
import { ArticlesService } from './articles.service.js';
import { PublicationController } from './publication.controller.js';
import { PublicationService } from './publication.service.js';
import { SharesController } from './shares.controller.js';
import { SharesService } from './shares.service.js';

@Module({
  controllers: [ArticlesController, PublicationController, SharesController],
  providers: [ArticlesService, PublicationService, SharesService],
})
export class ArticlesModule {}
