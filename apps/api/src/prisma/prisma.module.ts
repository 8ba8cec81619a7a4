import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { createPrismaService, PrismaService } from './prisma.service.js';

@Global()
@Module({
  providers: [{ provide: PrismaService, inject: [Config], useFactory: createPrismaService }],
  exports: [PrismaService],
})
export class PrismaModule {
  constructor(private readonly prisma: PrismaService) {}

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
  }
}
