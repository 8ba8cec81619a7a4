import { anonymous } from '../support/school.js';
import { holding, session, someone } from '../support/session.js';

it('verifies no more than a thousand unknown tokens of an address in a minute, and still knows those that it knew', async () => {
  const member = await someone();
  const [known, unknown] = [await session(member), await session(member)];
  expect((await holding(known.accessToken).get('/v1/me')).status).toBe(200);

  // As many as there can be, and what came before: each is refused for itself.
  for (let batch = 0; batch < 10; batch++) {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        anonymous.get('/v1/me', { headers: { authorization: `Bearer e30.${batch}.${at}` } }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  }
  expect((await holding(unknown.accessToken).get('/v1/me')).status).toBe(401);
  expect((await holding(known.accessToken).get('/v1/me')).status).toBe(200);
});
