import type { INestApplication } from '@nestjs/common';
import { PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { type ModulesContainer, MetadataScanner, Reflector } from '@nestjs/core';
import { decisionOf, type Permission } from '../access/can.decorator.js';
import { needsRecent } from '../access/recent.decorator.js';
import { FromDevice } from '../auth/from-device.decorator.js';
import { IfMatch } from '../common/etag.js';
import { NoLimit } from '../throttling/limits.js';
import { REFUSES } from './answers.js';

/** What a handler's own decorators say of its operation. */
export interface Route {
  decision: Permission | 'public' | undefined;
  /** The problems that only its author knows. */
  refuses: number[];
  takesIfMatch: boolean;
  /** Whether it gives tokens, which a proof can bind to a key. */
  takesProof: boolean;
  /** Whether it needs a password or a factor that was used lately. */
  needsRecent: boolean;
  /** Whether requests count for a rate limit. */
  counted: boolean;
}

/** `students_findMany`: the controller's resource and the handler's verb. */
export const operationIdOf = (controller: string, handler: string) =>
  `${controller[0]!.toLowerCase()}${controller.slice(1).replace(/Controller$/, '')}_${handler}`;

/** Every handler of the application by its operation's id. */
export function routesOf(app: INestApplication): Map<string, Route> {
  // As @nestjs/swagger does: app.get() is closed while nothing is instantiated (preview).
  const { container } = app as unknown as { container: { getModules(): ModulesContainer } };
  const controllers = [...container.getModules().values()].flatMap((module) => [...module.controllers.values()]);
  const scanner = new MetadataScanner();
  return new Map(
    controllers.flatMap(({ metatype }) => {
      const controller = metatype as new () => object;
      const prototype = controller.prototype as Record<string, () => void>;
      return scanner
        .getAllMethodNames(prototype)
        .filter((name) => Reflect.hasMetadata(PATH_METADATA, prototype[name]!))
        .map((name): [string, Route] => [
          operationIdOf(controller.name, name),
          routeOf(controller, name, prototype[name]!),
        ]);
    }),
  );
}

const reflector = new Reflector();

function routeOf(controller: new () => object, name: string, handler: () => void): Route {
  return {
    decision: decisionOf([handler, controller]),
    refuses: reflector.get<number[] | undefined>(REFUSES, handler) ?? [],
    takesIfMatch: factoriesOf(controller, name).includes(ifMatchFactory),
    takesProof: factoriesOf(controller, name).includes(deviceFactory),
    needsRecent: needsRecent([handler, controller]),
    counted: !reflector.getAllAndOverride(NoLimit, [handler, controller]),
  };
}

/** The functions that make a handler's own kinds of parameters. */
function factoriesOf(controller: object, name: string): unknown[] {
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) as
    Record<string, { factory?: unknown }> | undefined;
  return Object.values(parameters ?? {}).map(({ factory }) => factory);
}

// A parameter decorator keeps its function to itself, so one use of it is looked at.
class Example {
  update(@IfMatch() _: unknown): void {}
  login(@FromDevice() _: unknown): void {}
}
const [ifMatchFactory] = factoriesOf(Example, 'update');
const [deviceFactory] = factoriesOf(Example, 'login');
