import { problems } from '../../apps/api/src/common/problem.js';
import { expectProblem } from '../support/assertions.js';
import { anonymous } from '../support/school.js';

it.each([
  ['invalid-input', 400],
  ['unauthenticated', 401],
  ['forbidden', 403],
  ['not-found', 404],
  ['method-not-allowed', 405],
  ['conflict', 409],
  ['precondition-failed', 412],
  ['content-too-large', 413],
  ['unsupported-media-type', 415],
  ['too-many-requests', 429],
  ['internal', 500],
  ['unavailable', 503],
])('documents %s (%i) where its type points', async (slug, status) => {
  const { status: answered, body } = await anonymous.get(`/problems/${slug}`);
  expect([answered, body]).toEqual([
    200,
    { type: `/problems/${slug}`, title: expect.any(String), status, detail: expect.any(String) },
  ]);
});

it('documents every type that the code can answer with', async () => {
  for (const slug of Object.keys(problems))
    expect([slug, (await anonymous.get(`/problems/${slug}`)).status]).toEqual([slug, 200]);
});

it.each(['nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])('knows no type %s', async (slug) => {
  expectProblem(await anonymous.get(`/problems/${slug}`), 404);
});
