import { app, unique } from '../support/app.js';
import { expectProblem, withoutRequestId } from '../support/assertions.js';
import { expectRefused } from '../support/cast.js';
import { describeResource } from '../support/resource.js';
import { ABSENT, school } from '../support/school.js';

const fresh = () => ({
  studentNumber: unique('N'),
  givenName: 'Amara',
  familyName: 'Okafor',
  preferredName: 'Ama',
  gradeLevel: 0,
  status: 'withdrawn',
  birthDate: '2012-02-29',
  email: `${unique('amara')}@school.example`,
  phone: '+44 (20) 7946-0018',
  address: '1 Old Road\nNorthwood',
  medicalNotes: 'Asthma\n\tInhaler in B 204',
});

describeResource({
  path: '/v1/students',
  fresh,
  required: ['studentNumber', 'givenName', 'familyName'],
  changes: [{ gradeLevel: 13 }, { gradeLevel: 12 }],
});

type World = Awaited<ReturnType<typeof school>>;
let world: World;
beforeAll(async () => {
  world = await school();
});

describe('GET /v1/students/{id}', () => {
  it('answers 404 alike for an absent student, another school’s, and one that the caller may not read', async () => {
    const { student, rows } = world;
    const elsewhere = await school();
    const absent = await student.get(`/v1/students/${ABSENT}`);
    expectProblem(absent, 404);
    for (const id of [rows.tim.id, elsewhere.rows.sam.id]) {
      expect(withoutRequestId(await student.get(`/v1/students/${id}`))).toEqual(withoutRequestId(absent));
    }
  });
});

describe('POST /v1/students', () => {
  it('is active and without the rest unless told otherwise', async () => {
    const { body } = await world.admin.post('/v1/students', {
      studentNumber: unique('N'),
      givenName: 'A',
      familyName: 'B',
    });
    const none = {
      preferredName: null,
      gradeLevel: null,
      birthDate: null,
      email: null,
      phone: null,
      address: null,
      medicalNotes: null,
    };
    expect(body).toMatchObject({ status: 'active', ...none });
  });

  it('answers 409 to a number or an address that is taken, ignoring the case of the address', async () => {
    const { admin, rows } = world;
    const { studentNumber } = rows.sam;
    const email = rows.sam.email!.toUpperCase();
    expect(await expectRefused(() => admin.post('/v1/students', { ...fresh(), studentNumber }), 409)).toEqual([
      '/studentNumber taken',
    ]);
    expect(await expectRefused(() => admin.post('/v1/students', { ...fresh(), email }), 409)).toEqual(['/email taken']);
    for (const taken of [{ studentNumber }, { email }]) {
      expect(await expectRefused(() => admin.patch(`/v1/students/${rows.tim.id}`, taken), 409)).toEqual([
        `/${Object.keys(taken)[0]} taken`,
      ]);
    }
    expect((await admin.patch(`/v1/students/${rows.sam.id}`, { studentNumber, email })).status).toBe(200);
  });

  it('takes a number that another school has', async () => {
    const elsewhere = await school();
    const { studentNumber, email } = elsewhere.rows.sam;
    expect((await world.admin.post('/v1/students', { ...fresh(), studentNumber, email })).status).toBe(201);
  });

  it('is made by one of many who want the same number at once', async () => {
    const studentNumber = unique('N');
    const posts = Array.from({ length: 4 }, () => world.admin.post('/v1/students', { ...fresh(), studentNumber }));
    expect((await Promise.all(posts)).map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  // prettier-ignore
  const faults: [string, unknown][] = [
    ['gradeLevel', -1], ['gradeLevel', 14], ['gradeLevel', 1.5], ['gradeLevel', '7'], ['status', 'expelled'], ['status', null], ['birthDate', '2013-02-29'],
    ['email', 'nobody'], ['email', 'a b@c.example'], ['phone', 'call me'], ['givenName', ''], ['givenName', ' A'], ['givenName', 'A\nB'], ['givenName', 'A\u0000'],
    ['givenName', 'x'.repeat(101)], ['studentNumber', 'x'.repeat(33)], ['address', 'x'.repeat(501)], ['medicalNotes', 'x'.repeat(4001)], ['familyName', 7], ['familyName', ['B']],
  ];
  it.each(faults)('refuses %s %j', async (field, value) => {
    const errors = await expectRefused(() => world.admin.post('/v1/students', { ...fresh(), [field]: value }), 400);
    expect(errors.map((error) => error.split(' ')[0])).toEqual([`/${field}`]);
  });

  it('keeps text as it is written, NFC-normalised', async () => {
    const { body } = await world.admin.post('/v1/students', {
      ...fresh(),
      givenName: 'Zoe\u0308',
      familyName: '李 👩‍🎓',
      address: 'a\tb\r\nc',
    });
    expect(body).toMatchObject({ givenName: 'Zo\u00eb', familyName: '李 👩‍🎓', address: 'a\tb\r\nc' });
    const { database } = await app();
    expect(await database.student.findUnique({ where: { id: body.id } })).toMatchObject({ givenName: 'Zo\u00eb' });
  });
});
