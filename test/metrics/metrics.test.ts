import { networkInterfaces } from 'node:os';
import { app, startApp, unique } from '../support/app.js';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { mailServer } from '../support/mail.js';
import { get, metricsOf } from '../support/metrics.js';
import { school } from '../support/school.js';
import { TcpProxy } from '../support/tcp-proxy.js';

it('has nothing else on its port, and the public port has no metrics', async () => {
  const { url, managementUrl } = await app();
  for (const path of ['/', '/livez', '/metrics/', '/metrics?x=1', '/v1/students', '/openapi.json'])
    expect([path, (await get(`${managementUrl}${path}`)).status]).toEqual([path, 404]);
  expect((await get(`${managementUrl}/metrics`, 'POST')).status).toBe(404);
  expect((await get(`${url}/metrics`)).status).toBe(404);
  const { status, headers } = await get(`${managementUrl}/metrics`);
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
});

it('is reached from this machine alone', async () => {
  const { managementUrl } = await app();
  const { port } = new URL(managementUrl);
  const outside = Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ internal }) => !internal));
  for (const { address, family } of outside.filter((one) => one.family === 'IPv4'))
    await expect(get(`http://${family === 'IPv4' ? address : ''}:${port}/metrics`)).rejects.toThrow('ECONNREFUSED');
  expect(new URL(managementUrl).hostname).toBe('127.0.0.1');
});

it('counts requests by method, route and class of status, and nobody’s ids, names or secrets', async () => {
  const { managementUrl } = await app();
  const { admin, rows } = await school();
  await admin.get(`/v1/students/${rows.sam.id}`);
  await admin.get(`/v1/students?q=a-personal-name`);
  await admin.get(`/v1/students/01a00000-0000-7000-8000-000000000000`);
  await admin.delete('/no/such/place');
  const metrics = await metricsOf(managementUrl);
  const count = (labels: string) => metrics.get(`homeroom_http_request_duration_seconds_count{${labels}}`);
  expect(count('method="GET",route="/v1/students/:id",status="2xx"')).toBe(1);
  expect(count('method="GET",route="/v1/students/:id",status="4xx"')).toBe(1);
  expect(count('method="GET",route="/v1/students",status="2xx"')).toBe(1);
  expect(count('method="DELETE",route="unmatched",status="4xx"')).toBe(1);
  const text = [...metrics.keys()].join('\n');
  for (const secret of [rows.sam.id, 'personal-name', 'such', admin.email, await admin.accessToken()])
    expect(text).not.toContain(secret);
});

it('tells of the process and the version', async () => {
  const metrics = await metricsOf((await app()).managementUrl);
  expect(metrics.get('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect([...metrics.keys()].filter((name) => name.startsWith('homeroom_build_info'))).toEqual([
    expect.stringMatching(/^homeroom_build_info\{version="\d+\.\d+\.\d+",node="v\d/),
  ]);
});

/** How many mails have failed; a scrape tells it only if its database is quick. */
const failedMails = async (managementUrl: string) =>
  (await metricsOf(managementUrl)).get('homeroom_mails{status="failed"}');

it('lets a mail that the mail server refuses be seen', async () => {
  const { managementUrl } = await app();
  const { server } = await mailServer();
  const refused = `${unique('refused')}@school.example`;
  server.refusal = (recipient) =>
    recipient === refused ? Object.assign(new Error('no such box'), { responseCode: 550 }) : undefined;
  await eventually(async () => (await failedMails(managementUrl)) === 0);
  const { admin } = await school();
  expect((await admin.post('/v1/invitations', { email: refused, role: 'teacher' })).status).toBe(201);
  await eventually(async () => (await failedMails(managementUrl)) === 1);
});

it('answers without its database what it can', async () => {
  const { config } = await app();
  const proxy = await TcpProxy.to(config.databaseUrl);
  const { url, managementUrl } = await startApp({ databaseUrl: proxy.url });
  await eventually(async () => (await failedMails(managementUrl)) !== undefined);
  proxy.cut();
  await new Client(async () => url).get('/livez');
  const metrics = await metricsOf(managementUrl);
  expect(metrics.has('homeroom_mails{status="failed"}')).toBe(false);
  expect(metrics.get('homeroom_http_request_duration_seconds_count{method="GET",route="/livez",status="2xx"}')).toBe(1);
});

it('is done without where its port is taken, unless it was asked for', async () => {
  const { managementUrl } = await app();
  const management = { host: '127.0.0.1', port: Number(new URL(managementUrl).port), required: false };
  const second = await startApp({ management });
  expect(second.managementUrl).toBeUndefined();
  expect((await new Client(async () => second.url).get('/livez')).status).toBe(200);
  await expect(startApp({ management: { ...management, required: true } })).rejects.toThrow('EADDRINUSE');
});
