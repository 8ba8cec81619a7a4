import { articleRow, published, school } from '../../support/school.js';

describe('GET /v1/articles', () => {
  it('filters by status, audience, class, author and title, all at once', async () => {
    const { admin, teacher, rows } = await school();
    const forMaths = { audience: 'class' as const, classId: rows.maths.id };
    const sought = await articleRow(teacher, rows.schoolId, { ...published, ...forMaths, title: 'A trip to the sea' });
    await articleRow(admin, rows.schoolId, { ...published, ...forMaths, title: 'A trip to the lake' });
    await articleRow(teacher, rows.schoolId, { ...forMaths, title: 'Sea trip, a draft' });
    await articleRow(teacher, rows.schoolId, { ...published, title: 'Sea, no trip' });
    const ids = async (query: string) => (await admin.all(`/v1/articles?${query}`)).map(({ id }) => id);
    const all = [
      'status=published',
      'audience=class',
      `classId=${rows.maths.id}`,
      `authorId=${teacher.membershipId}`,
      'q=SEA%20trip',
    ];
    expect(await ids(all.join('&'))).toEqual([sought.id]);
    const counts = await Promise.all(all.map(async (filter) => (await ids(filter)).length));
    expect(counts).toEqual([3, 3, 3, 3, 3]);
    for (const bad of [
      'status=x',
      'audience=x',
      'classId=x',
      'authorId=1',
      'q=',
      `q=${'word+'.repeat(8)}word`,
      'title=x',
      'status=draft&status=draft',
    ]) {
      expect([bad, (await admin.get(`/v1/articles?${bad}`)).status]).toEqual([bad, 400]);
    }
  });
});
