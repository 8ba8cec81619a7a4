import { randomInt } from 'node:crypto';

/** A figure, and between what it would lie, were all of it measured anew: 95 of 100 times (percentile bootstrap). */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

export interface Quartiles {
  q1: number;
  median: number;
  q3: number;
}

export const quartilesOf = (values: number[]): Quartiles => {
  const inOrder = Float64Array.from(values).sort();
  return { q1: quantile(inOrder, 0.25), median: quantile(inOrder, 0.5), q3: quantile(inOrder, 0.75) };
};

/** By how much the median of these is above the median of those. */
export const medianDifference = (these: number[], those: number[]): number =>
  quartilesOf(these).median - quartilesOf(those).median;

/** How likely one of these is greater than one of those (the area under the ROC curve); 0.5 is a coin. */
export function separability(these: number[], those: number[]): number {
  const inOrder = Float64Array.from(those).sort();
  const below = these.reduce((sum, value) => sum + (rank(inOrder, value, true) + rank(inOrder, value, false)) / 2, 0);
  return below / (these.length * those.length);
}

type Figure = (these: number[], those: number[]) => number;

export function estimate(figure: Figure, these: number[], those: number[], resamples: number): Estimate {
  const drawn = Array.from({ length: resamples }, () => figure(drawFrom(these), drawFrom(those)));
  const inOrder = Float64Array.from(drawn).sort();
  return { value: figure(these, those), low: quantile(inOrder, 0.025), high: quantile(inOrder, 0.975) };
}

const drawFrom = (values: number[]) => values.map(() => values[Math.floor(Math.random() * values.length)]!);

function quantile(inOrder: Float64Array, share: number): number {
  const place = (inOrder.length - 1) * share;
  const [below, above] = [inOrder[Math.floor(place)]!, inOrder[Math.ceil(place)]!];
  return below + (above - below) * (place % 1);
}

/** How many are smaller than this value, or no greater. */
function rank(inOrder: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, inOrder.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder[middle]! < value || (orEqual && inOrder[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** In an order that nothing follows from. */
export function shuffled<T>(values: T[]): T[] {
  const mixed = [...values];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}
