import type { Caller } from './ability.js';

/**
 * What follows from a caller and a few names alone, worked out once for each: a caller never changes. Whose role, records or school
 * changed is another caller, made anew (auth/identities.ts).
 */
export function perCaller<Names extends string[], T>(
  work: (caller: Caller, ...names: Names) => T,
): (caller: Caller, ...names: Names) => T {
  const known = new WeakMap<Caller, Map<string, T>>();
  return (caller, ...names) => {
    let ofCaller = known.get(caller);
    if (!ofCaller) known.set(caller, (ofCaller = new Map()));
    const key = names.length === 1 ? names[0]! : names.join(' ');
    let result = ofCaller.get(key);
    if (result === undefined) ofCaller.set(key, (result = work(caller, ...names)));
    return result;
  };
}
