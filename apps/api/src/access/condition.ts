/** A condition on rows: Prisma's, for the statements, and the words in which a person reads it (the policy page). */
export interface Condition<W extends object = object> {
  words: string;
  where: W;
}

/** The words stand in the tables of docs/policy.md, which are read by tests: they can't hold what ends a cell there or a condition. */
export function when<const W extends object>(words: string, where: W): Condition<W> {
  if (/^any\b|[|;\r\n]|^$/.test(words)) throw new Error(`policy: "${words}" can't be the words of a condition`);
  return { words, where };
}

/** The id of no row: a member whose student or teacher record is missing or archived owns nothing by it. */
export const nobody = '00000000-0000-0000-0000-000000000000';
