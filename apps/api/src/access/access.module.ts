import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PolicyCheck } from './policy-check.js';
import { RouteDecisions } from './route-decisions.js';

@Module({ imports: [DiscoveryModule], providers: [RouteDecisions, PolicyCheck] })
export class AccessModule {}
