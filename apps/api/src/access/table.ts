import type { Prisma } from '../prisma/generated/client.js';
import type { PrismaService } from '../prisma/prisma.service.js';
import type { Subject } from './ability.js';

/** The Prisma model of a subject, of the client or of a transaction. */
export type TableOf<S extends Subject> = PrismaService[Uncapitalize<S>];

/** The columns of a subject that a change may set. */
export type DataOf<S extends Subject> = Prisma.TypeMap['model'][S]['operations']['updateMany']['args']['data'];

/** The same model for the helpers that all subjects share: Prisma's own types can't be called for a subject yet to be chosen. */
export const anyTable = <S extends Subject>(table: TableOf<S>): AnyTable => table;

interface AnyTable {
  count(args: object): Promise<number>;
  findMany(args: object): Promise<object[]>;
  updateMany(args: object): Promise<{ count: number }>;
  updateManyAndReturn(args: object): Promise<object[]>;
}
