import { newSecret, stepOf } from '../../apps/api/src/factors/totp-codes.js';

/** RFC 6238, appendix B, SHA-1: the last six of its eight digits, which are the code of six. */
const secret = Buffer.from('12345678901234567890');
const vectors = [
  [59, '287082', 1],
  [1_111_111_109, '081804', 37_037_036],
  [1_111_111_111, '050471', 37_037_037],
  [1_234_567_890, '005924', 41_152_263],
  [2_000_000_000, '279037', 66_666_666],
  [20_000_000_000, '353130', 666_666_666],
] as const;

describe('a code', () => {
  it.each(vectors)('at %d s is %s, as in RFC 6238', (seconds, code, step) => {
    expect(stepOf(secret, code, seconds * 1_000)).toBe(step);
  });

  it.each([
    [-2, undefined],
    [-1, 41_152_263],
    [0, 41_152_263],
    [1, 41_152_263],
    [2, undefined],
  ])('is looked at %d steps after its own', (steps, step) => {
    expect(stepOf(secret, '005924', (1_234_567_890 + steps * 30) * 1_000)).toBe(step);
  });

  it.each(['', '00592', '0059240', '5924', 'abcdef', '005925'])('%j is none', (code) => {
    expect(stepOf(secret, code, 1_234_567_890_000)).toBeUndefined();
  });
});

it('makes a secret of 160 bits, another each time', () => {
  const secrets = Array.from({ length: 100 }, () => Buffer.from(newSecret()).toString('hex'));
  expect(new Set(secrets).size).toBe(100);
  expect(secrets.every((each) => each.length === 40)).toBe(true);
});
