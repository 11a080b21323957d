import type { CivilDate } from '../domain/case.ts';
import { formatDay, yearOf } from '../domain/civil-date.ts';
import { ASKING } from './text/zh/asking.ts';

export type AskingKey = keyof typeof ASKING;

/**
 * The wording of the form dialogue. It has a table of its own: the dialogue knows no cards but their shape.
 * @throws RangeError naming the text and the placeholder that nobody filled
 */
export function say(key: AskingKey, values: Readonly<Record<string, string | number>> = {}): string {
  return ASKING[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`dialogue: '${key}' needs {${name}}; given: ${Object.keys(values)}`);
    return String(value);
  });
}

/** `2026年9月30日（周三）`: what people wrote is said back with its year, which they may have left out. */
export const sayDate = (date: CivilDate): string => `${yearOf(date)}年${formatDay(date)}`;
