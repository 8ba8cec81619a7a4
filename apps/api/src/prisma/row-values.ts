import pg from 'pg';

const { DATE, TIMESTAMPTZ } = pg.types.builtins;

/**
 * A date that still knows how it was written. Most dates of a row are read only to be written again, and JavaScript takes longer for
 * that than for all else it does with them. (Nobody sets a part of a date that came from a row.)
 */
class WrittenDate extends Date {
  readonly #iso: string;

  constructor(iso: string) {
    super(iso);
    this.#iso = iso;
  }

  override toISOString(): string {
    return this.#iso;
  }
}

/** What PostgreSQL's text of a column becomes, where that differs from the driver's own choice: what Prisma makes of it. */
const parsers = new Map<number, (text: string) => unknown>([
  // The driver would take midnight of this machine's time zone.
  [DATE, (text) => (text.length === 10 ? new WrittenDate(`${text}T00:00:00.000Z`) : anyInstant(text))],
  [TIMESTAMPTZ, (text) => (text.endsWith('+00') ? utc(text) : anyInstant(text))],
]);

function utc(text: string): Date {
  const iso = `${text.slice(0, 10)}T${text.slice(11, -3)}`;
  // PostgreSQL leaves out the zeros at the end, and years of more than four digits are written otherwise.
  return iso.length === 23 ? new WrittenDate(`${iso}Z`) : new Date(`${iso}Z`);
}

const anyInstant = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => unknown;

export const rowValues = {
  getTypeParser: (type: number, format?: 'text' | 'binary') =>
    parsers.get(type) ?? pg.types.getTypeParser(type, format),
};
