import { DIALOGUE } from './text/zh/dialogue.ts';

export type WordKey = keyof typeof DIALOGUE;
export type WordValues = Readonly<Record<string, string | number>>;
export type Words = (key: WordKey, values?: WordValues) => string;

const PLACEHOLDER = /\{(\w+)\}/g;

/** @throws RangeError naming the text and the placeholder that nobody filled: half a sentence is never sent. */
export function fill(text: string, values: WordValues, where: string): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`words: '${where}' needs {${name}}; given: ${Object.keys(values)}`);
    return String(value);
  });
}

/** The wording of the dialogue, from one table. */
export const words: Words = (key, values = {}) => fill(DIALOGUE[key], values, String(key));

/** For keys made at run time (a guard's or an event's name): null when the table has no such text. */
export function wordsIfAny(key: string, values: WordValues = {}): string | null {
  return Object.hasOwn(DIALOGUE, key) ? words(key as WordKey, values) : null;
}
