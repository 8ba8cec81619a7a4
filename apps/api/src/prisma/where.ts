import { column, type From, joined, type Sql } from './sql.js';

type Where = Record<string, unknown>;

/**
 * The one word that Prisma doesn't have: several columns compared as one value (SQL's row values), of which an index is entered at
 * exactly this place, `{ after: { familyName: 'Okafor', id } }` or `before`.
 */
export const AS_A_ROW = 'as a row';
type Beyond = { after?: Where; before?: Where };

/**
 * A Prisma condition as SQL. What it can't say it refuses: a word that is passed over would open rows. As with Prisma, an undefined
 * value is no condition, no condition is every row, and an empty OR is none.
 */
export function condition(sql: Sql, from: From, where: Where): string {
  const parts: string[] = [];
  for (const name of Object.keys(where)) {
    if (where[name] !== undefined) parts.push(part(sql, from, name, where[name]));
  }
  return all(parts);
}

function part(sql: Sql, from: From, name: string, value: unknown): string {
  if (name === 'AND') return all(listOf(value).map((each) => condition(sql, from, each)));
  if (name === 'OR') return any(sql, from, listOf(value));
  if (name === 'NOT') return `NOT ${saying(sql, from, value as Where)}`;
  if (name === AS_A_ROW) return beyond(sql, from, value as Beyond);
  const relation = from.table.relations[name];
  if (!relation) return comparison(sql, column(from, name), value);
  const rest = value as Where;
  if (relation.many && (!isObject(rest.some) || Object.keys(rest).length !== 1)) throw unsaid(from, name);
  const to = sql.from(relation.table);
  const inner = condition(sql, to, (relation.many ? rest.some : rest) as Where);
  return `EXISTS (SELECT FROM "${to.table.name}" ${to.alias} WHERE ${joined(from, relation, to)} AND ${inner})`;
}

function beyond(sql: Sql, from: From, { after, before }: Beyond): string {
  const position = Object.entries(after ?? before ?? {});
  const columns = position.map(([name]) => column(from, name));
  const values = position.map(([, value]) => sql.bind(value));
  return `(${columns.join(', ')}) ${after ? '>' : '<'} (${values.join(', ')})`;
}

const all = (parts: string[]) => joinedBy(' AND ', parts, 'true');

function any(sql: Sql, from: From, wheres: Where[]): string {
  // An OR with a part that is there on purpose for every row, and not for want of values, is every row.
  if (wheres.some((where) => Object.keys(where).length === 0)) return 'true';
  return joinedBy(
    ' OR ',
    wheres.map((where) => saying(sql, from, where)),
    'false',
  );
}

/** A condition that must say something: without the values that somebody forgot it would be every row. */
export function saying(sql: Sql, from: From, where: Where): string {
  const said = condition(sql, from, where);
  if (said === 'true') throw new Error(`A condition on ${from.table.name} says nothing.`);
  return said;
}

function joinedBy(word: string, parts: string[], none: string): string {
  if (parts.length === 1 && parts[0] !== 'true') return parts[0]!;
  const said = parts.filter((each) => each !== 'true');
  return said.length > 1 ? `(${said.join(word)})` : (said[0] ?? none);
}

function comparison(sql: Sql, name: string, value: unknown): string {
  if (value === null) return `${name} IS NULL`;
  if (!isObject(value)) return `${name} = ${sql.bind(value)}`;
  const { mode, ...operators } = value;
  if (mode !== undefined && operators.contains === undefined) throw new Error('There is no mode but for contains.');
  return all(
    Object.entries(operators).flatMap(([operator, operand]) => {
      if (operand === undefined) return [];
      if (operator === 'contains')
        return `${name} ${mode === 'insensitive' ? 'ILIKE' : 'LIKE'} ${sql.bind(`%${operand as string}%`)}`;
      if (operator === 'has') return `${sql.bind(operand)} = ANY(${name})`;
      if (operand === null) return `${name} IS ${operator === 'not' ? 'NOT NULL' : equalsOnly(operator)}`;
      // One parameter however many values there are, so that the statement's text, and with it its plan, is one.
      if (operator === 'in') return `${name} = ANY(${sql.bind(operand)})`;
      return `${name} ${symbolOf(operator)} ${sql.bind(operand)}`;
    }),
  );
}

const symbols: Record<string, string> = { equals: '=', not: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' };

function symbolOf(operator: string): string {
  const symbol = Object.hasOwn(symbols, operator) && symbols[operator];
  if (!symbol) throw new Error(`There is no operator ${operator}.`);
  return symbol;
}

function equalsOnly(operator: string): string {
  if (operator !== 'equals') throw new Error(`Nothing can be ${operator} null.`);
  return 'NULL';
}

const unsaid = ({ table }: From, name: string) => new Error(`Of ${table.name}.${name} only "some" can be asked.`);
const listOf = (value: unknown) => [value].flat() as Where[];

function isObject(value: unknown): value is Where {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array) &&
    !Array.isArray(value)
  );
}
