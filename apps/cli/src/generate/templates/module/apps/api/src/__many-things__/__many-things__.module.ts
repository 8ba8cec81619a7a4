import { Module } from '@nestjs/common';
import { __ManyThings__Controller } from './__many-things__.controller.js';
import { __ManyThings__Service } from './__many-things__.service.js';

@Module({ controllers: [__ManyThings__Controller], providers: [__ManyThings__Service] })
export class __ManyThings__Module {}
