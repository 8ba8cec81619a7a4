import { app } from '../support/app.js';
import { ABSENT, articleRow, type Actor, published, school, studentRow } from '../support/school.js';

type World = Awaited<ReturnType<typeof school>>;
let world: World;
beforeAll(async () => {
  world = await school();
  const { admin, rows } = world;
  await articleRow(admin, rows.schoolId, { title: 'Hidden draft' });
  await articleRow(admin, rows.schoolId, { ...published, title: 'Hidden for staff', audience: 'staff' });
  await articleRow(admin, rows.schoolId, {
    ...published,
    title: 'Hidden for Art',
    audience: 'class',
    classId: rows.art.id,
  });
  await articleRow(admin, rows.schoolId, { ...published, title: 'Open to all' });
});

const found = async (client: Actor, path: string) => {
  const { status, body } = await client.get(`${path}${path.includes('?') ? '&' : '?'}include=total&limit=1`);
  expect(status).toBe(200);
  return [body.page.total, body.page.nextCursor === null, body.data.length];
};
const nothing = [0, true, 0];

describe('Counts, search, filters and paging reveal no row that the caller may not read', () => {
  type Who = 'teacher' | 'student' | 'guardian';
  // prettier-ignore
  const hidden: [Who, string, (rows: World['rows']) => string][] = [
    ['teacher',  'a student of another class, by name',        () => '/v1/students?q=Tim'],
    ['teacher',  'a student of another class, by class',       ({ art }) => `/v1/students?classId=${art.id}`],
    ['teacher',  'a class of a colleague, by name',            () => '/v1/classes?q=Art'],
    ['teacher',  'a class of a colleague, by teacher',         ({ omar }) => `/v1/classes?teacherId=${omar.id}`],
    ['teacher',  'a class of another student',                 ({ tim }) => `/v1/classes?studentId=${tim.id}`],
    ['teacher',  'an article for another class, by class',     ({ art }) => `/v1/articles?classId=${art.id}`],
    ['teacher',  'an article for another class, by title',     () => '/v1/articles?q=Hidden%20for%20Art'],
    ['teacher',  'a draft, by status',                         () => '/v1/articles?status=draft'],
    ['student',  'another student, by name',                   () => '/v1/students?q=Tim'],
    ['student',  'another student, by class',                  ({ art }) => `/v1/students?classId=${art.id}`],
    ['student',  'another student, by grade and status',       () => '/v1/students?gradeLevel=7&status=active&q=Tim'],
    ['student',  'another class, by name',                     () => '/v1/classes?q=Art'],
    ['student',  'another class, by student',                  ({ tim }) => `/v1/classes?studentId=${tim.id}`],
    ['student',  'another class, by teacher',                  ({ omar }) => `/v1/classes?teacherId=${omar.id}`],
    ['student',  'an article for staff, by audience',          () => '/v1/articles?audience=staff'],
    ['student',  'an article for staff, by title',             () => '/v1/articles?q=hidden'],
    ['student',  'a draft, by status',                         () => '/v1/articles?status=draft'],
    ['guardian', 'another’s child, by name',                   () => '/v1/students?q=Tim'],
    ['guardian', 'another’s child, by class',                  ({ art }) => `/v1/students?classId=${art.id}`],
    ['guardian', 'a teacher of another’s child, by name',      () => '/v1/teachers?q=Omar'],
    ['guardian', 'another class, by student',                  ({ tim }) => `/v1/classes?studentId=${tim.id}`],
    ['guardian', 'an article for another class, by class',     ({ art }) => `/v1/articles?classId=${art.id}`],
    ['guardian', 'a draft, by title',                          () => '/v1/articles?q=Hidden%20draft'],
  ];
  it.each(hidden)('%s: %s', async (who, _, path) => {
    expect(await found(world[who], path(world.rows))).toEqual(nothing);
  });

  it('a filter for another school’s, for something absent and for something hidden are answered alike', async () => {
    const { rows: elsewhere } = await school();
    const { admin, teacher, rows } = world;
    for (const id of [elsewhere.maths.id, ABSENT])
      expect(await found(admin, `/v1/students?classId=${id}`)).toEqual(nothing);
    for (const id of [elsewhere.maths.id, ABSENT, rows.art.id])
      expect(await found(teacher, `/v1/students?classId=${id}`)).toEqual(nothing);
    for (const id of [elsewhere.term.id, ABSENT])
      expect(await found(admin, `/v1/classes?termId=${id}`)).toEqual(nothing);
  });

  it('finds nothing by an enrollment that may not be read, even where both of its ends may', async () => {
    const { admin, teacher, student, guardian, rows } = await school();
    const both = await studentRow(rows.schoolId, 'Both');
    for (const { id } of [rows.maths, rows.art])
      expect((await admin.post(`/v1/classes/${id}/enrollments`, { studentId: both.id })).status).toBe(201);
    expect(await found(admin, `/v1/students?classId=${rows.art.id}&q=Both`)).toEqual([1, true, 1]);
    expect(await found(teacher, `/v1/students?q=Both`)).toEqual([1, true, 1]);
    expect(await found(teacher, `/v1/students?classId=${rows.art.id}`)).toEqual(nothing);
    for (const client of [student, guardian])
      expect(await found(client, `/v1/classes?studentId=${both.id}`)).toEqual(nothing);
  });

  it('finds what may be read by the same filters', async () => {
    const { teacher, student, guardian, rows } = world;
    for (const client of [teacher, student, guardian]) {
      for (const path of [
        `/v1/students?classId=${rows.maths.id}`,
        '/v1/students?q=Sam',
        `/v1/classes?studentId=${rows.sam.id}`,
      ]) {
        expect([path, await found(client, path)]).toEqual([path, [1, true, 1]]);
      }
      expect(await found(client, `/v1/classes?teacherId=${rows.tess.id}&termId=${rows.term.id}`)).toEqual([1, true, 1]);
    }
  });

  it('a former classmate is not found by the class that it left', async () => {
    const { admin, teacher, rows } = await school();
    const { database } = await app();
    const left = await studentRow(rows.schoolId, 'Left');
    const data = {
      schoolId: rows.schoolId,
      classId: rows.maths.id,
      studentId: left.id,
      enrolledOn: new Date('2026-09-01'),
    };
    await database.enrollment.create({ data: { ...data, endedOn: new Date('2026-09-02') } });
    for (const client of [admin, teacher]) {
      expect(await found(client, `/v1/students?classId=${rows.maths.id}&q=Left`)).toEqual(nothing);
      expect(await found(client, `/v1/classes?studentId=${left.id}`)).toEqual(nothing);
      expect(await found(client, `/v1/classes/${rows.maths.id}/enrollments`)).toEqual([1, true, 1]);
    }
  });
});

describe('Filters and sorts', () => {
  // What is no filter of the contract is a 400 for all, so that a field that can't be read is no oracle.
  it.each([
    'students?birthDate=2013-05-17',
    'students?medicalNotes=nuts',
    'students?email=a@b.example',
    'students?phone=1',
    'students?sort=medicalNotes',
    'students?sort=birthDate',
    'students?sort=email',
    'students?sort=givenName',
    'teachers?staffNumber=T-1',
    'teachers?sort=staffNumber',
    'teachers?sort=hiredOn',
    'teachers?email=a@b.example',
    'classes?sort=description',
    'articles?sort=body',
    'members?sort=email',
    'members?q=x',
  ])('%s is a 400 for admin and for teacher who reads the list', async (path) => {
    const { admin, teacher } = world;
    expect((await admin.get(`/v1/${path}`)).status).toBe(400);
    if (!path.startsWith('members')) expect((await teacher.get(`/v1/${path}`)).status).toBe(400);
  });

  it('q searches the names and nothing else', async () => {
    const { admin, teacher, rows } = world;
    const secrets = ['nuts', 'Allergic', 'Road', '7946', 'school.example', '2013', rows.sam.studentNumber];
    for (const secret of secrets) {
      for (const client of [admin, teacher])
        expect([secret, await found(client, `/v1/students?q=${secret}`)]).toEqual([secret, nothing]);
    }
    for (const secret of [rows.omar.staffNumber, '7946', 'school.example']) {
      expect([secret, await found(teacher, `/v1/teachers?q=${secret}`)]).toEqual([secret, nothing]);
    }
    for (const wildcard of ['%25', '_am', '%5C'])
      expect([wildcard, await found(admin, `/v1/students?q=${wildcard}`)]).toEqual([wildcard, nothing]);
  });
});
