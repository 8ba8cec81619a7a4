import { Module } from '@nestjs/common';
import { OpenApiModule } from '../openapi/openapi.module.js';
import { PolicyFiles } from './policy-files.js';
import { PolicyPageController } from './policy-page.controller.js';
import { PolicyController } from './policy.controller.js';

@Module({ imports: [OpenApiModule], controllers: [PolicyController, PolicyPageController], providers: [PolicyFiles] })
export class PolicyModule {}
