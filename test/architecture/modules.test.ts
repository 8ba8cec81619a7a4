import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { sources } from '../support/modules.js';

const API = 'apps/api/src';
/** Folders that serve every feature, or speak of all; every other folder is a feature. */
const shared = new Set([
  'access',
  'auth',
  'common',
  'config',
  'mail',
  'metrics',
  'openapi',
  'policy',
  'prisma',
  'throttling',
]);
/** What a feature may take of the shared folders: their public side. */
const open = [
  /^access\/(ability|archival|change|hold-rows|readable-fields|require-row|require-writable|rows|scopes|can\.decorator|recent\.decorator)\.ts$/,
  /^auth\/(identified-request|identity-changes|auth\.module|one-time-token|passwords|password-rules|login-failures)\.ts$/,
  /^auth\/(challenges|from-device\.decorator|other-sessions|refused|sealing|second-factors|session-store|sign-in|token\.view|ways-in)\.ts$/,
  /^auth\/(client-credentials|key-identities|key-secret)\.ts$/,
  /^common\//,
  /^config\/config\.ts$/,
  /^mail\/(letters|mail\.module|message|notices|outbox)\.ts$/,
  /^openapi\/(answers|components|problem-responses|resource|sensitivity)\.ts$/,
  /^prisma\/(prisma\.service|generated\/\w+)\.ts$/,
  /^throttling\/limits\.ts$/,
];

const files = sources(API).map((file) => ({
  ...file,
  path: file.path.slice(API.length + 1),
  own: ownImports(file.imports),
}));
const features = readdirSync(API, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !shared.has(entry.name))
  .map(({ name }) => name);
const folderOf = (path: string) => path.split('/')[0]!;

function ownImports(imports: string[]): string[] {
  return imports.filter((name) => name.startsWith(`${API}/`)).map((name) => name.slice(API.length + 1));
}

it('has the features of the contract', () => {
  expect(features.toSorted()).toEqual(
    [
      'account',
      'api-keys',
      'oauth',
      'articles',
      'classes',
      'enrollments',
      'factors',
      'guardianships',
      'health',
      'members',
      'outside-login',
      'schools',
      'students',
      'teachers',
      'terms',
    ].toSorted(),
  );
});

it('lets a feature import the public side of what is shared, and another feature only through its exported service', () => {
  const wrong = files
    .filter(({ path }) => features.includes(folderOf(path)))
    .flatMap(({ path, own }) =>
      own.filter((name) => folderOf(name) !== folderOf(path) && !isOpen(name)).map((name) => `${path} → ${name}`),
    );
  expect(wrong).toEqual([]);
});

function isOpen(name: string): boolean {
  if (open.some((pattern) => pattern.test(name))) return true;
  return features.includes(folderOf(name)) && /^[\w-]+\/[\w-]+\.(service|module)\.ts$/.test(name);
}

it('lets nothing shared import a feature', () => {
  const wrong = files
    .filter(({ path }) => shared.has(folderOf(path)) && path.includes('/'))
    .flatMap(({ path, own }) =>
      own.filter((name) => features.includes(folderOf(name))).map((name) => `${path} → ${name}`),
    );
  expect(wrong).toEqual([]);
});

it('lets the server import neither the operator’s commands, the client nor the tests, and of the seed only what the documentation shows', () => {
  const wrong = files.flatMap(({ path, imports }) =>
    imports.filter((name) => /^(apps\/cli|apps\/client|prisma|test)\//.test(name)).map((name) => `${path} → ${name}`),
  );
  expect(wrong.filter((line) => !/^openapi\/docs\/\w+\.ts → prisma\/seed\/accounts\.ts$/.test(line))).toEqual([]);
});

it('talks to the database through the one injected client alone', () => {
  const drivers = files
    .filter(({ imports }) => imports.some((name) => ['pg', '@prisma/adapter-pg'].includes(name)))
    .map(({ path }) => path);
  // The one listens; the other reads an address as the driver would, and connects to nothing.
  expect(drivers.filter((path) => !path.startsWith('prisma/'))).toEqual([
    'auth/identity-changes.ts',
    'config/weak-secrets.ts',
  ]);
  expect(files.find(({ path }) => path === 'config/weak-secrets.ts')!.text).not.toMatch(/\b(connect|query)\(/);
  expect(files.filter(({ text }) => /new PrismaClient\(/.test(text)).map(({ path }) => path)).toEqual([]);
});

it('never builds a statement out of text', () => {
  const all = [...files, ...sources('apps/cli'), ...sources('prisma')];
  expect(
    all.filter(({ text }) => /\$(queryRawUnsafe|executeRawUnsafe)|Prisma\.raw\(/.test(text)).map(({ path }) => path),
  ).toEqual([]);
});

it('reads the environment in one place', () => {
  const readers = [...files, ...sources('apps/cli')]
    .filter(({ text }) => /process\.env/.test(text))
    .map(({ path }) => path);
  expect(readers.filter((path) => !/^(config\/|apps\/cli\/)/.test(path))).toEqual([]);
});

it('has no barrel, no utils and no path alias', () => {
  const all = [...sources('apps'), ...sources('prisma'), ...sources('test')];
  const bad = new Set(['index.ts', 'utils.ts', 'util.ts', 'helpers.ts', 'helper.ts', 'types.ts', 'constants.ts']);
  expect(all.filter(({ path }) => bad.has(basename(path)) || /\/utils\//.test(path)).map(({ path }) => path)).toEqual(
    [],
  );
  expect(all.flatMap(({ imports }) => imports).filter((name) => /^[@~#]\//.test(name))).toEqual([]);
});

it('keeps files short', () => {
  // The policy grows with what there is; test/access/policy-shape.test.ts holds each of its parts.
  const isPolicy = (path: string) => path === `${API}/access/policy.ts`;
  const written = [...sources('apps'), ...sources('prisma')];
  expect(
    written.filter(({ lines, path }) => lines > 120 && !isPolicy(path)).map(({ path, lines }) => `${path} ${lines}`),
  ).toEqual([]);
  const inOrder = written.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(inOrder[Math.floor(inOrder.length / 2)]).toBeLessThanOrEqual(45);
});

it('gives each verb of a service its caller first', () => {
  const services = files.filter(
    ({ path }) =>
      features.includes(folderOf(path)) && path.endsWith('.service.ts') && !path.startsWith('members/acceptance'),
  );
  const methods = services.flatMap(({ path, text }) =>
    [...text.matchAll(/^ {2}(?:async )?(findMany|findOne|create|update|remove|restore)\(\s*(\w+)/gm)].map(
      ([, name, first]) => `${path} ${name} ${first}`,
    ),
  );
  expect(methods.length).toBeGreaterThan(30);
  expect(methods.filter((method) => !method.endsWith(' caller'))).toEqual([]);
});
