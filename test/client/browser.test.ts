import { readFileSync } from 'node:fs';
import { describeInBrowser, openPage } from '../support/browser.js';
import { PASSPHRASE, school, url } from '../support/school.js';

describeInBrowser('the client in a browser', () => {
  it('logs in and reads, as a page of the origin that serves the API, under the policy of /docs', async () => {
    const origin = await url();
    const { teacher, rows } = await school();
    const { page, requests, faults } = await openPage(`${origin}/docs`);
    // As they are built: a browser loads them without a bundler.
    await page.route(`${origin}/client/**`, (route) => {
      const path = new URL(route.request().url()).pathname.replace('/client/', '');
      const body = readFileSync(`dist/apps/client/src/${path}`);
      return route.fulfill({ body, contentType: 'text/javascript' });
    });
    requests.length = 0;

    const told = await page.evaluate(`(async () => {
      const { createHomeroom } = await import('/client/homeroom.js');
      const { dataOf } = await import('/client/problem.js');
      const homeroom = createHomeroom({ url: location.origin });
      const { role } = await homeroom.session.logIn(${JSON.stringify(teacher.email)}, '${PASSPHRASE}');
      const { data, page } = dataOf(await homeroom.students.findMany({ query: { include: 'total' } }));
      const refused = await homeroom.members.findMany();
      return { role, students: data.map(({ id }) => id), total: page.total, refused: refused.error.type };
    })()`);

    expect(told).toEqual({ role: 'teacher', students: [rows.sam.id], total: 1, refused: '/problems/forbidden' });
    expect(requests.filter((address) => !address.startsWith(`${origin}/client/`))).toEqual([
      `${origin}/v1/auth/login`,
      `${origin}/v1/students?include=total`,
      `${origin}/v1/members`,
    ]);
    // Chromium itself says of each refusal that it was one.
    expect(faults).toEqual([expect.stringContaining('403 (Forbidden)')]);
    expect(await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(0);
  });
});
