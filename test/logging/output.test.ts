import { outputOf } from '../support/process.js';

const written = (script: string) => outputOf('common/log-output', `const output = built.logOutput(); ${script}`);

it('writes the last line of a process that ends in the same turn', () => {
  expect(written(`output.write('last\\n'); process.exit(0);`)).toBe('last\n');
});

it('writes all lines, whole and in their order, however many come in a turn', () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`);
  expect(written(`for (let line = 0; line < 20_000; line += 1) output.write(\`line \${line}\\n\`);`)).toBe(
    lines.join(''),
  );
});
