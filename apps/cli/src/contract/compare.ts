import { readFileSync } from 'node:fs';
import { changesOf, mayBreak } from './changes.js';
import type { Document } from './document.js';
import { releasedDocument } from './released.js';

/*
 * Holds docs/openapi.json to the last released document: fails with the list of what breaks clients of that release, unless the
 * version says that they may have to change.
 */
const current = readFileSync('docs/openapi.json', 'utf8');
const [before, after] = [releasedDocument(current), current].map((text) => JSON.parse(text)) as [Document, Document];
const changes = changesOf(before, after);
const breaks = changes.filter((change) => change.breaks);

print(
  'compatible',
  changes.filter((change) => !change.breaks),
);
print('breaking', breaks);
if (breaks.length > 0 && !mayBreak(before, after)) process.exitCode = 1;

function print(kind: string, found: typeof changes): void {
  console.error(`${found.length} ${kind} changes of the API since ${before.info.version}`);
  for (const { where, what } of found) console.error(`  ${where}: ${what}`);
}
