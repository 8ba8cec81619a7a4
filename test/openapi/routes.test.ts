import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../apps/api/src/app.setup.js';
import { testConfig } from '../support/app.js';
import { anonymous } from '../support/school.js';

const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { paths: Record<string, object> };
const methodsOf = (path: string) => Object.keys(paths[path]!).map((method) => method.toUpperCase());

describe('the OpenAPI document and the router', () => {
  it('have the same operations', async () => {
    const app = await createApp(await testConfig());
    const served = routesOf(app);
    await app.close();
    // Pages for people, and the answer to every path that isn't there.
    const pages = new Set(['GET /dev/mail', 'GET /docs', 'GET /docs/{file}', 'GET /policy', 'GET /policy/{file}']);
    const operations = served.filter((route) => !pages.has(route) && !route.endsWith('*'));
    const described = Object.keys(paths).flatMap((path) => methodsOf(path).map((method) => `${method} ${path}`));
    expect(described.toSorted()).toEqual(operations.toSorted());
  });

  it.each(Object.keys(paths))('%s has the methods that are described, and refuses the others', async (path) => {
    const address = path.replaceAll(/\{\w+\}/g, '01a00000-0000-7000-8000-000000000000');
    const { status, headers } = await anonymous.request('OPTIONS', address);
    expect(status).toBe(204);
    const methods = methodsOf(path);
    expect(headers.get('allow')!.split(', ').toSorted()).toEqual(
      [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].toSorted(),
    );
  });
});

/** `GET /v1/students/{id}` and so on, as the router knows them; HEAD comes with every GET. */
function routesOf(app: NestFastifyApplication): string[] {
  const tree = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent, segment, methods] = /^([│ ├└─]*)(\S*)(?: \((.+)\))?$/.exec(line) ?? [];
    if (indent === undefined || segment === undefined) return [];
    const depth = indent.length / 4;
    parents[depth] = (depth > 1 ? parents[depth - 1]! : '') + segment;
    const path = parents[depth].replace(/:(\w+)(?:\(\^.*\$\))?/g, '{$1}');
    return (methods?.split(', ') ?? []).filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`);
  });
}
