import { Module } from '@nestjs/common';
import { InFlight } from './in-flight.js';
import { Policies } from './policies.js';

@Module({ providers: [InFlight, Policies], exports: [InFlight, Policies] })
export class ThrottlingModule {}
