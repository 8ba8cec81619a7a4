import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import { AccessModule } from './access/access.module.js';
import { AccountModule } from './account/account.module.js';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { AuthModule } from './auth/auth.module.js';
import { IdentityGuard } from './auth/identity.guard.js';
import { SingleUseGuard } from './auth/single-use.guard.js';
import { CommonModule } from './common/common.module.js';
import { InputPipe } from './common/input.pipe.js';
import { ProblemFilter } from './common/problem.filter.js';
import { StrictInputGuard } from './common/strict-input.guard.js';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { HealthModule } from './health/health.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { PolicyModule } from './policy/policy.module.js';
import { PrismaModule } from './prisma/prisma.module.js';
import { StudentsModule } from './students/students.module.js';
import { TeachersModule } from './teachers/teachers.module.js';
import { TermsModule } from './terms/terms.module.js';
import { ArticlesModule } from './articles/articles.module.js';
import { FactorsModule } from './factors/factors.module.js';
import { OutsideLoginModule } from './outside-login/outside-login.module.js';
import { MembersModule } from './members/members.module.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { SchoolsModule } from './schools/schools.module.js';
import { ClassesModule } from './classes/classes.module.js';
import { EnrollmentsModule } from './enrollments/enrollments.module.js';
import { GuardianshipsModule } from './guardianships/guardianships.module.js';
import { ThrottlingGuard } from './throttling/throttling.guard.js';
import { ThrottlingModule } from './throttling/throttling.module.js';

@Module({
  imports: [
    PrismaModule,
    CommonModule,
    AuthModule,
    ThrottlingModule,
    AccessModule,
    HealthModule,
    OpenApiModule,
    PolicyModule,
    StudentsModule,
    GuardianshipsModule,
    TeachersModule,
    TermsModule,
    ClassesModule,
    EnrollmentsModule,
    ArticlesModule,
    SchoolsModule,
    MembersModule,
    AccountModule,
    FactorsModule,
    ApiKeysModule,
    OAuthModule,
    OutsideLoginModule,
  ],
  providers: [
    // The guards run in this order. Who is asking comes first, because the throttle counts by user or key; it refuses nobody, and
    // what an unknown token costs it is bounded by address. The throttle comes before everything that costs more, and so
    // before what a request is signed with is used up. Access
    // refuses: 401 without a caller, 403 by role. What a route doesn't read comes last: it is told to those who may ask.
    { provide: APP_GUARD, useExisting: IdentityGuard },
    { provide: APP_GUARD, useClass: ThrottlingGuard },
    { provide: APP_GUARD, useExisting: SingleUseGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: StrictInputGuard },
    { provide: APP_PIPE, useClass: InputPipe },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class AppModule {
  static with(config: Config): DynamicModule {
    return { module: AppModule, imports: [ConfigModule.with(config)] };
  }
}
