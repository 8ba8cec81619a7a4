import { fastify, type RouteShorthandOptions } from 'fastify';
import pg from 'pg';

/*
 * The limit: Fastify and pg as fast as their own documentation makes them, with named statements and compiled answers, and with
 * nothing else. Who asks is believed from three headers; nothing is checked, limited, logged or protected.
 */
interface Asks {
  Headers: { 'x-school': string; 'x-guardian'?: string; 'x-teacher'?: string; 'if-match': string };
  Params: { id: string };
  Querystring: { cursor?: string };
  Body: Record<string, unknown>;
}
type Row = Record<'id' | 'familyName', string> & { version: number };

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
// A day stays the text that the answer shows.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);

const text = { type: 'string' };
const textOrNull = { type: 'string', nullable: true };
const time = { type: 'string', format: 'date-time' };
const basic = {
  id: text,
  studentNumber: text,
  givenName: text,
  familyName: text,
  preferredName: textOrNull,
  gradeLevel: { type: 'integer', nullable: true },
  status: text,
  birthDate: textOrNull,
  createdAt: time,
  updatedAt: time,
};
const whole = { ...basic, email: textOrNull, phone: textOrNull, address: textOrNull, medicalNotes: textOrNull };
const { id: _, createdAt: _at, updatedAt: _on, ...written } = whole;

const answers = (properties: object): RouteShorthandOptions => ({
  schema: { response: { '2xx': { type: 'object', properties } } },
});
const pagesOf = (properties: object) =>
  answers({
    data: { type: 'array', items: { type: 'object', properties } },
    page: { type: 'object', properties: { limit: { type: 'integer' }, nextCursor: textOrNull } },
  });

const columns = (of: object) => [...Object.keys(of), 'version'].map((column) => `s."${column}"`).join();
const live = `FROM "Student" s WHERE s."schoolId" = $1 AND s."archivedAt" IS NULL`;
const theirChild = `AND EXISTS (SELECT FROM "Guardianship" g
  WHERE g."studentId" = s.id AND g."membershipId" = $3 AND g."archivedAt" IS NULL)`;
const taught = `AND s.id IN (SELECT e."studentId" FROM "ClassTeacher" t
  JOIN "Class" c ON c.id = t."classId" AND c."archivedAt" IS NULL
  JOIN "Enrollment" e ON e."schoolId" = t."schoolId" AND e."classId" = t."classId" AND e."endedOn" IS NULL
  WHERE t."schoolId" = $1 AND t."teacherId" = $2)`;
const inOrder = `ORDER BY s."familyName", s.id LIMIT 11`;

async function ask(name: string, statement: string, values: unknown[]): Promise<Row[]> {
  return (await pool.query<Row>({ name, text: statement, values })).rows;
}

const server = fastify();

server.get('/livez', answers({ status: text }), async () => ({ status: 'ok' }));

server.get<Asks>('/v1/students', pagesOf(whole), async ({ headers, query: { cursor } }) => {
  const school = headers['x-school'];
  const teacher = headers['x-teacher'];
  if (teacher)
    return page(await ask('taught', `SELECT ${columns(basic)} ${live} ${taught} ${inOrder}`, [school, teacher]));
  if (cursor === undefined)
    return page(await ask('first page', `SELECT ${columns(whole)} ${live} ${inOrder}`, [school]));
  const after = `SELECT ${columns(whole)} ${live} AND (s."familyName", s.id) > ($2, $3::uuid) ${inOrder}`;
  return page(await ask('next page', after, [school, ...JSON.parse(Buffer.from(cursor, 'base64url').toString())]));
});

function page(rows: Row[]) {
  const data = rows.slice(0, 10);
  const { familyName, id } = data.at(-1)!;
  const next = rows.length > 10 ? Buffer.from(JSON.stringify([familyName, id])).toString('base64url') : null;
  return { data, page: { limit: 10, nextCursor: next } };
}

server.get<Asks>('/v1/students/:id', answers(whole), async ({ headers, params }, reply) => {
  const who = [headers['x-school'], params.id];
  const one = `SELECT ${columns(whole)} ${live} AND s.id = $2`;
  const guardian = headers['x-guardian'];
  const [row] = guardian ? await ask('child', `${one} ${theirChild}`, [...who, guardian]) : await ask('one', one, who);
  if (!row) return reply.status(404).send();
  reply.header('etag', `"${row.version}"`);
  return headers['if-none-match'] === `"${row.version}"` ? reply.status(304).send() : row;
});

server.post<Asks>('/v1/students', answers(whole), async ({ headers, body }, reply) => {
  const given = Object.keys(written).filter((column) => column in body);
  const into = `INSERT INTO "Student" AS s ("schoolId", ${given.map((column) => `"${column}"`).join()})`;
  const values = `VALUES ($1, ${given.map((_column, index) => `$${index + 2}`).join()}) RETURNING ${columns(whole)}`;
  const sent = [headers['x-school'], ...given.map((column) => body[column])];
  const [row] = await ask(`create ${given.join()}`, `${into} ${values}`, sent);
  return reply
    .status(201)
    .headers({ etag: `"${row!.version}"`, location: `/v1/students/${row!.id}` })
    .send(row);
});

server.patch<Asks>('/v1/students/:id', answers(whole), async ({ headers, params, body }, reply) => {
  const given = Object.keys(written).filter((column) => column in body);
  const set = given.map((column, index) => `"${column}" = $${index + 4}`).join();
  const where = `WHERE s."schoolId" = $1 AND s.id = $2 AND s.version = $3 AND s."archivedAt" IS NULL`;
  const [row] = await ask(
    `change ${given.join()}`,
    `UPDATE "Student" s SET ${set} ${where} RETURNING ${columns(whole)}`,
    [headers['x-school'], params.id, headers['if-match'].replaceAll('"', ''), ...given.map((column) => body[column])],
  );
  if (!row) return reply.status(412).send();
  return reply.header('etag', `"${row.version}"`).send(row);
});

await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
