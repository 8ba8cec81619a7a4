import { Module } from '@nestjs/common';
import { AssignmentsController } from './assignments.controller.js';
import { AssignmentsService } from './assignments.service.js';
import { ClassesController } from './classes.controller.js';
import { ClassesService } from './classes.service.js';

@Module({ controllers: [ClassesController, AssignmentsController], providers: [ClassesService, AssignmentsService] })
export class ClassesModule {}
