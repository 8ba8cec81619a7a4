import pg from 'pg';

const { DATE, TIMESTAMPTZ } = pg.types.builtins;

/** What PostgreSQL's text of a column becomes, where that differs from the driver's own choice: what Prisma makes of it. */
const parsers = new Map<number, (text: string) => unknown>([
  // The driver would take midnight of this machine's time zone.
  [DATE, (text) => new Date(`${text}T00:00:00.000Z`)],
  // The driver reads any notation; ours is always the same, and read by the language itself in a third of the time.
  [
    TIMESTAMPTZ,
    (text) => (text.endsWith('+00') ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : anyInstant(text)),
  ],
]);

const anyInstant = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => unknown;

export const rowValues = {
  getTypeParser: (type: number, format?: 'text' | 'binary') =>
    parsers.get(type) ?? pg.types.getTypeParser(type, format),
};
