/** G.1 rule 1. */
const MAX_TITLE = 20;

export const shorten = (title: string): string =>
  [...title].length <= MAX_TITLE ? title : `${[...title].slice(0, MAX_TITLE - 1).join('')}…`;
