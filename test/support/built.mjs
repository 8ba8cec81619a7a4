import { createRequire } from 'node:module';
import { relative } from 'node:path';

/** A module of the build under test, by its path in the repository, or that of a package, by its file. */
export const loadOnce = (path) => createRequire(`${process.env.HOMEROOM_TEST_DIST}/`)(path);

/*
 * Jest loads every module anew for each test file, which for Nest and Prisma takes longer than most files' tests. So what a test
 * imports of the API, and of the packages that it shares with it, isn't compiled here: it gets the exports of what Node has loaded,
 * as it was built, once for all the files of a worker (environment.mjs). Each file still starts an application of its own; one that
 * changes something of the API in place puts it back.
 */
function bridge(file) {
  const path = file.includes('/node_modules/') ? file : `./${relative('.', file).replace(/ts$/, 'js')}`;
  const loaded = loadOnce(path);
  const names = Object.keys(loaded).filter((name) => name !== 'default');
  return [
    `const loaded = loadOnce(${JSON.stringify(path)});`,
    `export const { ${names.join(', ')} } = loaded;`,
    ...('default' in loaded ? ['export default loaded.default;'] : []),
  ].join('\n');
}

export default {
  process: (_source, file) => ({ code: bridge(file) }),
  getCacheKey: (_source, file) => bridge(file),
};
