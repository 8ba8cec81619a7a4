import { type DynamicModule, Module } from '@nestjs/common';
import { Config } from './config.js';
import { KeysInUse } from './keys-in-use.js';

@Module({})
export class ConfigModule {
  static with(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: Config, useValue: config }, KeysInUse],
      exports: [Config, KeysInUse],
    };
  }
}
