import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { decisionOf } from './can.decorator.js';

/** Keeps the application from starting while a route has neither @Public() nor @Can(). */
@Injectable()
export class RouteDecisions implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const undecided = this.routes().filter(({ handler, controller }) => !decisionOf([handler, controller]));
    if (undecided.length > 0) {
      throw new Error(
        `These routes have neither @Public() nor @Can(): ${undecided.map(({ name }) => name).join(', ')}`,
      );
    }
  }

  private routes() {
    return this.discovery.getControllers().flatMap(({ metatype: controller }) => {
      const prototype = (controller as new () => object).prototype as Record<string, () => void>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((method) => ({
          name: `${controller!.name}.${method}`,
          handler: prototype[method]!,
          controller: controller as new () => object,
        }))
        .filter(({ handler }) => Reflect.hasMetadata(PATH_METADATA, handler));
    });
  }
}
