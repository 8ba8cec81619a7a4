import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = (tool: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, [`node_modules/.bin/${tool}`, 'lint', 'docs/openapi.json', ...args], {
    env: { REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  }).then(
    () => 'no complaint',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );

describe('docs/openapi.json', () => {
  it('satisfies redocly', async () => {
    expect(await run('redocly', '--config', 'test/openapi/redocly.yaml')).toBe('no complaint');
  });

  it('satisfies spectral', async () => {
    expect(await run('spectral', '--ruleset', 'test/openapi/spectral.yaml', '--fail-severity', 'warn')).toBe(
      'no complaint',
    );
  });
});
