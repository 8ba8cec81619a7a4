import { expectProblem } from '../support/assertions.js';
import { ABSENT, school } from '../support/school.js';

// Elsewhere (test/http) is what they answer to nobody and to nothing; here, that input which no route takes changes neither.
it('a path or a method that is not there is that, whatever the query and the body', async () => {
  const { admin, rows } = await school();
  for (const path of ['/v1/nothing', `/v1/students/${ABSENT}/nothing`]) {
    expectProblem(await admin.get(`${path}?q=x`), 404);
    expectProblem(await admin.post(path, { a: 1 }), 404);
  }
  const enrollment = `/v1/classes/${rows.maths.id}/enrollments/${rows.samInMaths.id}`;
  for (const path of [enrollment, `${enrollment}?q=x`]) {
    const answer = await admin.patch(path, { endedOn: null });
    expectProblem(answer, 405);
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS']);
  }
});

it('a path with an empty id is not there for any method', async () => {
  const { admin, rows } = await school();
  for (const path of ['/v1/students/', `/v1/classes/${rows.maths.id}/enrollments/`, '/v1/classes//teachers/']) {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'])
      expectProblem(await admin.request(method, path), 404);
  }
});
