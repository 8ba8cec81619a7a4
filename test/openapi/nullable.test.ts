import { globSync, readFileSync } from 'node:fs';
import { ViewOf } from '../../apps/api/src/common/view.js';
import { app } from '../support/app.js';

interface Shown {
  subject: string;
  definition: { view: { name: string } };
}
type Schemas = Record<
  string,
  { properties: Record<string, { type?: string | string[]; oneOf?: object[]; anyOf?: object[] }> }
>;

/** Every view of a table's rows. */
async function views(): Promise<Shown[]> {
  const files = globSync('apps/api/src/*/*.view.ts');
  const modules = await Promise.all(
    files.map((file) => import(`../../${file.replace(/ts$/, 'js')}`) as Promise<object>),
  );
  return modules.flatMap((module) => Object.values(module)).filter((each) => each instanceof ViewOf) as never;
}

// A view is written as JSON by a function that is compiled from its definition: a null where that has none would become something else.
it('says null where the column can be null, and nowhere else', async () => {
  const { components } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { components: { schemas: Schemas } };
  const { database } = await app();
  const columns = await database.$queryRaw<{ table: string; name: string; nullable: boolean }[]>`
    SELECT table_name AS "table", column_name AS name, is_nullable = 'YES' AS nullable
    FROM information_schema.columns WHERE table_schema = 'public'`;
  const compared = (await views()).flatMap(({ subject, definition: { view } }) => {
    const { properties } = components.schemas[view.name]!;
    return columns
      .filter(({ table, name }) => table === subject && name in properties)
      .map(({ name, nullable }) => ({
        column: `${subject}.${name}`,
        nullable,
        said: JSON.stringify(properties[name]).includes('"null"'),
      }));
  });
  expect(compared.length).toBeGreaterThan(50);
  expect(compared.filter(({ nullable, said }) => nullable !== said)).toEqual([]);
});
