import { unique } from '../../support/app.js';
import { school } from '../../support/school.js';

const fresh = () => ({ studentNumber: unique('N'), givenName: 'Amara', familyName: 'Okafor' });

describe('GET /v1/students', () => {
  it('filters by grade, status, class and the words of a name, all at once', async () => {
    const { admin, rows } = await school();
    const make = async (more: object) => (await admin.post('/v1/students', { ...fresh(), ...more })).body.id as string;
    const wanted = {
      givenName: 'Jos\u00e9',
      preferredName: 'Pepe',
      familyName: 'O\u2019Neill',
      gradeLevel: 3,
      status: 'graduated',
    };
    const id = await make(wanted);
    const others = [{ gradeLevel: 4 }, { status: 'active' }, { preferredName: 'Joe', givenName: 'Joe' }];
    const ids = [id, await make(wanted), ...(await Promise.all(others.map((more) => make({ ...wanted, ...more }))))];
    for (const studentId of ids.filter((_, at) => at !== 1))
      await admin.post(`/v1/classes/${rows.maths.id}/enrollments`, { studentId });
    const all = [
      'gradeLevel=3',
      'status=graduated',
      `classId=${rows.maths.id}`,
      `q=${encodeURIComponent('pepe neill')}`,
    ];
    const found = async (filters: string[]) =>
      (await admin.all(`/v1/students?${filters.join('&')}`)).map((row) => row.id);
    expect(await found(all)).toEqual([id]);
    for (const [at] of all.entries())
      expect([at, (await found(all.filter((_, other) => other !== at))).length]).toEqual([at, 2]);
    for (const bad of [
      'gradeLevel=14',
      'gradeLevel=x',
      'status=x',
      'classId=1',
      'q=',
      'sort=x',
      'archived=1',
      'familyName=x',
    ]) {
      expect([bad, (await admin.get(`/v1/students?${bad}`)).status]).toEqual([bad, 400]);
    }
  });
});
