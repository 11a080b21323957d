export type Facts = Readonly<Record<string, string>>;

/** Leaves out what is empty, so that the fall-back below it shows. */
export const known = (facts: Readonly<Record<string, string | undefined>>): Facts =>
  Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, string] => Boolean(entry[1])));
