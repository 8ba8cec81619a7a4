import { fallen } from '../../bench/regression.js';

const recorded = { W1: 0.6, W3: 0.9, W4: 1.5 };

it.each([
  ['a share that fell by more than a third', { W1: 0.39, W3: 0.9, W4: 1 }, ['W1']],
  ['each of several', { W1: 0.1, W3: 0.1, W4: 0.6 }, ['W1', 'W3', 'W4']],
  ['a work that was not measured', { W3: 0.9, W4: 1 }, ['W1']],
  ['a work without a figure', { W1: NaN, W3: 0.9, W4: 1 }, ['W1']],
])('names %s', (_, measured, works) => {
  expect(fallen(recorded, measured)).toEqual(works);
});

it.each([
  ['what is as recorded', recorded],
  ['what fell by less than a third', { W1: 0.41, W3: 0.61, W4: 1.1 }],
  ['what was more than bare, and is still two thirds of it', { W1: 0.6, W3: 0.9, W4: 0.7 }],
  ['what rose, and what was not recorded', { W1: 0.7, W3: 1.2, W4: 1.6, W5: 0.1 }],
])('lets pass %s', (_, measured) => {
  expect(fallen(recorded, measured)).toEqual([]);
});
