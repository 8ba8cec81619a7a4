import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import 'reflect-metadata';
import { buildDocument } from '../../api/src/openapi/document.js';
import { createPreview } from '../../api/src/openapi/preview.js';

/*
 * Writes the OpenAPI document to docs/openapi.json, where a change of the contract shows in a review.
 * With --check it writes nothing and fails if the file is not what the code would write.
 */
const file = 'docs/openapi.json';
const document = `${JSON.stringify(buildDocument(await createPreview()), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  mkdirSync('docs', { recursive: true });
  writeFileSync(file, document);
} else if (readFileSync(file, 'utf8') !== document) {
  console.error(`${file} is not current: run \`npm run openapi\` and commit it.`);
  process.exitCode = 1;
}
