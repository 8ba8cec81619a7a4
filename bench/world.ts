import type pg from 'pg';

/** Who asks. */
export interface Actor {
  role: 'admin' | 'teacher' | 'guardian';
  email: string;
  membershipId: string;
  schoolId: string;
  teacherId: string | null;
}

/** The members who ask, of many schools, and the students whom they ask for. */
export interface World {
  admins: Actor[];
  teachers: Actor[];
  guardians: (Actor & { studentId: string })[];
  /** By school. */
  students: Map<string, string[]>;
}

export const CONNECTIONS = 32;
/** Of each school, so many students are read, and besides them one for each connection is changed. */
export const STUDENTS_READ = 500;

export async function readWorld(client: pg.Client): Promise<World> {
  const members = (role: string, most: number, more = 'true') =>
    client.query(
      `SELECT m.role, u.email, m.id AS "membershipId", m."schoolId", m."teacherId",
         (SELECT "studentId" FROM "Guardianship" WHERE "membershipId" = m.id LIMIT 1) AS "studentId"
       FROM "Membership" m JOIN "User" u ON u.id = m."userId"
       WHERE m.role = $1 AND ${more} ORDER BY row_number() OVER (PARTITION BY m."schoolId" ORDER BY m.id), m."schoolId" LIMIT $2`,
      [role, most],
    );
  const admins = (await members('admin', CONNECTIONS)).rows as Actor[];
  const schools = [...new Set(admins.map(({ schoolId }) => schoolId))];
  const { rows } = await client.query<{ id: string; schoolId: string }>(
    `SELECT s.id, s."schoolId" FROM unnest($1::uuid[]) AS asked
     CROSS JOIN LATERAL (SELECT * FROM "Student" WHERE "schoolId" = asked ORDER BY md5(id::text) LIMIT ${STUDENTS_READ + CONNECTIONS}) AS s`,
    [schools],
  );
  const grouped = Map.groupBy(rows, ({ schoolId }) => schoolId);
  return {
    admins,
    teachers: (await members('teacher', 2 * CONNECTIONS)).rows,
    guardians: (await members('guardian', 4 * CONNECTIONS)).rows,
    students: new Map([...grouped].map(([schoolId, students]) => [schoolId, students.map((student) => student.id)])),
  };
}
