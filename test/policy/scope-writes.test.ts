import { everyScope, type Scope } from '../../apps/api/src/access/scopes.js';
import { apiKey } from '../support/api-key.js';
import { expectProblem } from '../support/assertions.js';
import { unique } from '../support/app.js';
import type { Client } from '../support/client.js';
import { school } from '../support/school.js';

type School = Awaited<ReturnType<typeof school>>;
/** Method and path, and what is sent; `made` is what the step before has made. */
type Step = [method: string, path: string, body?: object];

interface Writes {
  /** What else a key needs that speaks of these: to name a row is to be able to read it. */
  besides?: Scope[];
  steps: (rows: School['rows'], made: string, school: School) => Step[];
}

const student = () => ({ studentNumber: unique('N'), givenName: 'Ada', familyName: 'Stone' });
/** All that is done to a resource in its life: the first step makes it. */
const life = (collection: string, made: string, body: object, change: object): Step[] => [
  ['POST', collection, body],
  ['PATCH', `${collection}/${made}`, change],
  ['DELETE', `${collection}/${made}`],
  ['DELETE', `${collection}/${made}/archival`],
];

const writes: Record<string, Writes> = {
  'students:write': {
    steps: (_, made) => life('/v1/students', made, student(), { preferredName: 'Addie' }),
  },
  'students:write.sensitive': {
    steps: (_, made) => life('/v1/students', made, { ...student(), medicalNotes: 'Asthma' }, { medicalNotes: null }),
  },
  'teachers:write': {
    steps: (_, made) =>
      life('/v1/teachers', made, { staffNumber: unique('T'), givenName: 'Ida', familyName: 'Stone' }, { subjects: [] }),
  },
  'terms:write': {
    steps: (_, made) =>
      life('/v1/terms', made, { name: 'Spring', startsOn: '2027-01-08', endsOn: '2027-04-02' }, { name: 'Lent' }),
  },
  'classes:write': {
    besides: ['terms:read', 'teachers:read'],
    steps: ({ term, omar, tess }, made) => [
      ...life('/v1/classes', made, { name: 'Choir', termId: term.id, teacherIds: [omar.id] }, { room: 'A 1' }),
      ['PUT', `/v1/classes/${made}/teachers/${tess.id}`],
      ['DELETE', `/v1/classes/${made}/teachers/${omar.id}`],
    ],
  },
  'enrollments:write': {
    besides: ['classes:read', 'students:read'],
    steps: ({ art, sam }, made) => [
      ['POST', `/v1/classes/${art.id}/enrollments`, { studentId: sam.id }],
      ['DELETE', `/v1/classes/${art.id}/enrollments/${made}`],
    ],
  },
  'guardianships:write': {
    besides: ['students:read', 'members:read'],
    steps: ({ tim }, made, { guardian }) => [
      ['POST', `/v1/students/${tim.id}/guardians`, { membershipId: guardian.membershipId, relation: 'guardian' }],
      ['DELETE', `/v1/students/${tim.id}/guardians/${made}`],
    ],
  },
};

async function run(client: Client, [method, path, body]: Step) {
  const { status, body: answer } = await client.request(method, path, body);
  return { line: `${method} ${path} ${status}`, ok: status < 300, id: (answer as { id?: string } | undefined)?.id };
}

const keyOf = async ({ admin, rows }: School, scopes: Scope[]) =>
  (await apiKey(admin, rows.schoolId, { scopes })).client;

describe.each(Object.entries(writes))('%s', (scope, { besides = [], steps }) => {
  it('is enough for all that it is for, with what names need', async () => {
    const ours = await school();
    const client = await keyOf(ours, [scope as Scope, ...besides]);
    const first = await run(client, steps(ours.rows, '', ours)[0]!);
    const rest = [];
    for (const step of steps(ours.rows, first.id!, ours).slice(1)) rest.push(await run(client, step));
    expect([first, ...rest].filter(({ ok }) => !ok)).toEqual([]);
  });

  it('is needed for each of it: a key with every other scope writes nothing', async () => {
    const ours = await school();
    const others = everyScope.filter((other) => !other.startsWith(scope.replace('.sensitive', '')));
    const client = await keyOf(ours, others);
    const { rows } = ours;
    const there = { students: rows.sam, teachers: rows.tess, terms: rows.term, classes: rows.maths };
    const id = (there[scope.split(':')[0] as keyof typeof there] ?? rows.samInMaths).id;
    for (const step of steps(rows, id, ours)) expect((await run(client, step)).line).toMatch(/ 403$/);
  });
});

it('articles:write changes, publishes, shares, archives and restores what a person has written', async () => {
  const ours = await school();
  const client = await keyOf(ours, ['articles:write', 'members:read']);
  const { body: article } = await ours.admin.post('/v1/articles', {
    title: 'Trip',
    body: 'Friday.',
    audience: 'school',
  });
  const path = `/v1/articles/${article.id}`;
  const shared = await run(client, ['POST', `${path}/shares`, { membershipId: ours.teacher.membershipId }]);
  const steps: Step[] = [
    ['DELETE', `${path}/shares/${shared.id}`],
    ['PATCH', path, { title: 'The trip' }],
    ['PUT', `${path}/publication`],
    ['DELETE', `${path}/publication`],
    ['DELETE', path],
    ['DELETE', `${path}/archival`],
  ];
  const outcomes = [shared];
  for (const step of steps) outcomes.push(await run(client, step));
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
});

it('students:write.sensitive is needed for notes on health, which no other scope writes', async () => {
  const ours = await school();
  const client = await keyOf(
    ours,
    everyScope.filter((scope) => scope !== 'students:write.sensitive'),
  );
  const path = `/v1/students/${ours.rows.sam.id}`;
  const answers = [
    await client.post('/v1/students', { ...student(), medicalNotes: 'Asthma' }),
    await client.patch(path, { medicalNotes: null }),
  ];
  for (const answer of answers) expect(expectProblem(answer, 403)).toEqual(['/medicalNotes forbidden']);
});

it('leaves out no scope that writes', () => {
  const told = [...Object.keys(writes), 'articles:write'];
  expect(told.sort()).toEqual(everyScope.filter((scope) => scope.includes(':write')).sort());
});
