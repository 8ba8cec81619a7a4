import { unique } from '../support/app.js';
import { type Cast, cast, expectRefused, type Who } from '../support/cast.js';

const path = (id: string) => `/v1/members/${id}`;

let here: Cast;
beforeAll(async () => {
  here = await cast();
});

describe('Invitation, create', () => {
  // prettier-ignore
  const refused: [Who, number][] = [['anonymous', 401], ['operator', 403], ['guardian', 403], ['student', 403], ['teacher', 403]];
  it.each(refused)('%s: %d', async (who, status) => {
    const invitation = { email: `${unique('guest')}@school.example`, role: 'guardian' };
    expect(await expectRefused(() => here.actors[who].post('/v1/invitations', invitation), status)).toEqual([]);
  });

  it('admin: 201, for the own school', async () => {
    const invitation = { email: `${unique('guest')}@school.example`, role: 'guardian' };
    const { status, body } = await here.actors.admin.post('/v1/invitations', invitation);
    expect(status).toBe(201);
    expect(body).toMatchObject({ role: 'guardian', status: 'invited', user: { email: invitation.email } });
    expect((await here.actors.admin.get(path(body.id))).status).toBe(200);
    expect((await here.actors.stranger.get(path(body.id))).status).toBe(404);
  });

  it('admin: no record of another school, and never an operator', async () => {
    const {
      actors: { admin },
      elsewhere,
    } = here;
    const guest = () => ({ email: `${unique('guest')}@school.example` });
    const post = (body: object) => () => admin.post('/v1/invitations', { ...guest(), ...body });
    expect(await expectRefused(post({ role: 'operator' }), 400)).toEqual(['/role in']);
    expect(await expectRefused(post({ role: 'student', studentId: elsewhere.sam.id }), 400)).toEqual([
      '/studentId unknown_reference',
    ]);
    expect(await expectRefused(post({ role: 'teacher', teacherId: elsewhere.tess.id }), 400)).toEqual([
      '/teacherId unknown_reference',
    ]);
  });
});
