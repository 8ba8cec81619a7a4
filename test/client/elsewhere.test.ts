import { globSync } from 'node:fs';
import ts from 'typescript';
import { compile } from './compile.js';

/** `src` alone, with no package of this project but a compiler's own declarations. */
const copied = Object.fromEntries(globSync('apps/client/src/**/*.ts').map((path) => [path, undefined]));

/** As strict as people are, with nothing that a tool which only takes the types away couldn't read. */
const strict: ts.CompilerOptions = {
  strict: true,
  noImplicitOverride: true,
  noUncheckedIndexedAccess: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
};

it.each<[string, ts.CompilerOptions]>([
  [
    'a browser, through a bundler',
    {
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
  ],
  ['Node', { lib: ['lib.es2022.d.ts'], types: ['node'], module: ts.ModuleKind.NodeNext }],
])('the client compiles, where it is copied to, for %s', (_, options) => {
  expect(compile(copied, { ...strict, ...options, skipLibCheck: true })).toEqual([]);
});
