import { readFileSync } from 'node:fs';
import { startApp } from '../support/app.js';
import { anonymous } from '../support/school.js';

describe('the documentation that is served', () => {
  it('has the committed document at /openapi.json, for everyone', async () => {
    const { status, headers, body } = await anonymous.get('/openapi.json');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toEqual(JSON.parse(readFileSync('docs/openapi.json', 'utf8')));
    const again = await anonymous.get('/openapi.json', { headers: { 'If-None-Match': headers.get('etag')! } });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('runs the page under a policy without exceptions for scripts', async () => {
    const { status, headers } = await anonymous.get('/docs');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('loads everything from this server, and nothing from elsewhere', async () => {
    const { body } = await anonymous.get('/docs');
    const addresses = [...(body as string).matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address!);
    expect(addresses.filter((address) => !/^[/#]/.test(address) && address !== 'data:,')).toEqual([]);
    const assets = addresses.filter((address) => address.startsWith('/docs/'));
    expect(assets).toHaveLength(5);
    for (const asset of assets) {
      const { status, headers } = await anonymous.get(asset);
      const type = `text/${asset.endsWith('.js') ? 'javascript' : 'css'}; charset=utf-8`;
      expect([asset, status, headers.get('content-type')]).toEqual([asset, 200, type]);
    }
    for (const own of ['/docs/viewer.js', '/docs/viewer.css']) {
      expect((await anonymous.get(own)).body).not.toMatch(/https?:|localStorage|sessionStorage|cookie/);
    }
  });

  it('has no other file', async () => {
    expect((await anonymous.get('/docs/package.json')).status).toBe(404);
  });

  it('offers the demo accounts', async () => {
    const { body } = await anonymous.get('/docs');
    expect(body).toContain('<option>teacher@northwood.example</option>');
    expect(body).toContain('homeroom demo passphrase');
  });
});

describe('the documentation in production', () => {
  it('offers no account', async () => {
    const { url } = await startApp({ production: true });
    const page = await (await fetch(`${url}/docs`)).text();
    expect(page).toContain('Log in and try');
    expect(page).not.toMatch(/<option>|value=|\.example|passphrase/);
  });

  it.each(['/openapi.json', '/docs', '/docs/viewer.js'])(
    '%s without DOCS is a path like any that is not there',
    async (path) => {
      const { url } = await startApp({ production: true, docs: false });
      const { status, headers } = await fetch(url + path);
      expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    },
  );
});
