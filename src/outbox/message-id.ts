import { createHash } from 'node:crypto';

/** Letter and hash; pieces of a long text add `-2`, `-3` … */
const ID_LENGTH = 40;

/** Same committee and key, same id: the unique index drops the repeat. Only characters a task_id may have. */
export const messageId = (committee: string, key: string, letter: 'm' | 'r' = 'm'): string =>
  `${letter}${createHash('sha256').update(`${committee}\n${key}`).digest('base64url')}`.slice(0, ID_LENGTH);

/** Id of the n-th piece (1, 2, …) of a text that was too long for one message. */
export const pieceId = (id: string, n: number): string => (n === 1 ? id : `${id}-${n}`);

/** What the pieces of one text have in common. */
export const textOf = (id: string): string => id.slice(0, ID_LENGTH);

/** Reports of undelivered messages: they must not be reported themselves. */
export const isReport = (id: string): boolean => id.startsWith('r');
