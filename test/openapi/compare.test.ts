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
  servers: [{ url: '/', description: 'This server.' }],
  security: [{ bearer: [] }],
  paths: {
    '/things': {
      parameters: [{ name: 'school', in: 'query', schema: text }],
      get: {
        operationId: 'things_findMany',
        'x-permission': { action: 'read', subject: 'Thing' },
        parameters: [
          { name: 'q', in: 'query', schema: { ...text, maxLength: 100 } },
          { name: 'tags', in: 'query', style: 'form', explode: true, schema: { type: 'array', items: text } },
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
          kind: {
            ...text,
            enum: ['small', 'large'],
            default: 'small',
            'x-writable-by': ['admin', 'teacher'],
            'x-sensitivity': 'personal',
          },
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
          kind: { ...text, enum: ['small', 'large'], 'x-readable-by': ['admin', 'teacher'] },
          note: text,
          owner: ref('schemas/OwnerView'),
          either: { anyOf: [ref('schemas/OwnerView'), { type: 'null' }] },
          keeper: { ...ref('schemas/OwnerView'), maxProperties: 5, 'x-readable-by': ['admin', 'teacher'] },
          one: {
            type: 'object',
            properties: { a: text, b: text },
            oneOf: [{ required: ['a'] }, { required: ['b'] }],
          },
          whole: { allOf: [ref('schemas/OwnerView')], additionalProperties: false, 'x-sensitivity': 'personal' },
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
    ['servers: [{"url":"/"}] → [{"url":"/api"}]', (to) => (to.servers[0].url = '/api')],
    ['GET /things: servers: none → [{"url":"/api"}]', (to) => (to.paths['/things'].servers = [{ url: '/api' }])],
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
      (to) => list(to).parameters[2].schema.enum.pop(),
    ],
    [
      'GET /things query parameter sort: default: "name" → "createdAt"',
      (to) => (list(to).parameters[2].schema.default = 'createdAt'),
    ],
    [
      'GET /things: required query parameter term added',
      (to) => (to.paths['/things'].parameters[1] = { name: 'term', in: 'query', required: true, schema: text }),
    ],
    ['POST /things: query parameter school removed', (to) => delete to.paths['/things'].parameters],
    [
      'GET /things query parameter tags: style form, explode true → style form, explode false',
      (to) => (list(to).parameters[1].explode = false),
    ],
    [
      'GET /things query parameter tags: style form, explode true → style pipeDelimited, explode true',
      (to) => (list(to).parameters[1].style = 'pipeDelimited'),
    ],
    [
      'GET /things query parameter q: style form, explode true → as content',
      (to) => (list(to).parameters[0] = { name: 'q', in: 'query', content: json({ ...text, maxLength: 100 }) }),
    ],
    [
      'GET /things 200 header Link: style simple, explode false → style simple, explode true',
      (to) => (list(to).responses[200].headers.Link.explode = true),
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
    [
      'request schemas/CreateThing/kind: x-writable-by: ["admin","teacher"] → ["admin"]',
      (to) => took(to, 'kind')['x-writable-by'].pop(),
    ],
    [
      'request schemas/CreateThing: oneOf added: [{"required":["size"]}]',
      (to) => (sent(to).oneOf = [{ required: ['size'] }]),
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
      'answer schemas/ThingView/kind: x-readable-by: ["admin","teacher"] → ["admin","student"]',
      (to) => (gave(to, 'kind')['x-readable-by'] = ['admin', 'student']),
    ],
    [
      'answer schemas/ThingView/kind: x-readable-by: ["admin","teacher"] → none',
      (to) => delete gave(to, 'kind')['x-readable-by'],
    ],
    // Beside a reference or a composition
    [
      'answer schemas/ThingView/keeper: x-readable-by: ["admin","teacher"] → ["admin"]',
      (to) => gave(to, 'keeper')['x-readable-by'].pop(),
    ],
    ['answer schemas/ThingView/keeper: maxProperties: 5 → none', (to) => delete gave(to, 'keeper').maxProperties],
    ['answer schemas/ThingView/one/a: property removed', (to) => delete gave(to, 'one').properties.a],
    [
      'answer schemas/ThingView/one/a: type: "string" → "integer"',
      (to) => (gave(to, 'one').properties.a = { type: 'integer' }),
    ],
    ['answer schemas/ThingView/one/a: property became optional', (to) => gave(to, 'one').oneOf[0].required.pop()],
    [
      'answer schemas/ThingView/one: oneOf removed: [{"required":["a"]},{"required":["b"]}]',
      (to) => delete gave(to, 'one').oneOf,
    ],
    [
      'answer schemas/ThingView/whole: additionalProperties: false → true',
      (to) => delete gave(to, 'whole').additionalProperties,
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
    [
      'request schemas/CreateThing/kind: x-writable-by: ["admin","teacher"] → ["admin","teacher","student"]',
      (to) => took(to, 'kind')['x-writable-by'].push('student'),
    ],
    [
      'request schemas/CreateThing/kind: x-sensitivity: "personal" → none',
      (to) => delete took(to, 'kind')['x-sensitivity'],
    ],
    [
      'request schemas/CreateThing/name: alternative added: {"type":"null"}',
      (to) => (sent(to).properties.name = { anyOf: [{ type: 'null' }, took(to, 'name')] }),
    ],
    [
      'request schemas/CreateThing/tags: alternative added: {"type":"null"}',
      (to) => (sent(to).properties.tags = { anyOf: [took(to, 'tags'), { type: 'null' }] }),
    ],
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
    [
      'answer schemas/ThingView/kind: x-readable-by: ["admin","teacher"] → ["admin","teacher","student"]',
      (to) => gave(to, 'kind')['x-readable-by'].push('student'),
    ],
    [
      'answer schemas/ThingView/whole: x-sensitivity: "personal" → "sensitive"',
      (to) => (gave(to, 'whole')['x-sensitivity'] = 'sensitive'),
    ],
    ['answer schemas/ThingView/keeper: maxProperties: 5 → 4', (to) => (gave(to, 'keeper').maxProperties = 4)],
    [
      'answer schemas/ThingView/whole: part added: {"required":["name"]}',
      (to) => gave(to, 'whole').allOf.push({ required: ['name'] }),
    ],
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
      to.servers[0].description = 'Other words';
      for (const name of ['note', 'keeper', 'either'])
        Object.assign(gave(to, name), { description: 'Other words', examples: ['b'] });
    };
    expect(changes(edit)).toEqual({ breaking: [], compatible: [] });
  });

  it.each<Case>([
    ['a default that is written out', (to) => Object.assign(list(to).parameters[0], { style: 'form', explode: true })],
    [
      "a path's parameter that each of its operations has",
      (to) => {
        const { parameters } = to.paths['/things'];
        delete to.paths['/things'].parameters;
        list(to).parameters.push(...parameters);
        create(to).parameters = parameters;
      },
    ],
    [
      'a schema that gets a name',
      (to) => {
        to.components.schemas.One = gave(to, 'one');
        shown(to).properties.one = ref('schemas/One');
      },
    ],
    [
      'a reference as the only part',
      (to) => {
        const { $ref, ...beside } = gave(to, 'keeper');
        shown(to).properties.owner = { allOf: [gave(to, 'owner')] };
        shown(to).properties.keeper = { ...beside, allOf: [{ $ref, maxProperties: 5 }] };
        delete gave(to, 'keeper').maxProperties;
      },
    ],
  ])('is another way to write the same: %s', (_, edit) => {
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

  const { '/open': _, ...paths } = released.paths;
  const broken = (version: string) => ({ ...released, info: { version }, paths });

  /** How it ends, and what it says, with this document and this one as the last released one. */
  function run(document: object, last: object) {
    mkdirSync(join(folder, 'docs/released'), { recursive: true });
    writeFileSync(join(folder, 'docs/released/openapi.json'), JSON.stringify(last));
    writeFileSync(join(folder, 'docs/openapi.json'), JSON.stringify(document));
    const program = resolve('dist/apps/cli/src/contract/compare.js');
    const { status, stderr } = spawnSync(process.execPath, [program], { cwd: folder, encoding: 'utf8' });
    return { status, stderr };
  }

  const told = '1 breaking changes of the API since 1.2.3\n  GET /open: operation removed\n';

  it('fails with the list of what breaks', () => {
    expect(run(broken('1.3.0'), released)).toEqual({ status: 1, stderr: expect.stringContaining(told) });
  });

  it('only lists it where the version says so', () => {
    expect(run(broken('2.0.0'), released)).toEqual({ status: 0, stderr: expect.stringContaining(told) });
  });

  const describeWithGit = spawnSync('git', ['--version']).error ? describe.skip : describe;
  describeWithGit('where git knows the release', () => {
    const git = (...words: string[]) => {
      const { status, stderr } = spawnSync('git', words, { cwd: folder, encoding: 'utf8' });
      expect({ status, stderr }).toMatchObject({ status: 0 });
    };

    beforeAll(() => {
      run(released, released);
      git('init', '--quiet');
      git('add', '.');
      const settings = ['user.name=A', 'user.email=a@school.example', 'commit.gpgSign=false'].flatMap((each) => [
        '-c',
        each,
      ]);
      git(...settings, 'commit', '--quiet', '--message', 'Release');
      git('-c', 'tag.gpgSign=false', 'tag', 'v1.2.3');
    });

    it('refuses another document in its place', () => {
      expect(run(broken('2.0.0'), broken('1.2.3'))).toEqual({
        status: 1,
        stderr: expect.stringContaining('not that of v1.2.3'),
      });
      expect(run(released, released).status).toBe(0);
    });

    it('compares what is released next with it, and not with itself', () => {
      expect(run(broken('1.3.0'), broken('1.3.0'))).toEqual({ status: 1, stderr: expect.stringContaining(told) });
      expect(run(broken('2.0.0'), broken('2.0.0'))).toEqual({ status: 0, stderr: expect.stringContaining(told) });
    });
  });
});
