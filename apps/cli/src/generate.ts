import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { filled, type Names, namesOf } from './generate/names.js';
import { planOf } from './generate/plan.js';
import { write } from './generate/write.js';

/*
 * Writes a module that is denied to everyone, and, once it is decided who may do what, the tests of the resource.
 * All of it or, if anything stands in the way, nothing. docs/add-a-module.md goes through it step by step.
 */
const usage = `npm run generate -- module NAMES [--singular NAME] [--dry-run]   writes a module that is denied to everyone
npm run generate -- tests NAMES [--singular NAME] [--dry-run]    writes its tests, when policy.ts says who may do what

NAMES is how a URL calls several of them: rooms, parent-evenings. --dry-run lists the files and writes none.`;

const next = {
  module: `Nobody may do anything with __a thing__ yet. docs/add-a-module.md goes on from here:
  npm run prepare     the database's client knows the new table
  npm run openapi     docs/openapi.json has its operations
  npm run policy      docs/policy.md has them, with nobody beside them
  npm run client      so has apps/client
  npm run docs:links  what is linked has moved down a line
  npm test -- __many-things__, and you see that everyone is refused`,
  tests: `npm test -- __many-things__ paging plans. Then say what was decided where it is read, in this order:
  npm run openapi
  npm run policy
  npm run client
  npm run docs:links
  npm run check`,
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
  const plan = await planOf(kind, names);
  if (!values['dry-run']) write(plan);

  console.log(`one of them: ${names.one}`);
  for (const path of [...plan.created.keys()].sort()) console.log(`new      ${path}`);
  for (const path of [...plan.changed.keys()].sort()) console.log(`changed  ${path}`);
  console.log(values['dry-run'] ? 'Nothing was written: this was a dry run.' : `\n${filled(next[kind], names)}`);
}

function requireUnused(names: Names): void {
  const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { paths: object };
  const model = filled('__OneThing__', names);
  // README's map of the code names the features' folders beside those of the project.
  for (const folder of [names.many, `apps/api/src/${names.many}`])
    if (existsSync(folder)) throw new Error(`There is a folder ${folder} already.`);
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
  const rules = readFileSync('apps/api/src/access/policy.ts', 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
  if (!rules.includes(filled("'__OneThing__'", names)))
    throw new Error(filled('Nobody may do anything with __a thing__ yet: decide it in policy.ts first.', names));
}

await run().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
