import { startApp } from '../support/app.js';

describe('without DOCS', () => {
  it.each(['/openapi.json', '/docs', '/docs/viewer.js'])('%s is a path like any that is not there', async (url) => {
    const app = await startApp({ docs: false });
    const { statusCode, headers } = await app.inject({ url });
    await app.close();
    expect([statusCode, headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
  });
});
