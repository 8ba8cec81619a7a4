import { unique } from '../../support/app.js';
import { expectRefused } from '../../support/cast.js';
import { school } from '../../support/school.js';

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

let world: Awaited<ReturnType<typeof school>>;
beforeAll(async () => {
  world = await school();
});

describe('PATCH /v1/students/{id}, a JSON Merge Patch', () => {
  const clearable = ['preferredName', 'gradeLevel', 'birthDate', 'email', 'phone', 'address', 'medicalNotes'];

  it.each(clearable)('null clears %s, and what is left out stays', async (field) => {
    const { body } = await world.admin.post('/v1/students', fresh());
    const patched = await world.admin.patch(`/v1/students/${body.id}`, { [field]: null });
    expect(patched.body).toEqual({ ...body, [field]: null, updatedAt: patched.body.updatedAt });
  });

  it.each(['studentNumber', 'givenName', 'familyName', 'status'])('%s can’t be cleared', async (field) => {
    const request = () => world.admin.patch(`/v1/students/${world.rows.sam.id}`, { [field]: null });
    expect((await expectRefused(request, 400)).map((error) => error.split(' ')[0])).toEqual([`/${field}`]);
  });

  it.each([[], 'text', 7, true, null].map((body) => [body]))('%j is no patch', async (body) => {
    await expectRefused(() => world.admin.patch(`/v1/students/${world.rows.sam.id}`, body), 400);
  });

  it('is won by one of many with the same If-Match at once, whoever they are', async () => {
    const { admin, student, guardian, rows } = world;
    const path = `/v1/students/${rows.sam.id}`;
    const headers = { 'if-match': (await admin.get(path)).headers.get('etag')! };
    const patches = [admin, student, guardian, guardian].map((who, at) =>
      who.patch(path, { phone: `+44 ${at}` }, { headers }),
    );
    expect((await Promise.all(patches)).map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  });
});
