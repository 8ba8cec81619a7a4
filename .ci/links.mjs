import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { relink } from '../test/docs/links.ts';

/** `npm run docs:links`: writes the line numbers of the documents' links anew, and names the links that it can't mend. */
for (const file of globSync(['*.md', 'docs/**/*.md'])) {
  const before = readFileSync(file, 'utf8');
  const { text, moved, lost } = relink(file, before);
  if (text !== before) writeFileSync(file, text);
  for (const line of moved) console.log(`${file}: ${line}`);
  for (const line of lost) console.error(`${file}: ${line}`);
  if (lost.length > 0) process.exitCode = 1;
}
