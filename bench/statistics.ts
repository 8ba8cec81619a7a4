export interface Spread {
  median: number;
  min: number;
  max: number;
}

export function spreadOf(values: number[]): Spread {
  const inOrder = values.toSorted((a, b) => a - b);
  const middle = inOrder.length / 2;
  const median = (inOrder[Math.floor(middle)]! + inOrder[Math.ceil(middle) - 1]!) / 2;
  return { median, min: inOrder[0]!, max: inOrder.at(-1)! };
}
