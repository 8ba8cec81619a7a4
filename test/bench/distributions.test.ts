import { estimate, medianDifference, quartilesOf, separability, shuffled } from '../../bench/distributions.js';

const from = (first: number, length: number) => Array.from({ length }, (_, index) => first + index);

it('knows the quartiles, whatever the order', () => {
  expect(quartilesOf(shuffled(from(1, 5)))).toEqual({ q1: 2, median: 3, q3: 4 });
  expect(quartilesOf([1, 2]).median).toBe(1.5);
});

it.each([
  ['all of these are greater', from(10, 5), from(0, 5), 1],
  ['all of these are smaller', from(0, 5), from(10, 5), 0],
  ['they are the same', from(0, 5), from(0, 5), 0.5],
  ['one of four pairs', [1, 3], [2, 4], 0.25],
  ['they are equal', [7, 7], [7, 7, 7], 0.5],
])('tells apart as far as they can be: %s', (_, these, those, share) => {
  expect(separability(these, those)).toBe(share);
});

it('finds a difference that is there, and none that isn’t', () => {
  const those = from(0, 400);
  const shifted = estimate(
    medianDifference,
    those.map((value) => value + 100),
    those,
    200,
  );
  expect(shifted.value).toBe(100);
  expect(shifted.low).toBeGreaterThan(0);
  const same = estimate(separability, those, those, 200);
  expect(same.low).toBeLessThan(0.5);
  expect(same.high).toBeGreaterThan(0.5);
});
