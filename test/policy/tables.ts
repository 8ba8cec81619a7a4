import pg from 'pg';
import { Prisma } from '../../apps/api/src/prisma/generated/client.js';

export type Row = Record<string, unknown> & { id: string };
export type Tables = Record<Table, Row[]>;

type Table = Exclude<Prisma.ModelName, 'LoginFailure'>;
/** Every table but the one that counts failures; what hangs on something comes behind it. */
const names = Object.values(Prisma.ModelName).filter((name) => name !== 'LoginFailure');

/** The columns that say who someone is, which the server remembers. */
const identity: Partial<Record<Table, string[]>> = {
  School: ['timezone'],
  User: ['email', 'name'],
  Membership: ['role', 'status'],
  Session: ['endedAt'],
  Student: ['archivedAt'],
  Teacher: ['archivedAt'],
};

/** All that the schools' tables hold, behind the API's back, and a way to put it back as it was. */
export class Store {
  private readonly client: pg.Client;

  private constructor(connectionString: string) {
    this.client = new pg.Client({ connectionString });
  }

  static async open(connectionString: string): Promise<Store> {
    const store = new Store(connectionString);
    await store.client.connect();
    return store;
  }

  async read(): Promise<Tables> {
    const each = names.map((name) => `SELECT '${name}' AS name, to_jsonb(t) AS row FROM "${name}" t`);
    const { rows } = await this.client.query<{ name: Table; row: Row }>(each.join(' UNION ALL '));
    const tables = Object.fromEntries(names.map((name) => [name, [] as Row[]])) as Tables;
    for (const { name, row } of rows) tables[name].push(row);
    return tables;
  }

  /** Writes the rows that differ as they were; says whether the server has to hear of it. */
  async restore(before: Tables): Promise<boolean> {
    const changes = differences(before, await this.read());
    if (changes.length === 0) return false;
    const alter = async (state: string) => {
      for (const { table } of changes) await this.client.query(`ALTER TABLE "${table}" ${state} TRIGGER USER`);
    };
    await this.client.query('BEGIN');
    // This is no change, but the undoing of one: no version is counted up, no session ends with it.
    await alter('DISABLE');
    for (const { table, was, now } of changes.toReversed()) await this.remove(table, now, was);
    for (const { table, was } of changes) await this.write(table, was);
    await alter('ENABLE');
    const told = changes.some(({ table, was, now }) => {
      const values = (rows: Row[]) =>
        JSON.stringify(rows.map((row) => (identity[table] ?? []).map((name) => row[name])));
      return values(was) !== values(now);
    });
    if (told) await this.client.query(`SELECT pg_notify('identity', "id"::text) FROM "Membership"`);
    await this.client.query('COMMIT');
    return told;
  }

  /** The rows that came; those that changed stay, as others may hang on them. */
  private async remove(table: Table, rows: Row[], were: Row[]): Promise<void> {
    const key = (row: Row) =>
      keysOf(table)
        .map((name) => row[name])
        .join();
    const known = new Set(were.map(key));
    const came = rows.filter((row) => !known.has(key(row)));
    const columns = keysOf(table).map(quoted).join();
    await this.client.query(
      `DELETE FROM "${table}" WHERE (${columns}) IN (SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1))`,
      [JSON.stringify(came)],
    );
  }

  private async write(table: Table, rows: Row[]): Promise<void> {
    if (rows.length === 0) return;
    const columns = Object.keys(rows[0]!).map((name) => `${quoted(name)} = EXCLUDED.${quoted(name)}`);
    await this.client.query(
      `INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", $1)
       ON CONFLICT (${keysOf(table).map(quoted).join()}) DO UPDATE SET ${columns.join()}`,
      [JSON.stringify(rows)],
    );
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

const keysOf = (table: Table) => (table === 'ClassTeacher' ? ['classId', 'teacherId'] : ['id']);
const quoted = (name: string) => `"${name}"`;

interface Difference {
  table: Table;
  /** The rows that differ, as they were and as they are. */
  was: Row[];
  now: Row[];
}

export function differences(before: Tables, after: Tables): Difference[] {
  return names.flatMap((table) => {
    const [old, current] = [textsOf(before[table]), textsOf(after[table])];
    const now = after[table].filter((row) => !old.has(JSON.stringify(row)));
    const was = before[table].filter((row) => !current.has(JSON.stringify(row)));
    return was.length + now.length > 0 ? [{ table, was, now }] : [];
  });
}

const textsOf = (rows: Row[]) => new Set(rows.map((row) => JSON.stringify(row)));
