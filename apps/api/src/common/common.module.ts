import { Global, Module } from '@nestjs/common';
import { Cursors } from './cursors.js';
import { Pages } from './pages.js';
import { ProblemsController } from './problems.controller.js';
import { UnmatchedController } from './unmatched.controller.js';

@Global()
@Module({ controllers: [ProblemsController, UnmatchedController], providers: [Cursors, Pages], exports: [Pages] })
export class CommonModule {}
