import { eventually } from '../support/eventually.js';
import { scripted } from '../support/process.js';

const thousands = Array.from({ length: 40_000 }, (_, index) => `line ${index}\n`).join('');
const writeThousands = `for (let line = 0; line < 40_000; line += 1) built.logOutput.write(\`line \${line}\\n\`);`;
const script = (code: string) => scripted('common/log-output', code);

it('writes the last line of a process that ends in the same turn', async () => {
  expect(await script(`built.logOutput.write('last\\n'); process.exit(0);`).ended).toEqual({
    code: 0,
    output: 'last\n',
    errors: '',
  });
});

it('writes all lines, whole and in their order, however many come in a turn', async () => {
  expect((await script(writeThousands).ended).output).toBe(thousands);
});

it('waits for nobody who reads slowly, and loses nothing of what they read in the end', async () => {
  // Node makes a pipe one that is never waited for, as soon as somebody looks at process.stdout.
  const slow = script(
    `process.stdout; ${writeThousands} setTimeout(() => process.stderr.write('on time'), 50);
     process.once('SIGTERM', () => process.exit(0)); setTimeout(() => 0, 60_000);`,
  );
  slow.child.stdout.pause();
  await eventually(() => slow.errors() !== '');
  slow.child.stdout.resume();
  await eventually(() => slow.output().length >= thousands.length);
  slow.child.kill();
  expect(await slow.ended).toEqual({ code: 0, output: thousands, errors: 'on time' });
});

it('goes on when nobody reads any more', async () => {
  const alone = script(
    `setTimeout(() => { ${writeThousands} setTimeout(() => process.stderr.write('still here'), 100); }, 300);`,
  );
  alone.child.stdout.destroy();
  expect(await alone.ended).toMatchObject({ code: 0, errors: 'still here' });
});
