import pg from 'pg';

export interface Statement {
  text: string;
  values: unknown[];
}

/** Runs the work, and returns the statements that the connections of this process send meanwhile; the server's are among them. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const { prototype } = pg.Client;
  const query = Reflect.get(prototype, 'query') as (...args: unknown[]) => unknown;
  const sent: Statement[] = [];
  prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const { text = String(args[0]), values = [] } = args[0] as Partial<Statement>;
    sent.push({ text, values });
    return query.apply(this, args);
  } as typeof prototype.query;
  try {
    await work();
  } finally {
    prototype.query = query as typeof prototype.query;
  }
  return sent;
}
