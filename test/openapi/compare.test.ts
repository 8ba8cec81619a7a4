import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { changesOf, mayBreak } from '../../apps/cli/src/contract/changes.js';
import type { Document } from '../../apps/cli/src/contract/document.js';

const ref = (place: string) => ({ $ref: `#/components/${place}` });
const json = (schema: object) => ({ 'application/json': { schema } });
const text = { type: 'string' };

/** A small released document. */
const released = {
  info: { version: '1.2.3' },
  security: [{ bearer: [] }],
  paths: {
    '/things': {
      get: {
        operationId: 'things_findMany',
        'x-permission': { action: 'read', subject: 'Thing' },
        parameters: [
          { name: 'q', in: 'query', schema: { ...text, maxLength: 100 } },
          { name: 'sort', in: 'query', schema: { ...text, enum: ['name', 'createdAt'], default: 'name' } },
          ref('parameters/IfMatch'),
        ],
        responses: {
          200: {
            headers: { ETag: { required: true, schema: text }, Link: { schema: text } },
            content: json({ type: 'object', properties: { data: { type: 'array', items: ref('schemas/ThingView') } } }),
          },
          403: ref('responses/Forbidden'),
          404: ref('responses/NotFound'),
        },
      },
      post: {
        operationId: 'things_create',
        requestBody: {
          required: true,
          content: { ...json(ref('schemas/CreateThing')), 'application/merge-patch+json': {} },
        },
        responses: { 201: { content: json(ref('schemas/ThingView')) } },
      },
    },
    '/open': { get: { operationId: 'open_findOne', security: [], responses: { 204: {} } } },
  },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    parameters: { IfMatch: { name: 'If-Match', in: 'header', schema: text } },
    responses: {
      Forbidden: {
        content: { 'application/problem+json': { schema: { properties: { type: { const: '/problems/forbidden' } } } } },
      },
      NotFound: {
        content: { 'application/problem+json': { schema: { properties: { type: { const: '/problems/not-found' } } } } },
      },
    },
    schemas: {
      CreateThing: {
        type: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: {
          name: { ...text, minLength: 1, maxLength: 100, pattern: '^a' },
          size: { type: ['integer', 'null'], minimum: 0, maximum: 10 },
          kind: { ...text, enum: ['small', 'large'], default: 'small' },
          tags: { type: 'array', items: text, maxItems: 5 },
        },
      },
      ThingView: {
        type: 'object',
        required: ['name', 'size'],
        additionalProperties: false,
        properties: {
          name: { ...text, format: 'email' },
          size: { type: 'integer', minimum: 0, maximum: 10 },
          kind: { ...text, enum: ['small', 'large'] },
          note: text,
          owner: ref('schemas/OwnerView'),
          either: { anyOf: [ref('schemas/OwnerView'), { type: 'null' }] },
        },
      },
      OwnerView: { type: 'object', properties: { name: text }, additionalProperties: false },
    },
  },
};
// Cases take parts away and put others in, which the type of what was released has no place for.
// oxlint-disable-next-line no-explicit-any
type Draft = any;

/** `where: what` of each change that the edit makes, by whether it breaks. */
function changes(edit: (draft: Draft) => unknown) {
  const draft: Draft = structuredClone(released);
  edit(draft);
  const found = changesOf(released, draft);
  const told = (breaks: boolean) =>
    found.filter((change) => change.breaks === breaks).map(({ where, what }) => `${where}: ${what}`);
  return { breaking: told(true), compatible: told(false) };
}

const list = (draft: Draft) => draft.paths['/things'].get;
const create = (draft: Draft) => draft.paths['/things'].post;
const sent = (draft: Draft) => draft.components.schemas.CreateThing;
const shown = (draft: Draft) => draft.components.schemas.ThingView;
const took = (draft: Draft, name: string) => sent(draft).properties[name];
const gave = (draft: Draft, name: string) => shown(draft).properties[name];

type Case = [change: string, edit: (draft: Draft) => unknown];

describe('a break', () => {
  it.each<Case>([
    // Operations
    ['GET /open: operation removed', (to) => delete to.paths['/open']],
    ['POST /things: operation removed', (to) => delete to.paths['/things'].post],
    ['GET /things: operationId: "things_findMany" → "things_list"', (to) => (list(to).operationId = 'things_list')],
    ['GET /open: security: [] → [{"bearer":[]}]', (to) => delete to.paths['/open'].get.security],
    [
      'GET /things: x-permission: {"action":"read","subject":"Thing"} → {"action":"update","subject":"Thing"}',
      (to) => (list(to)['x-permission'].action = 'update'),
    ],
    [
      'securitySchemes: {"bearer":{"type":"http","scheme":"bearer"}} → {"bearer":{"type":"http","scheme":"basic"}}',
      (to) => (to.components.securitySchemes.bearer.scheme = 'basic'),
    ],
    [
      '/problems/not-found: problem type removed',
      (to) => {
        delete to.components.responses.NotFound;
        delete list(to).responses[404];
      },
    ],
    // Parameters
    ['GET /things: query parameter q removed', (to) => list(to).parameters.shift()],
    ['GET /things: header parameter If-Match removed', (to) => list(to).parameters.pop()],
    [
      'GET /things: required query parameter at added',
      (to) => list(to).parameters.push({ name: 'at', in: 'query', required: true, schema: text }),
    ],
    ['GET /things: query parameter q became required', (to) => (list(to).parameters[0].required = true)],
    ['GET /things query parameter q: maxLength: 100 → 50', (to) => (list(to).parameters[0].schema.maxLength = 50)],
    [
      'GET /things query parameter sort: enum: ["name","createdAt"] → ["name"]',
      (to) => list(to).parameters[1].schema.enum.pop(),
    ],
    [
      'GET /things query parameter sort: default: "name" → "createdAt"',
      (to) => (list(to).parameters[1].schema.default = 'createdAt'),
    ],
    // Requests
    ['POST /things: request body removed', (to) => delete create(to).requestBody],
    [
      'GET /open: required request body added',
      (to) => (to.paths['/open'].get.requestBody = { required: true, content: {} }),
    ],
    [
      'POST /things request: application/merge-patch+json removed',
      (to) => delete create(to).requestBody.content['application/merge-patch+json'],
    ],
    ['request schemas/CreateThing/kind: property removed', (to) => delete sent(to).properties.kind],
    [
      'request schemas/CreateThing/at: required property added',
      (to) => {
        sent(to).properties.at = text;
        sent(to).required.push('at');
      },
    ],
    ['request schemas/CreateThing/kind: property became required', (to) => sent(to).required.push('kind')],
    [
      'request schemas/CreateThing/size: type: ["integer","null"] → "integer"',
      (to) => (took(to, 'size').type = 'integer'),
    ],
    ['request schemas/CreateThing/kind: enum: ["small","large"] → ["small"]', (to) => took(to, 'kind').enum.pop()],
    ['request schemas/CreateThing/name: enum: none → ["a"]', (to) => (took(to, 'name').enum = ['a'])],
    ['request schemas/CreateThing/kind: default: "small" → none', (to) => delete took(to, 'kind').default],
    ['request schemas/CreateThing/name: maxLength: 100 → 50', (to) => (took(to, 'name').maxLength = 50)],
    ['request schemas/CreateThing/name: minLength: 1 → 2', (to) => (took(to, 'name').minLength = 2)],
    ['request schemas/CreateThing/size: minimum: 0 → 1', (to) => (took(to, 'size').minimum = 1)],
    ['request schemas/CreateThing/size: maximum: 10 → 9', (to) => (took(to, 'size').maximum = 9)],
    ['request schemas/CreateThing/tags: maxItems: 5 → 4', (to) => (took(to, 'tags').maxItems = 4)],
    ['request schemas/CreateThing/tags: uniqueItems: none → true', (to) => (took(to, 'tags').uniqueItems = true)],
    [
      'request schemas/CreateThing/tags[]: maxLength: none → 5',
      (to) => (took(to, 'tags').items = { ...text, maxLength: 5 }),
    ],
    ['request schemas/CreateThing/name: pattern: "^a" → "^b"', (to) => (took(to, 'name').pattern = '^b')],
    ['request schemas/CreateThing/name: format: none → "email"', (to) => (took(to, 'name').format = 'email')],
    ['request schemas/CreateThing/size: multipleOf: none → 2', (to) => (took(to, 'size').multipleOf = 2)],
    // Answers
    ['POST /things: 201 removed', (to) => delete create(to).responses[201]],
    ['POST /things: 202 added', (to) => (create(to).responses[202] = {})],
    ['GET /things 200: application/json removed', (to) => delete list(to).responses[200].content['application/json']],
    ['GET /things 200: header Link removed', (to) => delete list(to).responses[200].headers.Link],
    [
      'GET /things 200 header ETag: header became optional',
      (to) => (list(to).responses[200].headers.ETag.required = false),
    ],
    [
      'GET /things 200/data: property removed',
      (to) => (list(to).responses[200].content = json({ type: 'object', properties: {} })),
    ],
    ['answer schemas/ThingView/note: property removed', (to) => delete shown(to).properties.note],
    ['answer schemas/OwnerView/name: property removed', (to) => delete to.components.schemas.OwnerView.properties.name],
    ['answer schemas/ThingView/size: property became optional', (to) => shown(to).required.pop()],
    [
      'answer schemas/ThingView/size: type: "integer" → ["integer","null"]',
      (to) => (gave(to, 'size').type = ['integer', 'null']),
    ],
    ['answer schemas/ThingView/size: type: "integer" → "number"', (to) => (gave(to, 'size').type = 'number')],
    [
      'answer schemas/ThingView/kind: enum: ["small","large"] → ["small","large","huge"]',
      (to) => gave(to, 'kind').enum.push('huge'),
    ],
    ['answer schemas/ThingView/kind: enum: ["small","large"] → none', (to) => delete gave(to, 'kind').enum],
    ['answer schemas/ThingView/size: maximum: 10 → 20', (to) => (gave(to, 'size').maximum = 20)],
    ['answer schemas/ThingView/name: format: "email" → none', (to) => delete gave(to, 'name').format],
    ['answer schemas/ThingView: additionalProperties: false → true', (to) => (shown(to).additionalProperties = true)],
    [
      'answer schemas/ThingView/either: alternative added: {"type":"string"}',
      (to) => gave(to, 'either').anyOf.push(text),
    ],
    [
      'answer schemas/ThingView/owner: alternative added: {"type":"null"}',
      (to) => (shown(to).properties.owner = { anyOf: [ref('schemas/OwnerView'), { type: 'null' }] }),
    ],
    [
      'responses/NotFound/type: const: "/problems/not-found" → "/problems/gone"',
      (to) =>
        (to.components.responses.NotFound.content['application/problem+json'].schema.properties.type.const =
          '/problems/gone'),
    ],
  ])('%s', (change, edit) => {
    expect(changes(edit).breaking).toContain(change);
  });
});

describe('what is compatible', () => {
  it.each<Case>([
    ['GET /more: operation added', (to) => (to.paths['/more'] = { get: { responses: {} } })],
    [
      'GET /things: security: [{"bearer":[]}] → []',
      (to) => {
        list(to).security = [];
        delete list(to)['x-permission'];
      },
    ],
    ['GET /things: deprecated: none → true', (to) => (list(to).deprecated = true)],
    [
      '/problems/conflict: problem type added',
      (to) => (to.components.responses.Conflict = { type: '/problems/conflict' }),
    ],
    [
      'GET /things: query parameter at added',
      (to) => list(to).parameters.push({ name: 'at', in: 'query', schema: text }),
    ],
    ['GET /things query parameter q: maxLength: 100 → 200', (to) => (list(to).parameters[0].schema.maxLength = 200)],
    ['POST /things request: body became optional', (to) => (create(to).requestBody.required = false)],
    ['POST /things request: text/csv added', (to) => (create(to).requestBody.content['text/csv'] = {})],
    ['request schemas/CreateThing/at: property added', (to) => (sent(to).properties.at = text)],
    ['request schemas/CreateThing/name: property became optional', (to) => sent(to).required.pop()],
    [
      'request schemas/CreateThing/kind: enum: ["small","large"] → ["small","large","huge"]',
      (to) => took(to, 'kind').enum.push('huge'),
    ],
    [
      'request schemas/CreateThing/size: type: ["integer","null"] → ["number","null"]',
      (to) => (took(to, 'size').type = ['number', 'null']),
    ],
    ['request schemas/CreateThing/name: minLength: 1 → none', (to) => delete took(to, 'name').minLength],
    ['request schemas/CreateThing/name: pattern: "^a" → none', (to) => delete took(to, 'name').pattern],
    ['request schemas/CreateThing: additionalProperties: false → true', (to) => (sent(to).additionalProperties = true)],
    ['GET /things: 409 added', (to) => (list(to).responses[409] = {})],
    ['GET /things: 403 removed', (to) => delete list(to).responses[403]],
    ['GET /things 200: header Age added', (to) => (list(to).responses[200].headers.Age = { schema: text })],
    [
      'GET /things 200 header Link: header became required',
      (to) => (list(to).responses[200].headers.Link.required = true),
    ],
    ['answer schemas/ThingView/at: property added', (to) => (shown(to).properties.at = text)],
    [
      'answer schemas/ThingView/at: required property added',
      (to) => {
        shown(to).properties.at = text;
        shown(to).required.push('at');
      },
    ],
    ['answer schemas/ThingView/note: property became required', (to) => shown(to).required.push('note')],
    ['answer schemas/ThingView/kind: enum: ["small","large"] → ["small"]', (to) => gave(to, 'kind').enum.pop()],
    ['answer schemas/ThingView/either: alternative removed: {"type":"null"}', (to) => gave(to, 'either').anyOf.pop()],
    ['answer schemas/ThingView/size: maximum: 10 → 5', (to) => (gave(to, 'size').maximum = 5)],
    [
      'answer schemas/ThingView/note: maxLength: none → 5',
      (to) => (shown(to).properties.note = { ...text, maxLength: 5 }),
    ],
  ])('%s', (change, edit) => {
    const { breaking, compatible } = changes(edit);
    expect([breaking.filter((each) => !each.includes('problem type removed')), compatible]).toEqual([
      [],
      expect.arrayContaining([change]),
    ]);
  });

  it('is what only tells how to read it', () => {
    const edit = (to: Draft) => {
      list(to).summary = 'Other words';
      Object.assign(gave(to, 'note'), { description: 'Other words', examples: ['b'], 'x-sensitivity': 'personal' });
    };
    expect(changes(edit)).toEqual({ breaking: [], compatible: [] });
  });
});

it('tells of what operations share once, by its name', () => {
  const { breaking } = changes((to) => delete shown(to).properties.note);
  expect(breaking).toEqual(['answer schemas/ThingView/note: property removed']);
});

it.each([
  ['0.1.0', '0.1.1', false],
  ['0.1.0', '0.2.0', true],
  ['0.9.0', '1.0.0', true],
  ['1.2.0', '1.3.0', false],
  ['1.2.0', '2.0.0', true],
])('from %s to %s clients may have to change: %s', (before, after, may) => {
  const at = (version: string) => ({ info: { version } }) as Document;
  expect(mayBreak(at(before), at(after))).toBe(may);
});

describe('npm run openapi:compare', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** How it ends, and what it says, where the second document is the first with the operation at /open gone. */
  function run(version: string) {
    const { '/open': _, ...paths } = released.paths;
    mkdirSync(join(folder, 'docs/released'), { recursive: true });
    writeFileSync(join(folder, 'docs/released/openapi.json'), JSON.stringify(released));
    writeFileSync(join(folder, 'docs/openapi.json'), JSON.stringify({ ...released, info: { version }, paths }));
    const program = resolve('dist/apps/cli/src/contract/compare.js');
    const { status, stderr } = spawnSync(process.execPath, [program], { cwd: folder, encoding: 'utf8' });
    return { status, stderr };
  }

  it('fails with the list of what breaks', () => {
    const said = '1 breaking changes of the API since 1.2.3\n  GET /open: operation removed\n';
    expect(run('1.3.0')).toEqual({ status: 1, stderr: expect.stringContaining(said) });
  });

  it('only lists it where the version says so', () => {
    expect(run('2.0.0')).toEqual({ status: 0, stderr: expect.stringContaining('GET /open: operation removed') });
  });
});
