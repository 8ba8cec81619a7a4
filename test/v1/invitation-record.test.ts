import { expectProblem } from '../support/assertions.js';
import { unique } from '../support/app.js';
import { school, studentRow } from '../support/school.js';

describe('an invitation that names a student', () => {
  it('takes the record from an open one to a mistyped address, which is withdrawn', async () => {
    const { admin, rows } = await school();
    const { id: studentId } = await studentRow(rows.schoolId);
    const invite = (email: string) => admin.post('/v1/invitations', { email, role: 'student', studentId });
    const typo = await invite(`${unique('typo')}@school.example`);
    const right = await invite(`${unique('right')}@school.example`);
    expect([typo.status, right.status]).toEqual([201, 201]);
    expect((await admin.get(`/v1/members/${typo.body.id}`)).body.status).toBe('suspended');
    expect((await admin.get(`/v1/members/${right.body.id}`)).body.status).toBe('invited');
  });

  it('is a 409 while someone is that student', async () => {
    const { admin, rows } = await school();
    const invitation = { email: `${unique('other')}@school.example`, role: 'student', studentId: rows.sam.id };
    expect(expectProblem(await admin.post('/v1/invitations', invitation), 409)).toEqual(['/studentId taken']);
  });
});
