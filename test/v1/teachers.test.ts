import { unique } from '../support/app.js';
import { expectRefused } from '../support/cast.js';
import { describeResource } from '../support/resource.js';
import { school } from '../support/school.js';

const fresh = () => ({
  staffNumber: unique('T'),
  givenName: 'Ines',
  familyName: 'Moreau',
  preferredName: 'Nes',
  subjects: ['Physics', 'Mathematics'],
  email: `${unique('ines')}@school.example`,
  phone: '+44 20 7946 0018',
  hiredOn: '2019-09-01',
});

describeResource({
  path: '/v1/teachers',
  fresh,
  required: ['staffNumber', 'givenName', 'familyName'],
  changes: [{ subjects: [] }, { subjects: ['Art'] }],
});

let world: Awaited<ReturnType<typeof school>>;
beforeAll(async () => {
  world = await school();
});

describe('A teacher', () => {
  it('has no subjects and nothing else unless told otherwise', async () => {
    const { body } = await world.admin.post('/v1/teachers', {
      staffNumber: unique('T'),
      givenName: 'A',
      familyName: 'B',
    });
    expect(body).toMatchObject({ subjects: [], preferredName: null, email: null, phone: null, hiredOn: null });
  });

  it('answers 409 to a number or an address that is taken, ignoring the case of the address', async () => {
    const { admin, rows } = world;
    const taken = { staffNumber: rows.tess.staffNumber, email: rows.tess.email!.toUpperCase() };
    for (const [field, value] of Object.entries(taken)) {
      const change = { [field]: value };
      expect(await expectRefused(() => admin.post('/v1/teachers', { ...fresh(), ...change }), 409)).toEqual([
        `/${field} taken`,
      ]);
      expect(await expectRefused(() => admin.patch(`/v1/teachers/${rows.omar.id}`, change), 409)).toEqual([
        `/${field} taken`,
      ]);
    }
    const elsewhere = await school();
    expect((await elsewhere.admin.post('/v1/teachers', { ...fresh(), ...taken })).status).toBe(201);
  });

  it('clears with null what can be cleared, and nothing else', async () => {
    const { admin } = world;
    const { body } = await admin.post('/v1/teachers', fresh());
    const cleared = { preferredName: null, email: null, phone: null, hiredOn: null };
    const patched = await admin.patch(`/v1/teachers/${body.id}`, cleared);
    expect(patched.body).toEqual({ ...body, ...cleared, updatedAt: patched.body.updatedAt });
    for (const field of ['staffNumber', 'givenName', 'familyName', 'subjects']) {
      const errors = await expectRefused(() => admin.patch(`/v1/teachers/${body.id}`, { [field]: null }), 400);
      expect(errors.map((error) => error.split(' ')[0])).toEqual([`/${field}`]);
    }
  });

  it.each([
    [['A', 'A']],
    [['']],
    [[null]],
    [[7]],
    [[['A']]],
    [['x'.repeat(61)]],
    [Array.from({ length: 21 }, String)],
    ['A'],
    [{}],
  ])('does not teach %j', async (subjects) => {
    const errors = await expectRefused(() => world.admin.post('/v1/teachers', { ...fresh(), subjects }), 400);
    expect(errors.map((error) => error.split(' ')[0])).toEqual(['/subjects']);
  });

  it('is found by one of its subjects, as it is written', async () => {
    const subject = unique('Physics, II');
    const { body } = await world.admin.post('/v1/teachers', { ...fresh(), subjects: ['Art', subject] });
    const ids = async (wanted: string) =>
      (await world.admin.all(`/v1/teachers?subject=${encodeURIComponent(wanted)}`)).map(({ id }) => id);
    expect(await ids(subject)).toEqual([body.id]);
    expect(await ids(subject.slice(0, -1))).toEqual([]);
  });

  it('shows a colleague the same ETag, and the fields that are for it', async () => {
    const { admin, teacherTwo, rows } = world;
    const path = `/v1/teachers/${rows.tess.id}`;
    const [full, basic] = [await admin.get(path), await teacherTwo.get(path)];
    expect(basic.headers.get('etag')).toBe(full.headers.get('etag'));
    expect(Object.keys(basic.body)).not.toContain('phone');
  });
});
