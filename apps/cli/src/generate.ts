import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { filled, type Names, namesOf } from './generate/names.js';
import { planOf } from './generate/plan.js';

/*
 * Writes a module that is denied to everyone, and, once it is decided who may do what, the tests of the resource.
 * All of it or, if anything stands in the way, nothing. docs/add-a-module.md goes through it step by step.
 */
const usage = `npm run generate -- module NAMES [--singular NAME] [--dry-run]   writes a module that is denied to everyone
npm run generate -- tests NAMES [--singular NAME] [--dry-run]    writes its tests, when policy.ts says who may do what

NAMES is how a URL calls several of them: rooms, parent-evenings. --dry-run lists the files and writes none.`;

const next = {
  module: `Nobody may do anything with __a thing__ yet. docs/add-a-module.md goes on from here:
  npm run prepare, and the database's client knows the new table
  npm run openapi, and docs/openapi.json has its operations
  npm test -- __many-things__, and you see that everyone is refused`,
  tests: 'npm test -- __many-things__ paging plans',
};

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { singular: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  });
  const [kind, many, ...more] = positionals;
  if ((kind !== 'module' && kind !== 'tests') || !many || more.length > 0) throw new Error(usage);
  const names = namesOf(many, values.singular);
  if (kind === 'module') requireUnused(names);
  else requireDecided(names);
  const { created, changed } = await planOf(kind, names);

  for (const path of [...created.keys()].sort()) console.log(`new      ${path}`);
  for (const path of [...changed.keys()].sort()) console.log(`changed  ${path}`);
  if (values['dry-run']) return console.log('Nothing was written: this was a dry run.');
  for (const [path, text] of [...created, ...changed]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  console.log(`\n${filled(next[kind], names)}`);
}

function requireUnused(names: Names): void {
  const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { paths: object };
  const model = filled('__OneThing__', names);
  if (existsSync(`apps/api/src/${names.many}`))
    throw new Error(`There is a folder apps/api/src/${names.many} already.`);
  if (Object.keys(paths).some((path) => path.split('/')[2] === names.many))
    throw new Error(`The API has /v1/${names.many} already.`);
  if (new RegExp(`^(model|enum) ${model} `, 'im').test(readFileSync('prisma/schema.prisma', 'utf8')))
    throw new Error(`prisma/schema.prisma has ${model} already.`);
  const migration = readdirSync('prisma/migrations').find(
    (name) => name.slice(15) === filled('__many_things__', names),
  );
  if (migration) throw new Error(`There is a migration ${migration} already.`);
}

function requireDecided(names: Names): void {
  if (!existsSync(`apps/api/src/${names.many}`)) throw new Error(`There is no module ${names.many} yet.`);
  const rules = readFileSync('apps/api/src/access/policy.ts', 'utf8').replace(/^\s*\/\/.*$/gm, '');
  if (!rules.includes(filled("'__OneThing__'", names)))
    throw new Error(filled('Nobody may do anything with __a thing__ yet: decide it in policy.ts first.', names));
}

await run().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
