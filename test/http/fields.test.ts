import { expectProblem } from '../support/assertions.js';
import type { Client } from '../support/client.js';
import { type Submission, submissions } from '../support/routes.js';
import { anonymous, operator, school } from '../support/school.js';
import { wrong } from '../support/wrong-values.js';

let operators: Client | undefined;

async function clientFor({ template, operation }: Submission, admin: Client): Promise<Client> {
  if (operation.security?.length === 0) return anonymous;
  if (template.startsWith('/v1/schools')) return (operators ??= await operator());
  return admin;
}

it('names every property that has a value of the wrong kind, in every body of the contract', async () => {
  const { admin } = await school();
  let tried = 0;
  for (const submission of await submissions()) {
    const client = await clientFor(submission, admin);
    const { method, path, schema, example } = submission;
    for (const [name, property] of Object.entries(schema.properties)) {
      for (const value of wrong(property)) {
        const answer = await client.request(method, path, { ...example, [name]: value });
        const shown = JSON.stringify(value).slice(0, 60);
        expect([
          method,
          path,
          name,
          shown,
          answer.status,
          answer.body.errors?.map(({ pointer }: { pointer: string }) => pointer),
        ]).toEqual([method, path, name, shown, 400, [`/${name}`]]);
        tried += 1;
      }
    }
  }
  expect(tried).toBeGreaterThan(1_500);
});

it('names every required property that is missing, and every one that is unknown', async () => {
  const { admin } = await school();
  const unknown = [
    'id',
    'schoolId',
    'userId',
    'role_',
    'authorId',
    'author',
    'createdAt',
    'version',
    'archivedAt',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
  ];
  for (const submission of await submissions()) {
    const client = await clientFor(submission, admin);
    const { method, path, schema, example } = submission;
    for (const name of schema.required ?? []) {
      const { [name]: _, ...rest } = example;
      expect([method, path, ...expectProblem(await client.request(method, path, rest), 400)]).toEqual([
        method,
        path,
        expect.stringMatching(new RegExp(`^/${name} `)),
      ]);
    }
    for (const name of unknown) {
      const answer = await client.request(method, path, { ...example, [name]: 'x' });
      expect([method, path, ...expectProblem(answer, 400)]).toEqual([method, path, `${name && `/${name}`} unknown`]);
    }
  }
});

it.each(['null', 'true', '0', '"text"', '[]', '[{}]'])('refuses %s as a body, everywhere', async (raw) => {
  const { admin } = await school();
  for (const submission of await submissions()) {
    const client = await clientFor(submission, admin);
    const answer = await client.request(submission.method, submission.path, undefined, { raw });
    expect([submission.path, ...expectProblem(answer, 400)]).toEqual([submission.path, ' object']);
  }
});
