/** What a statement has to know of a table (written by prisma/tables.generator.mjs from the schema). */
export interface Table {
  name: string;
  /** Prisma's type of each column. */
  columns: Record<string, string>;
  relations: Record<string, Relation>;
}

export interface Relation {
  /** The other table. */
  table: string;
  many: boolean;
  /** The pairs of columns that are equal in rows that belong together: own, theirs. */
  on: [own: string, theirs: string][];
}
