import { ApiProperty } from '@nestjs/swagger';
import type { Action, Subject } from '../access/ability.js';
import type { Permission } from '../access/can.decorator.js';
import { action, subject } from './vocabulary.js';

export class PermissionView implements Permission {
  @ApiProperty(action)
  action: Action;

  @ApiProperty(subject)
  subject: Subject;
}

export class PolicyOperationView {
  @ApiProperty({ example: 'GET' })
  method: string;

  @ApiProperty({ example: '/v1/students' })
  path: string;

  @ApiProperty({ example: 'students_findMany' })
  operationId: string;

  @ApiProperty({ example: 'Students' })
  tag: string;

  @ApiProperty({ example: 'List students' })
  summary: string;

  @ApiProperty({ type: PermissionView, nullable: true, description: 'null: open to everyone.' })
  permission: PermissionView | null;
}
