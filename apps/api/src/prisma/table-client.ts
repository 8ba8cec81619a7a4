import { Prisma } from './generated/client.js';
import { tables } from './generated/tables.js';
import { revive } from './selection.js';
import { count, find, type Find } from './reads.js';
import type { Runner } from './runner.js';
import type { Statement } from './statement.js';
import {
  insert,
  type Insert,
  insertMany,
  type InsertMany,
  remove,
  type Remove,
  update,
  type Update,
} from './writes.js';

type Row = Record<string, unknown>;

/**
 * Reads and writes a table in Prisma's words and with Prisma's types, by one statement each that goes to PostgreSQL as it is. What it
 * doesn't know it refuses.
 */
export class TableClient {
  constructor(
    private readonly runner: Runner,
    private readonly table: string,
  ) {}

  async findMany(args: Find): Promise<Row[]> {
    const { rows } = await this.runner.read(find(this.table, args));
    return this.revived(rows, args);
  }

  async findFirst(args: Find): Promise<Row | null> {
    const [row] = await this.findMany({ ...args, take: 1 });
    return row ?? null;
  }

  async findUnique(args: Find): Promise<Row | null> {
    return this.findFirst(args);
  }

  async findFirstOrThrow(args: Find): Promise<Row> {
    const row = await this.findFirst(args);
    if (row) return row;
    throw new Prisma.PrismaClientKnownRequestError('There is no such row.', { code: 'P2025', clientVersion: '' });
  }

  async findUniqueOrThrow(args: Find): Promise<Row> {
    return this.findFirstOrThrow(args);
  }

  async count(args: Pick<Find, 'where'>): Promise<number> {
    const { rows } = await this.runner.read(count(this.table, args));
    return rows[0]!.count as number;
  }

  async create(args: Insert): Promise<Row> {
    const [row] = await this.rows(insert(this.table, args), args);
    return row!;
  }

  async createMany(args: InsertMany): Promise<{ count: number }> {
    if (Array.isArray(args.data) && args.data.length === 0) return { count: 0 };
    return this.counted(insertMany(this.table, args));
  }

  async updateMany(args: Update): Promise<{ count: number }> {
    return this.counted(update(this.table, args));
  }

  async updateManyAndReturn(args: Update): Promise<Row[]> {
    return this.rows(update(this.table, args, 'returning'), args);
  }

  async deleteMany(args: Remove): Promise<{ count: number }> {
    return this.counted(remove(this.table, args));
  }

  private async rows(statement: Statement, { select }: { select?: Find['select'] }): Promise<Row[]> {
    return this.revived((await this.runner.run(statement)).rows, { select });
  }

  private revived(rows: Row[], { select }: { select?: Find['select'] }): Row[] {
    if (select) for (const row of rows) revive(tables[this.table]!, select, row);
    return rows;
  }

  private async counted(statement: Statement): Promise<{ count: number }> {
    return { count: (await this.runner.run(statement)).rowCount ?? 0 };
  }
}
