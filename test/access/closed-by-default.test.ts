import 'reflect-metadata';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  type Action,
  type Caller,
  createCaller,
  type Identity,
  type Subject,
} from '../../apps/api/src/access/ability.js';
import { AccessModule } from '../../apps/api/src/access/access.module.js';
import { Can, Public } from '../../apps/api/src/access/can.decorator.js';
import { policy } from '../../apps/api/src/access/policy.js';
import { Role } from '../../apps/api/src/prisma/generated/enums.js';
import { sources } from '../support/modules.js';
import { routes } from '../support/routes.js';

/** Starts an application that has this controller and the access module. */
async function start(controller: new () => object): Promise<void> {
  @Module({ imports: [AccessModule], controllers: [controller] })
  class Tiny {}
  const app = await NestFactory.create(Tiny, new FastifyAdapter(), { logger: false, abortOnError: false });
  try {
    await app.init();
  } finally {
    await app.close();
  }
}

describe('a route that nobody decided on', () => {
  it('keeps the application from starting, and is named', async () => {
    @Controller('grades')
    class GradesController {
      @Get()
      @Can('read', 'Student')
      findMany(): void {}

      @Post()
      create(): void {}
    }
    await expect(start(GradesController)).rejects.toThrow('neither @Public() nor @Can(): GradesController.create');
  });

  it('is found in a parent class too', async () => {
    class Base {
      @Get('inherited')
      inherited(): void {}
    }
    @Controller('grades')
    class GradesController extends Base {}
    await expect(start(GradesController)).rejects.toThrow('GradesController.inherited');
  });

  it('starts once it is decided, on the handler or on its controller', async () => {
    @Controller('grades')
    class OnHandlers {
      @Get()
      @Public()
      findMany(): void {}

      @Post()
      @Can('create', 'Student')
      create(): void {}
    }
    @Public()
    @Controller('grades')
    class OnController {
      @Get()
      findMany(): void {}
    }
    await expect(start(OnHandlers)).resolves.toBeUndefined();
    await expect(start(OnController)).resolves.toBeUndefined();
  });
});

describe('a policy whose fields can’t be told apart row by row', () => {
  const { teacher } = policy;
  afterEach(() => {
    policy.teacher = teacher;
  });

  @Public()
  @Controller()
  class Empty {}

  it('keeps the application from starting', async () => {
    policy.teacher = (can, me) => {
      teacher(can, me);
      can('read', 'Student', ['medicalNotes'], { schoolId: me.schoolId!, enrollments: { some: { endedOn: null } } });
    };
    await expect(start(Empty)).rejects.toThrow(
      'teacher reads Student by rules with different fields, one of them through a relation',
    );
  });

  it('starts where each condition is on the row’s own columns', async () => {
    policy.teacher = (can, me) => {
      teacher(can, me);
      can('read', 'Teacher', ['phone'], { schoolId: me.schoolId!, givenName: 'Ada' });
    };
    await expect(start(Empty)).resolves.toBeUndefined();
  });
});

describe('the policy', () => {
  const id = '01a00000-0000-7000-8000-000000000001';
  const identity = (role: Role): Identity => ({
    userId: id,
    sessionId: id,
    membershipId: id,
    role,
    status: 'active',
    schoolId: role === 'operator' ? null : id,
    timezone: 'UTC',
    studentId: null,
    teacherId: null,
  });
  const rulesOf = (role: Role) => (createCaller(identity(role)) satisfies Caller).ability.rules;

  it('has no rule that takes something away, and says so in one file', () => {
    for (const role of Object.values(Role)) expect(rulesOf(role).filter(({ inverted }) => inverted)).toEqual([]);
    expect(
      sources('apps/api/src')
        .filter(({ text }) => /\bcannot\(|inverted: true|AbilityBuilder/.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
    expect(sources('apps/api/src').find(({ path }) => path.endsWith('access/policy.ts'))!.lines).toBeLessThanOrEqual(
      120,
    );
  });

  it('knows no rule for everything, and none of a school that is not bound to that school', () => {
    for (const role of Object.values(Role)) {
      for (const { action, subject, conditions } of rulesOf(role)) {
        expect([action, subject].flat()).not.toEqual(expect.arrayContaining(['manage']));
        expect(subject).not.toBe('all');
        if (role === 'operator' || subject === 'User' || subject === 'Session') continue;
        expect([role, subject, conditions]).toEqual([
          role,
          subject,
          expect.objectContaining(subject === 'School' ? { id } : { schoolId: id }),
        ]);
      }
    }
  });

  it('lets the operator touch nothing of a school but its name', () => {
    const { ability } = createCaller(identity('operator'));
    const subjects: Subject[] = [
      'Student',
      'Teacher',
      'Class',
      'Term',
      'Enrollment',
      'Guardianship',
      'Article',
      'ArticleShare',
      'Membership',
      'ClassTeacher',
      'LoginFailure',
    ];
    const actions: Action[] = [
      'read',
      'create',
      'update',
      'delete',
      'archive',
      'restore',
      'publish',
      'share',
      'assign',
      'oversee',
    ];
    for (const subject of subjects)
      for (const action of actions)
        expect([action, subject, ability.can(action, subject)]).toEqual([action, subject, false]);
  });
});

it('every operation that the definition publishes says what it asks, or that it asks nothing', async () => {
  for (const { method, template, operation } of await routes()) {
    const { security, 'x-permission': permission } = operation as {
      security?: object[];
      'x-permission'?: { action: string; subject: string };
    };
    const open = security?.length === 0;
    expect([method, template, open ? permission : { ...permission }]).toEqual([
      method,
      template,
      open ? undefined : { action: expect.any(String), subject: expect.any(String) },
    ]);
  }
});
