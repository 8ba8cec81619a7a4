import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const FILE = 'docs/released/openapi.json';

/**
 * The last released document. Where git knows the release's tag, it is the one in there: whoever wrote the file anew, to hide a break
 * in the same change, is refused. Only the commit that makes a release does, with the document that it releases.
 * @throws where the file is another one
 */
export function releasedDocument(current: string): string {
  const file = readFileSync(FILE, 'utf8');
  const tag = git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*')?.trim();
  const tagged = tag && git('show', `${tag}:./${FILE}`);
  if (!tagged) return file;
  if (file !== tagged && file !== current)
    throw new Error(`${FILE} is not that of ${tag}: only a release changes it, to what is released.`);
  return tagged;
}

/** What git says; nothing without git, a repository, or what is asked for. */
function git(...words: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', words, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return status === 0 ? stdout : undefined;
}
