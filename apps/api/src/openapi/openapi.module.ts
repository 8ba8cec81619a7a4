import { Module } from '@nestjs/common';
import { DocsController } from './docs/docs.controller.js';
import { DocumentController } from './docs/document.controller.js';
import { Documentation } from './docs/documentation.js';

@Module({ controllers: [DocumentController, DocsController], providers: [Documentation], exports: [Documentation] })
export class OpenApiModule {}
