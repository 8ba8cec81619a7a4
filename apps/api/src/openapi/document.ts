import type { INestApplication } from '@nestjs/common';
import {
  DocumentBuilder,
  type OpenAPIObject,
  type OperationObject,
  type SchemaObject,
  SwaggerModule,
} from '@nestjs/swagger';
import { headers, parameters } from './components.js';
import { markFieldAccess } from './field-access.js';
import { completeOperation } from './operations.js';
import { responsesFor } from './problem-responses.js';
import { problemSchemas } from './problem-schemas.js';
import { operationIdOf, routesOf } from './routes.js';
import { dropDefaults, tighten, visitSchemas } from './schemas.js';
import { markRequests } from './sensitivity.js';
import { tags } from './tags.js';
import { version } from './version.js';

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The OpenAPI 3.1 document of everything that the application serves. It needs the controllers' decorators, nothing running. */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const routes = routesOf(app);
  const base = new DocumentBuilder().setOpenAPIVersion('3.1.0').build();
  const document = SwaggerModule.createDocument(app, base, {
    operationIdFactory: operationIdOf,
    autoTagControllers: false,
  });
  const ownSchemas: Record<string, SchemaObject> = {
    ...problemSchemas,
    ...(document.components?.schemas as Record<string, SchemaObject>),
  };
  visitSchemas({ paths: document.paths, schemas: ownSchemas }, tighten);
  markRequests(ownSchemas);
  for (const [name, schema] of Object.entries(ownSchemas)) if (name.startsWith('Update')) dropDefaults(schema);

  const paths = sorted(document.paths);
  for (const path of Object.values(paths)) {
    for (const method of methods) {
      const operation = path[method];
      if (!operation) continue;
      path[method] = completeOperation(method, operation, routes.get(operation.operationId!)!, ownSchemas);
    }
  }
  const operations = Object.values(paths).flatMap((path) => methods.flatMap((method) => path[method] ?? []));
  markFieldAccess(operations, ownSchemas);
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/', description: 'This server.' }],
    security: [{ bearer: [] }],
    tags,
    paths,
    components: {
      securitySchemes: { bearer },
      schemas: sorted(ownSchemas),
      parameters,
      headers,
      responses: responsesFor(statusesOf(operations)),
    },
  };
}

const info = {
  title: 'Homeroom',
  version,
  license: { name: 'MIT', identifier: 'MIT' },
  description: [
    "A school's students, teachers, classes and articles behind a guarded API.",
    'Log in with `POST /v1/auth/login` and send the access token as `Authorization: Bearer …`. The school is that of the token, never of the path.',
    'What an operation needs is its `x-permission`; properties that tell of a person carry `x-sensitivity`. The roles that can read a ' +
      'property are its `x-readable-by`, those that can write it its `x-writable-by`: of which rows, `/policy` says. A property within another ' +
      'is read and written with it.',
    'A property, parameter or filter that is not in this document is refused with a 400. A method that a path does not have is a 405 with ' +
      '`Allow`; `HEAD` works wherever `GET` does.',
    'A `cursor` belongs to the list, the filters, the sort and the caller that it was given for; `limit` and `include` may change from page to page.',
    'Errors are `application/problem+json` (RFC 9457), with a `type` that `/problems/{type}` describes.',
  ].join('\n\n'),
};

const bearer = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'An access token of `POST /v1/auth/login`, for ten minutes (sent as `Authorization: DPoP …` beside a proof if its `tokenType` is `DPoP`, RFC 9449); or a program’s API key (`hr_live_…`) or the token that it got for one (`hr_at_…`), which reach as far as its scopes.',
} as const;

function statusesOf(operations: OperationObject[]): number[] {
  return operations.flatMap(({ responses }) => Object.keys(responses).map(Number)).filter((status) => status >= 400);
}

/** The order of modules must not show, so that the document changes only where the API does. */
function sorted<T>(map: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
