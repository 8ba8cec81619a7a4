import { expectProblem, withoutRequestId } from '../support/assertions.js';
import { ABSENT, school } from '../support/school.js';

describe('GET /v1/students/{id}', () => {
  it('answers 404 alike for an absent student, another school’s, and one that the caller may not read', async () => {
    const { student, rows } = await school();
    const elsewhere = await school();
    const absent = await student.get(`/v1/students/${ABSENT}`);
    expectProblem(absent, 404);
    for (const id of [rows.tim.id, elsewhere.rows.sam.id]) {
      expect(withoutRequestId(await student.get(`/v1/students/${id}`))).toEqual(withoutRequestId(absent));
    }
  });

  it('shows a teacher the basic fields and the birth date of a student in its own class', async () => {
    const { teacher, rows } = await school();
    const { status, body, headers } = await teacher.get(`/v1/students/${rows.sam.id}`);
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"1"');
    expect(Object.keys(body).sort()).toEqual(
      ['birthDate', 'createdAt', 'familyName', 'givenName', 'gradeLevel', 'id', 'preferredName', 'status', 'studentNumber', 'updatedAt'],
    );
  });
});
