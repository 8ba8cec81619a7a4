import 'reflect-metadata';
import { AbilityBuilder, type Ability } from '@casl/ability';
import {
  accessibleBy,
  createCaslExtension,
  createPrismaAbility,
  type PrismaQueryOf,
  type Subjects,
} from '@casl/prisma/runtime';
import {
  Body,
  type CanActivate,
  ClassSerializerInterceptor,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  Get,
  Headers,
  Injectable,
  Module,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  PreconditionFailedException,
  Query,
  Res,
  SetMetadata,
  ValidationPipe,
} from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, APP_PIPE, NestFactory, Reflector } from '@nestjs/core';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { PartialType } from '@nestjs/swagger';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { PrismaPg } from '@prisma/adapter-pg';
import { Exclude, Transform } from 'class-transformer';
import { IsDateString, IsEmail, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import helmet from 'helmet';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { pinoHttp } from 'pino-http';
import { type Prisma, PrismaClient, type Student } from '../apps/api/src/prisma/generated/client.js';

/*
 * What people use: NestJS on Express with Prisma, and each guard as its documentation shows it: passport-jwt, a CASL ability for
 * each request, ValidationPipe, ClassSerializerInterceptor, helmet, throttler, a log line for each request.
 */
interface Actor {
  membershipId: string;
  schoolId: string;
  role: 'admin' | 'teacher' | 'guardian';
  teacherId?: string;
}
interface Answer {
  setHeader(name: string, value: string): void;
}
type AppAbility = Ability<[string, Subjects<{ Student: Student }>], PrismaQueryOf<Prisma.TypeMap>>;
interface AuthenticatedRequest {
  user: Actor;
}

const IsPublic = Reflector.createDecorator<true>();
const CheckPolicy = (action: string) => SetMetadata('policy', action);
const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<AuthenticatedRequest>().user,
);

const createPrisma = () =>
  new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) }).$extends(
    createCaslExtension(),
  );
// oxlint-disable-next-line typescript/no-extraneous-class, typescript/no-unsafe-declaration-merging -- what $extends returns has no class
abstract class PrismaService {}
interface PrismaService extends ReturnType<typeof createPrisma> {}

@Injectable()
class JwtStrategy extends PassportStrategy(Strategy) {
  constructor() {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      ignoreExpiration: false,
      secretOrKey: process.env.JWT_SECRET!,
    });
  }

  validate({ membershipId, schoolId, role, teacherId }: Actor): Actor {
    return { membershipId, schoolId, role, teacherId };
  }
}

@Injectable()
class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override canActivate(context: ExecutionContext) {
    const isPublic = this.reflector.getAllAndOverride(IsPublic, [context.getHandler(), context.getClass()]);
    return isPublic ? true : super.canActivate(context);
  }
}

@Injectable()
class CaslAbilityFactory {
  createForUser({ schoolId, role, teacherId, membershipId }: Actor): AppAbility {
    const { can, build } = new AbilityBuilder<AppAbility>(createPrismaAbility);
    if (role === 'admin') can(['read', 'create', 'update'], 'Student', { schoolId });
    if (role === 'teacher') {
      const myClass = { archivedAt: null, teachers: { some: { teacherId } } };
      can('read', 'Student', { schoolId, enrollments: { some: { endedOn: null, class: myClass } } });
    }
    if (role === 'guardian')
      can('read', 'Student', { schoolId, guardianships: { some: { archivedAt: null, membershipId } } });
    return build();
  }
}

@Injectable()
class PoliciesGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly abilities: CaslAbilityFactory,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const action = this.reflector.get<string | undefined>('policy', context.getHandler());
    if (!action) return true;
    const { user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    return this.abilities.createForUser(user).can(action, 'Student');
  }
}

class CreateStudent {
  @IsString() @MaxLength(32) studentNumber: string;
  @IsString() @MaxLength(100) givenName: string;
  @IsString() @MaxLength(100) familyName: string;
  @IsOptional() @IsString() @MaxLength(100) preferredName?: string | null;
  @IsOptional() @IsInt() @Min(0) @Max(13) gradeLevel?: number | null;
  @IsOptional() @IsIn(['active', 'graduated', 'withdrawn']) status?: Student['status'];
  @IsOptional() @IsDateString() birthDate?: string | null;
  @IsOptional() @IsEmail() email?: string | null;
  @IsOptional() @IsString() @MaxLength(32) phone?: string | null;
  @IsOptional() @IsString() @MaxLength(500) address?: string | null;
  @IsOptional() @IsString() @MaxLength(4_000) medicalNotes?: string | null;
}
class UpdateStudent extends PartialType(CreateStudent) {}
class ListStudents {
  @IsOptional() @IsString() cursor?: string;
}

class StudentEntity {
  @Exclude() schoolId: string;
  @Exclude() archivedAt: Date | null;
  @Exclude() version: number;
  @Transform(({ value }: { value: Date | null }) => value?.toISOString().slice(0, 10) ?? null) birthDate: Date | null;

  constructor(row: Partial<Student>) {
    Object.assign(this, row);
  }
}

/** A teacher sees less. */
const basic = {
  id: true,
  studentNumber: true,
  givenName: true,
  familyName: true,
  preferredName: true,
  gradeLevel: true,
  status: true,
  birthDate: true,
  createdAt: true,
  updatedAt: true,
} as const;

@Injectable()
class StudentsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly abilities: CaslAbilityFactory,
  ) {}

  async findMany(user: Actor, { cursor }: ListStudents) {
    const rows: Partial<Student>[] = await this.prisma.student.findMany({
      where: { AND: [this.accessible(user, 'read'), { archivedAt: null }] },
      orderBy: [{ familyName: 'asc' }, { id: 'asc' }],
      take: 11,
      ...(cursor && { cursor: { id: cursor }, skip: 1 }),
      ...(user.role === 'teacher' && { select: basic }),
    });
    const data = rows.slice(0, 10).map((row) => new StudentEntity(row));
    return { data, page: { limit: 10, nextCursor: rows.length > 10 ? rows[9]!.id : null } };
  }

  async findOne(user: Actor, id: string): Promise<Student> {
    const where = { AND: [this.accessible(user, 'read'), { id, archivedAt: null }] };
    const student = await this.prisma.student.findFirst({ where });
    if (!student) throw new NotFoundException();
    return student;
  }

  create({ schoolId }: Actor, { birthDate, ...student }: CreateStudent): Promise<Student> {
    return this.prisma.student.create({ data: { ...student, birthDate: birthDate && new Date(birthDate), schoolId } });
  }

  async update(user: Actor, id: string, { birthDate, ...changes }: UpdateStudent, version: number): Promise<Student> {
    const [student] = await this.prisma.student.updateManyAndReturn({
      where: { AND: [this.accessible(user, 'update'), { id, version, archivedAt: null }] },
      data: { ...changes, birthDate: birthDate && new Date(birthDate) },
    });
    if (!student) throw new PreconditionFailedException();
    return student;
  }

  private accessible(user: Actor, action: string): Prisma.StudentWhereInput {
    return accessibleBy(this.abilities.createForUser(user), action).ofType('Student');
  }
}

@Controller('v1/students')
class StudentsController {
  constructor(private readonly students: StudentsService) {}

  @Get()
  @CheckPolicy('read')
  findMany(@CurrentUser() user: Actor, @Query() query: ListStudents) {
    return this.students.findMany(user, query);
  }

  @Get(':id')
  @CheckPolicy('read')
  async findOne(
    @CurrentUser() user: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) answer: Answer,
  ) {
    return versioned(answer, await this.students.findOne(user, id));
  }

  @Post()
  @CheckPolicy('create')
  async create(@CurrentUser() user: Actor, @Body() body: CreateStudent, @Res({ passthrough: true }) answer: Answer) {
    const student = await this.students.create(user, body);
    answer.setHeader('Location', `/v1/students/${student.id}`);
    return versioned(answer, student);
  }

  @Patch(':id')
  @CheckPolicy('update')
  async update(
    @CurrentUser() user: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateStudent,
    @Headers('if-match') ifMatch: string,
    @Res({ passthrough: true }) answer: Answer,
  ) {
    return versioned(answer, await this.students.update(user, id, body, Number(ifMatch.replaceAll('"', ''))));
  }
}

/** Express answers 304 by itself where the tag is the one that the client has. */
function versioned(answer: Answer, student: Student): StudentEntity {
  answer.setHeader('ETag', `"${student.version}"`);
  return new StudentEntity(student);
}

@Controller()
class HealthController {
  @IsPublic(true)
  @Get('livez')
  live() {
    return { status: 'ok' };
  }
}

@Module({
  imports: [PassportModule, ThrottlerModule.forRoot([{ ttl: 60_000, limit: 1_000_000_000 }])],
  controllers: [HealthController, StudentsController],
  providers: [
    JwtStrategy,
    CaslAbilityFactory,
    StudentsService,
    { provide: PrismaService, useFactory: createPrisma },
    { provide: APP_GUARD, useClass: ThrottlerGuard },
    { provide: APP_GUARD, useClass: JwtAuthGuard },
    { provide: APP_GUARD, useClass: PoliciesGuard },
    { provide: APP_PIPE, useFactory: () => new ValidationPipe({ whitelist: true, transform: true }) },
    { provide: APP_INTERCEPTOR, useClass: ClassSerializerInterceptor },
  ],
})
class AppModule {}

const app = await NestFactory.create<NestExpressApplication>(AppModule);
app.set('trust proxy', 1);
app.use(helmet());
app.use(pinoHttp());
await app.listen(process.env.PORT!, '127.0.0.1');
