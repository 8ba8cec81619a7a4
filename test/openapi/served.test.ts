import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startApp } from '../support/app.js';

describe('the documentation that is served', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const get = (url: string, headers = {}) => app.inject({ url, headers });

  it('has the committed document at /openapi.json, for everyone', async () => {
    const { statusCode, headers, body } = await get('/openapi.json');
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(JSON.parse(body)).toEqual(JSON.parse(readFileSync('docs/openapi.json', 'utf8')));
    expect(await get('/openapi.json', { 'if-none-match': headers.etag })).toMatchObject({ statusCode: 304, body: '' });
  });

  it('describes every route that the server has, and no other', async () => {
    const { paths } = (await get('/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>();
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    // The pages for people, and the answer to every path that isn't there.
    const pages = ['GET /docs', 'GET /docs/{file}', 'GET /policy'];
    const served = routesOf(app).filter((route) => !pages.includes(route) && !route.endsWith('*'));
    expect(described.toSorted()).toEqual(served.toSorted());
  });

  it('runs the page under a policy without exceptions for scripts', async () => {
    const { statusCode, headers } = await get('/docs');
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('loads everything from this server, and nothing from elsewhere', async () => {
    const { body } = await get('/docs');
    const addresses = [...body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address!);
    expect(addresses.filter((address) => !address.startsWith('/') && address !== 'data:,')).toEqual([]);
    const assets = addresses.filter((address) => address.startsWith('/docs/'));
    expect(assets).toHaveLength(4);
    for (const asset of assets) {
      const { statusCode, headers } = await get(asset);
      expect([asset, statusCode, headers['content-type']]).toEqual([
        asset,
        200,
        expect.stringMatching(asset.endsWith('.js') ? 'text/javascript' : 'text/css'),
      ]);
    }
    for (const own of ['/docs/viewer.js', '/docs/viewer.css'])
      expect((await get(own)).body).not.toMatch(/https?:|localStorage|sessionStorage|cookie/);
  });

  it('offers the demo accounts outside production', async () => {
    expect((await get('/docs')).body).toContain('<option>teacher@northwood.example</option>');
  });

  it('has no other file', async () => {
    expect(await get('/docs/package.json')).toMatchObject({ statusCode: 404 });
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
    const path = parents[depth].replace(/:(\w+)/g, '{$1}');
    return (methods?.split(', ') ?? []).filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`);
  });
}
