import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { RouteDecisions } from './route-decisions.js';

@Module({ imports: [DiscoveryModule], providers: [RouteDecisions] })
export class AccessModule {}
