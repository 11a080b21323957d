import { cut } from './cut.ts';
import { plainLine } from './plain.ts';

/**
 * What a button says in its person's name where pressing means sending a text: the word, the number, and six characters
 * of the message it stands on. A number alone would be taken for one of the newest card's, whichever card was pressed.
 */
const WORD_CHARS = 6;
const REF_CHARS = 6;
const SHAPE = /^(?:\S.* )?(\d{1,2})·([\w-]{6})$/u;

/** The first character of a message id tells only its kind. */
export const messageRef = (message: string): string => message.slice(1, 1 + REF_CHARS);

/** @param n from 1 */
export const buttonWords = (text: string, n: number, message: string): string =>
  `${cut(plainLine(text), WORD_CHARS)} ${n}·${messageRef(message)}`;

export interface PressedWords {
  /** Which button, from 1. */
  readonly n: number;
  readonly ref: string;
}

/** @returns null for anything that is not such a text. The message is to be looked for among the sender's own. */
export function readButtonWords(text: string): PressedWords | null {
  const found = SHAPE.exec(text.trim());
  return found?.[1] && found[2] ? { n: Number(found[1]), ref: found[2] } : null;
}
