import { unique } from '../support/app.js';
import { expectRefused } from '../support/cast.js';
import { describeResource } from '../support/resource.js';
import { type Actor, school } from '../support/school.js';

const fresh = () => ({ name: unique('Term'), startsOn: '2026-01-05', endsOn: '2026-04-01' });

describeResource({
  path: '/v1/terms',
  fresh,
  required: ['name', 'startsOn', 'endsOn'],
  changes: [{ name: 'Spring' }, { name: 'Late spring' }],
});

describe('A term', () => {
  let admin: Actor;
  beforeAll(async () => {
    ({ admin } = await school());
  });

  it('ends after it starts, when it is made', async () => {
    for (const endsOn of ['2026-01-05', '2026-01-04', '1999-12-31']) {
      expect(await expectRefused(() => admin.post('/v1/terms', { ...fresh(), endsOn }), 400)).toEqual([
        '/endsOn order',
      ]);
    }
    expect((await admin.post('/v1/terms', { ...fresh(), endsOn: '2026-01-06' })).status).toBe(201);
  });

  it('ends after it starts, whichever of both is changed', async () => {
    const { id } = (await admin.post('/v1/terms', fresh())).body;
    for (const change of [
      { endsOn: '2026-01-05' },
      { startsOn: '2026-04-01' },
      { startsOn: '2026-05-02', endsOn: '2026-05-01' },
    ]) {
      expect((await expectRefused(() => admin.patch(`/v1/terms/${id}`, change), 400))[0]).toMatch(
        /^\/(endsOn|startsOn) order$/,
      );
    }
    const moved = { startsOn: '2027-01-05', endsOn: '2027-04-01' };
    expect((await admin.patch(`/v1/terms/${id}`, moved)).body).toMatchObject(moved);
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '26-01-01',
    '2026-1-1',
    '2026-01-05T00:00:00Z',
    '0001-01-01',
    '9999-12-31',
    20260105,
    true,
    [],
  ])('does not start on %j', async (startsOn) => {
    expect((await expectRefused(() => admin.post('/v1/terms', { ...fresh(), startsOn }), 400))[0]).toMatch(
      /^\/startsOn /,
    );
  });
});
