import { appendFileSync, mkdirSync } from 'node:fs';
import { loadOnce } from './built.mjs';

const FOLDER = 'coverage/statements';
const seen = new Set();

/** Notes each statement that a server of this worker sends, once, for `npm run check:plans`. The tests' own connections don't carry the server's name. */
export function watchStatements() {
  const { prototype } = loadOnce('pg').Client;
  const { query } = prototype;
  mkdirSync(FOLDER, { recursive: true });
  prototype.query = function (...args) {
    const { text } = args[0];
    if (text && !seen.has(text) && this.connectionParameters.application_name === 'homeroom') {
      seen.add(text);
      appendFileSync(`${FOLDER}/${process.pid}.jsonl`, `${JSON.stringify(text)}\n`);
    }
    return query.apply(this, args);
  };
}
