import type { Ask, Turn, Work, WorkName } from './work.js';
import { type Actor, CONNECTIONS, STUDENTS_READ, type World } from './world.js';

/** As many different requests as make the rows that are read many. */
const every = (ask: (connection: number, index: number) => Ask): Turn[] =>
  Array.from({ length: CONNECTIONS }, (_, connection) => ({
    asks: Array.from({ length: STUDENTS_READ }, (_ask, index) => ask(connection, index)),
  }));

const take = <T>(from: T[], index: number): T => from[index % from.length]!;

/** A student of the admin's own school. */
function studentOf({ admins, students }: World, connection: number, index: number): { actor: Actor; id: string } {
  const actor = take(admins, connection);
  return { actor, id: students.get(actor.schoolId)![index]! };
}

/** The students whom nobody reads are there for the changes, one for each connection. */
const changed = (world: World, connection: number) => studentOf(world, connection, STUDENTS_READ + connection);

function read(world: World, connection: number, index: number): Ask {
  const { actor, id } = studentOf(world, connection, index);
  return { actor, method: 'GET', path: `/v1/students/${id}` };
}

const json = { 'content-type': 'application/json' };
const newStudent = JSON.stringify({
  studentNumber: 'bench-{n}',
  givenName: 'Amara',
  familyName: 'Okafor',
  gradeLevel: 7,
  birthDate: '2014-03-09',
  address: '12 Long Street\nBenchford',
});

export const works: Record<WorkName, Work> = {
  W0: {
    title: 'no database',
    status: 200,
    turns: () => every(() => ({ method: 'GET', path: '/livez' })),
  },
  W1: {
    title: 'one student (admin)',
    status: 200,
    turns: (world) => every((connection, index) => read(world, connection, index)),
  },
  W2: {
    title: 'a page of 10 (admin)',
    status: 200,
    turns: ({ admins }) =>
      every((connection) => ({ actor: take(admins, connection), method: 'GET', path: '/v1/students' })),
  },
  W3: {
    title: 'a page of 10 (teacher)',
    status: 200,
    turns: ({ teachers }) =>
      every((connection, index) => ({
        actor: take(teachers, connection + index * CONNECTIONS),
        method: 'GET',
        path: '/v1/students',
      })),
  },
  W4: {
    title: 'one student (guardian)',
    status: 200,
    turns: ({ guardians }) =>
      every((connection, index) => {
        const actor = take(guardians, connection + index * CONNECTIONS);
        return { actor, method: 'GET', path: `/v1/students/${actor.studentId}` };
      }),
  },
  W5: {
    title: 'create a student (admin)',
    status: 201,
    turns: ({ admins }) =>
      every((connection) => ({
        actor: take(admins, connection),
        method: 'POST',
        path: '/v1/students',
        headers: json,
        body: newStudent,
      })),
    tidy: `DELETE FROM "Student" WHERE starts_with("studentNumber", 'bench-')`,
  },
  W6: {
    title: 'change a student (admin)',
    status: 200,
    async turns(world, client) {
      const own = Array.from({ length: CONNECTIONS }, (_, connection) => changed(world, connection));
      const { rows } = await client.query<{ id: string; version: number }>(
        'SELECT id, version FROM "Student" WHERE id = ANY($1)',
        [own.map(({ id }) => id)],
      );
      const versions = new Map(rows.map(({ id, version }) => [id, version]));
      const turns = every((connection) => ({
        actor: own[connection]!.actor,
        method: 'PATCH',
        path: `/v1/students/${own[connection]!.id}`,
        headers: { ...json, 'if-match': '{etag}' },
        body: JSON.stringify({ preferredName: 'Name {n}' }),
      }));
      return turns.map((turn, connection) => ({ ...turn, etag: `"${versions.get(own[connection]!.id)}"` }));
    },
  },
  W7: {
    title: '304 (admin)',
    status: 304,
    turns: (world) =>
      every((connection, index) => ({ ...read(world, connection, index), headers: { 'if-none-match': '"1"' } })),
  },
};
