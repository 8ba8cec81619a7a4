import 'reflect-metadata';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AccessModule } from '../../apps/api/src/access/access.module.js';
import { Can, Public } from '../../apps/api/src/access/can.decorator.js';
import { when } from '../../apps/api/src/access/condition.js';
import { policy } from '../../apps/api/src/access/policy.js';
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
  const agreed = { ...policy };
  afterEach(() => {
    Object.assign(policy, agreed);
  });

  @Public()
  @Controller()
  class Empty {}

  it('keeps the application from starting', async () => {
    policy.teacher = (can, me) => {
      agreed.teacher(can, me);
      can('read', 'Student', ['medicalNotes'], when('enrolled', { enrollments: { some: { endedOn: null } } }));
    };
    await expect(start(Empty)).rejects.toThrow(
      'teacher reads Student by rules with different fields, one of them through a relation',
    );
  });

  it('keeps it from starting with a rule on a school’s rows for who belongs to none', async () => {
    policy.operator = (can, me) => {
      agreed.operator(can, me);
      can('read', 'Student');
    };
    await expect(start(Empty)).rejects.toThrow('operator belongs to no school, and there is a rule on Student');
  });

  it('keeps it from starting with a rule in which one condition would replace another', async () => {
    policy.teacher = (can) => can('read', 'Term', when('ours', { schoolId: 'another' }));
    await expect(start(Empty)).rejects.toThrow('two conditions of a rule name the same column');
  });

  it('starts where each condition is on the row’s own columns', async () => {
    policy.teacher = (can, me) => {
      agreed.teacher(can, me);
      can('read', 'Teacher', ['phone'], when('called Ada', { givenName: 'Ada' }));
    };
    await expect(start(Empty)).resolves.toBeUndefined();
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
