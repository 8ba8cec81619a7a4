import { TestEnvironment } from 'jest-environment-node';
import { loadOnce } from './built.mjs';
import { published } from './conformance.ts';
import { watchStatements } from './sent.mjs';

watchStatements();

/** Node's environment of a test file, with what is loaded once for all the files of a worker: the API (built.mjs), and the checker
 * of answers with the schemas it compiled (answers.ts). */
export default class extends TestEnvironment {
  constructor(...options) {
    super(...options);
    this.global.loadOnce = (path) => loadOnce(path);
    this.global.published = published;
  }
}
