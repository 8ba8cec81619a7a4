import pg from 'pg';
import { Prisma } from '../../apps/api/src/prisma/generated/client.js';

export type Row = Record<string, unknown> & { id: string };
/** What no rule of the policy speaks of: counted failures, secrets that are good once, and what is on its way by mail. */
const besides = [
  'Challenge',
  'ClientToken',
  'LoginFailure',
  'Mail',
  'RecoveryCode',
  'SpentNonce',
  'UserToken',
] as const;
export type Table = Exclude<Prisma.ModelName, (typeof besides)[number]>;
export type Tables = Record<Table, Row[]>;

/** Every other table; what hangs on something comes behind it. */
const names = Object.values(Prisma.ModelName).filter(
  (name): name is Table => !(besides as readonly string[]).includes(name),
);
/** The columns that say who someone is, which the server remembers. */
const identity: Partial<Record<Table, string[]>> = {
  School: ['timezone', 'staffFactorRequired'],
  User: ['email', 'name'],
  Membership: ['role', 'status'],
  Session: ['endedAt', 'authenticatedAt', 'factorAt'],
  Student: ['archivedAt'],
  Teacher: ['archivedAt'],
};

/** All that the schools' tables hold, behind the API's back, and a way to put it back as it was. */
export class Store {
  private readonly client: pg.Client;
  private known: string[] = [];

  private constructor(connectionString: string) {
    this.client = new pg.Client({ connectionString });
  }

  static async open(connectionString: string): Promise<Store> {
    const store = new Store(connectionString);
    await store.client.connect();
    store.known = await store.prints();
    return store;
  }

  async read(tables = names): Promise<Tables> {
    const each = tables.map((name) => `SELECT '${name}' AS name, to_jsonb(t) AS row FROM "${name}" t`);
    const { rows } = await this.client.query<{ name: Table; row: Row }>(each.join(' UNION ALL '));
    const found = Object.fromEntries(tables.map((name) => [name, [] as Row[]])) as Tables;
    for (const { name, row } of rows) found[name].push(row);
    return found;
  }

  /** The tables that are not as they were when the store was opened, as they are now. */
  async changed(): Promise<Partial<Tables>> {
    const now = await this.prints();
    const tables = names.filter((_, at) => now[at] !== this.known[at]);
    return tables.length === 0 ? {} : this.read(tables);
  }

  /** Writes the rows that differ as they were; says whether the server has to hear of it. */
  async restore(before: Tables, now: Partial<Tables>): Promise<boolean> {
    const tables = Object.keys(now) as Table[];
    if (tables.length === 0) return false;
    const changes = tables.map((table) => differences(table, before[table], now[table]!));
    const told = changes.some(({ table, was, now: is }) => {
      const values = (rows: Row[]) => JSON.stringify(rows.map((row) => identity[table]?.map((name) => row[name])));
      return values(was) !== values(is);
    });
    const alter = (state: string) => tables.map((table) => `ALTER TABLE "${table}" ${state} TRIGGER USER`);
    // This is no change, but the undoing of one: no version is counted up, no session ends with it.
    await this.client.query(
      [
        'BEGIN',
        ...alter('DISABLE'),
        ...changes.toReversed().flatMap(({ table, was, now: is }) => this.removal(table, was, is)),
        ...changes.flatMap(({ table, was }) => this.replacement(table, was)),
        ...alter('ENABLE'),
        ...(told ? [`SELECT pg_notify('identity', "id"::text) FROM "Membership"`] : []),
        'COMMIT',
      ].join(';\n'),
    );
    return told;
  }

  /** All who ask have one address, which would have to wait for what they all got wrong. */
  async forgetFailures(): Promise<void> {
    await this.client.query('DELETE FROM "LoginFailure"');
  }

  close(): Promise<void> {
    return this.client.end();
  }

  /** A number for the contents of each table. */
  private async prints(): Promise<string[]> {
    const each = names.map((name) => `(SELECT coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM "${name}" t)`);
    const { rows } = await this.client.query<string[]>({ text: `SELECT ${each.join()}`, rowMode: 'array' });
    return rows[0]!;
  }

  /** The rows that came; those that changed stay, as others may hang on them. */
  private removal(table: Table, was: Row[], now: Row[]): string[] {
    const key = (row: Row) =>
      keysOf(table)
        .map((name) => row[name])
        .join();
    const kept = new Set(was.map(key));
    const came = now.filter((row) => !kept.has(key(row)));
    const columns = keysOf(table).map(quoted).join();
    if (came.length === 0) return [];
    return [`DELETE FROM "${table}" WHERE (${columns}) IN (SELECT ${columns} FROM ${this.recordset(table, came)})`];
  }

  private replacement(table: Table, rows: Row[]): string[] {
    if (rows.length === 0) return [];
    const columns = Object.keys(rows[0]!).map((name) => `${quoted(name)} = EXCLUDED.${quoted(name)}`);
    const into = `INSERT INTO "${table}" SELECT * FROM ${this.recordset(table, rows)}`;
    return [`${into} ON CONFLICT (${keysOf(table).map(quoted).join()}) DO UPDATE SET ${columns.join()}`];
  }

  private recordset(table: Table, rows: Row[]): string {
    return `jsonb_populate_recordset(NULL::"${table}", ${this.client.escapeLiteral(JSON.stringify(rows))})`;
  }
}

export const keysOf = (table: Table) => (table === 'ClassTeacher' ? ['classId', 'teacherId'] : ['id']);
const quoted = (name: string) => `"${name}"`;

/** The rows that differ, as they were and as they are. */
export function differences(table: Table, before: Row[], after: Row[]) {
  const [old, current] = [before, after].map((rows) => new Set(rows.map((row) => JSON.stringify(row))));
  const now = after.filter((row) => !old!.has(JSON.stringify(row)));
  const was = before.filter((row) => !current!.has(JSON.stringify(row)));
  return { table, was, now };
}
