/** A condition on rows: Prisma's, for the statements, and the words in which a person reads it (the policy page). */
export interface Condition<W extends object = object> {
  words: string;
  where: W;
}

export const when = <const W extends object>(words: string, where: W): Condition<W> => ({ words, where });
