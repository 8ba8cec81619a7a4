import { Module } from '@nestjs/common';
import { TeachersController } from './teachers.controller.js';
import { TeachersService } from './teachers.service.js';

@Module({ controllers: [TeachersController], providers: [TeachersService] })
export class TeachersModule {}
