import { TestEnvironment } from 'jest-environment-node';
import { loadOnce } from './built.mjs';

/** Node's environment of a test file, with the way out to what is loaded once (built.mjs). */
export default class extends TestEnvironment {
  constructor(...options) {
    super(...options);
    this.global.loadOnce = (path) => loadOnce(path);
  }
}
