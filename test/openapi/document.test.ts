import { readFileSync } from 'node:fs';
import type { ContentObject, OpenAPIObject, OperationObject, SchemaObject } from '@nestjs/swagger';
import type { Permission } from '../../apps/api/src/access/can.decorator.js';
import { buildDocument } from '../../apps/api/src/openapi/document.js';
import { markFieldAccess, schemaUses } from '../../apps/api/src/openapi/field-access.js';
import { createPreview } from '../../apps/api/src/openapi/preview.js';
import { visitSchemas } from '../../apps/api/src/openapi/schemas.js';
import { describePolicy } from '../../apps/api/src/policy/describe-policy.js';
import { page } from '../../apps/api/src/policy/page.js';

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

describe('the OpenAPI document', () => {
  let document: OpenAPIObject;
  let operations: [name: string, operation: OperationObject & { 'x-permission'?: Permission }][];

  beforeAll(async () => {
    document = JSON.parse(JSON.stringify(buildDocument(await createPreview()))) as OpenAPIObject;
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      methods.flatMap((method) =>
        item[method] ? [[`${method.toUpperCase()} ${path}`, item[method]] as [string, OperationObject]] : [],
      ),
    );
  });

  const failing = (holds: (operation: (typeof operations)[number][1], name: string) => unknown) =>
    operations.filter(([name, operation]) => !holds(operation, name)).map(([name]) => name);

  it('is the one in docs/openapi.json (if not: npm run openapi)', () => {
    expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).toEqual(document);
  });

  it('says of every operation what it needs: a permission, or nothing', () => {
    expect(document.security).toEqual([{ bearer: [] }]);
    expect(
      failing(({ security, 'x-permission': permission }) => (permission ? !security : security?.length === 0)),
    ).toEqual([]);
  });

  it('names every problem that follows from what an operation is', () => {
    expect(failing(({ responses }) => [400, 500, 503, 'default'].every((status) => status in responses))).toEqual([]);
    expect(
      failing(({ security, responses }) => security || (401 in responses && 403 in responses && 429 in responses)),
    ).toEqual([]);
    expect(failing(({ responses }, name) => !name.includes('{') || 404 in responses)).toEqual([]);
    expect(failing(({ requestBody, responses }) => !requestBody || (413 in responses && 415 in responses))).toEqual([]);
    expect(failing(({ responses }, name) => !name.startsWith('PATCH') || 412 in responses)).toEqual([]);
  });

  it('answers every problem as application/problem+json, with an example', () => {
    for (const [name, response] of Object.entries(document.components!.responses!)) {
      if (name === 'NotModified') continue;
      expect([name, response]).toEqual([
        name,
        expect.objectContaining({
          content: { 'application/problem+json': expect.objectContaining({ example: expect.anything() }) },
        }),
      ]);
    }
  });

  it('has an example of every body', () => {
    const bodies = operations.flatMap(([name, { requestBody, responses }]) =>
      [requestBody, ...Object.values(responses)].flatMap((part) =>
        part && 'content' in part
          ? Object.entries(part.content ?? {}).map(([type, { example }]) => ({
              name,
              type,
              example: example as unknown,
            }))
          : [],
      ),
    );
    expect(bodies.length).toBeGreaterThan(0);
    expect(bodies.filter(({ example }) => example === undefined)).toEqual([]);
  });

  it('takes a PATCH as a merge patch and as plain JSON', () => {
    const types = operations.flatMap(([name, { requestBody }]) =>
      name.startsWith('PATCH') ? [Object.keys((requestBody as { content: object }).content)] : [],
    );
    expect(new Set(types.flat())).toEqual(new Set(['application/merge-patch+json', 'application/json']));
  });

  it('shows a PATCH of one property, and no default that a client would fill in', () => {
    const schemas = document.components!.schemas as Record<string, { properties: Record<string, object> }>;
    const patches = operations.flatMap(([name, { requestBody }]) =>
      name.startsWith('PATCH') ? Object.values((requestBody as { content: ContentObject }).content) : [],
    );
    expect(patches.length).toBeGreaterThan(0);
    for (const { schema, example } of patches) {
      const name = (schema as { $ref: string }).$ref.split('/').at(-1)!;
      const { properties } = schemas[name]!;
      expect([name, Object.values(example as object)]).toEqual([name, [expect.anything()]]);
      expect([name, Object.values(properties).filter((property) => 'default' in property)]).toEqual([name, []]);
    }
    expect(schemas.CreateStudent!.properties.status).toMatchObject({ default: 'active' });
  });

  it('gives every operation a summary, an id of its own and a tag that is described', () => {
    const described = new Set(document.tags!.map(({ name }) => name));
    expect(new Set(operations.flatMap(([, { tags }]) => tags))).toEqual(described);
    expect(failing(({ summary, tags }) => summary && tags?.length === 1 && described.has(tags[0]!))).toEqual([]);
    expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length);
  });

  it('speaks JSON Schema 2020-12, with objects that are closed or say what else they take', () => {
    const all: SchemaObject[] = [];
    visitSchemas({ paths: document.paths, schemas: document.components!.schemas }, (schema) => all.push(schema));
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter((schema) => 'nullable' in schema || 'example' in schema)).toEqual([]);
    expect(all.filter((schema) => 'properties' in schema && !('additionalProperties' in schema))).toEqual([]);
  });

  it('marks what tells of a person, where it is shown and where it is written', () => {
    const sensitivity = (schema: string, property: string) =>
      (document.components!.schemas![schema] as { properties: Record<string, Record<string, unknown>> }).properties[
        property
      ]!['x-sensitivity'];
    for (const schema of ['StudentView', 'CreateStudent', 'UpdateStudent']) {
      expect([
        schema,
        sensitivity(schema, 'birthDate'),
        sensitivity(schema, 'medicalNotes'),
        sensitivity(schema, 'gradeLevel'),
      ]).toEqual([schema, 'personal', 'sensitive', undefined]);
    }
    expect(sensitivity('CreateSchool', 'adminEmail')).toBe('personal');
  });

  describe('says of each property who', () => {
    const marks = (schema: string, property: string) => {
      const { properties } = document.components!.schemas![schema] as {
        properties: Record<string, Record<string, unknown>>;
      };
      const { 'x-readable-by': readable, 'x-writable-by': writable } = properties[property]!;
      return { readable, writable };
    };
    const everyone = ['operator', 'admin', 'teacher', 'student', 'guardian'];

    it.each([
      ['StudentView', 'medicalNotes', ['admin', 'guardian']],
      ['StudentView', 'email', ['admin', 'student', 'guardian']],
      ['StudentView', 'birthDate', ['admin', 'teacher', 'student', 'guardian']],
      ['TeacherView', 'email', ['admin', 'teacher']],
      ['TeacherView', 'subjects', ['admin', 'teacher', 'guardian']],
      ['MemberView', 'user', ['admin']],
      ['MeView', 'user', everyone],
      // The rules of a member are for its own school, which another view shows.
      ['SchoolView', 'name', ['operator']],
      ['OwnSchoolView', 'name', everyone],
    ])('reads %s.%s', (schema, property, roles) => {
      expect(marks(schema, property)).toEqual({ readable: roles, writable: undefined });
    });

    it.each([
      ['UpdateStudent', 'studentNumber', ['admin']],
      ['UpdateStudent', 'preferredName', ['admin', 'student']],
      ['UpdateStudent', 'phone', ['admin', 'student', 'guardian']],
      ['CreateStudent', 'phone', ['admin']],
      ['UpdateClass', 'description', ['admin', 'teacher']],
      ['CreateArticle', 'title', ['admin', 'teacher']],
      ['UpdateSchool', 'slug', ['operator']],
      ['UpdateSchool', 'name', ['operator']],
      ['ChangePassword', 'newPassword', everyone],
    ])('writes %s.%s', (schema, property, roles) => {
      expect(marks(schema, property)).toEqual({ readable: undefined, writable: roles });
    });

    it('but of nothing that is open to everyone, nor of what is within another property', () => {
      for (const [schema, property] of [
        ['Login', 'email'],
        ['LoginView', 'accessToken'],
        ['AuthorView', 'name'],
        ['PageInfo', 'limit'],
      ] as const)
        expect(marks(schema, property)).toEqual({ readable: undefined, writable: undefined });
    });

    it('in every schema that an operation with a permission takes or shows', () => {
      const unmarked = operations
        .flatMap(([, operation]) => schemaUses(operation).filter(({ permission }) => permission))
        .flatMap(({ schema, action }) =>
          Object.keys((document.components!.schemas![schema] as SchemaObject).properties!)
            .filter((property) => !marks(schema, property)[action === 'read' ? 'readable' : 'writable'])
            .map((property) => `${schema}.${property}`),
        );
      expect(unmarked).toEqual([]);
    });
  });

  it('keeps a schema from standing for two subjects, whose fields have rules of their own', () => {
    const shows = (subject: string) => ({
      'x-permission': { action: 'read', subject },
      responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/PersonView' } } } } },
    });
    const two = [shows('Student'), shows('Teacher')] as unknown as OperationObject[];
    expect(() => markFieldAccess(two, { PersonView: { properties: { email: {} } } })).toThrow(
      'PersonView stands for several subjects: Student, Teacher',
    );
  });

  it('leads from each operation to its line of the policy', () => {
    const policy = page(describePolicy(document));
    const ids = new Set([...policy.matchAll(/ id="([\w-]+)"/g)].map(([, id]) => id));
    const links = operations.map(([name, { description }]) => [name, /\(\/policy#([\w-]+)\)/.exec(description!)?.[1]]);
    expect(links.filter(([, id]) => !ids.has(id))).toEqual([]);
    expect(Object.fromEntries(links)).toMatchObject({
      'DELETE /v1/articles/{id}/shares/{shareId}': 'article-share-delete',
      'POST /v1/auth/login': 'open',
    });
  });
});
