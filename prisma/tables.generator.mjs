import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import generator from '@prisma/generator-helper';

/*
 * Runs within `prisma generate` and writes tables.ts beside the client: what a statement has to know of the schema, its columns and
 * which columns join two tables.
 */
generator.generatorHandler({
  onManifest: () => ({ defaultOutput: '.', prettyName: 'Tables' }),
  onGenerate: async ({ dmmf: { datamodel }, generator: { output } }) => {
    const tables = Object.fromEntries(datamodel.models.map((model) => [model.name, tableOf(model, datamodel.models)]));
    const text = `import type { Table } from '../table.js';\n\nexport const tables: Record<string, Table> = ${JSON.stringify(tables, null, 2)};\n`;
    writeFileSync(join(output.value, 'tables.ts'), text);
  },
});

function tableOf(model, models) {
  const columns = model.fields.filter(({ kind }) => kind !== 'object');
  const relations = model.fields.filter(({ kind }) => kind === 'object');
  return {
    name: model.name,
    columns: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
    relations: Object.fromEntries(relations.map((field) => [field.name, relationOf(field, model, models)])),
  };
}

/** The pairs of columns that join the two tables, from whichever side holds the foreign key. */
function relationOf(field, model, models) {
  const other = models
    .find(({ name }) => name === field.type)
    .fields.find(
      ({ relationName, type, name }) =>
        relationName === field.relationName && type === model.name && name !== field.name,
    );
  const [own, theirs] = field.relationFromFields.length
    ? [field.relationFromFields, field.relationToFields]
    : [other.relationToFields, other.relationFromFields];
  return { table: field.type, many: field.isList, on: own.map((column, index) => [column, theirs[index]]) };
}
