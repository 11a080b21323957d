/** The hours in which the bot speaks (C.5), as windows of civil days. */

import { isWorkingDay } from './calendar.ts';
import type { CivilDate } from './case.ts';
import { addDays, addMinutes, civilDate, instantAt } from './civil-date.ts';
import type { Rules } from './rules.ts';

const MS_PER_MINUTE = 60_000;
/** Longer than any row of days off; reaching it means broken calendar data. */
const LONGEST_SILENCE_DAYS = 60;

/** Open from `from` (included) to `to` (excluded). */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** Windows of one day in order; none on a day off outside the plenary meeting. */
export function windowsOf(date: CivilDate, rules: Rules): readonly Window[] {
  const { speaking, calendar } = rules;
  const window = (from: string, to: string): Window => ({ from: instantAt(date, from), to: instantAt(date, to) });
  const { plenary } = speaking;
  if (plenary && plenary.first <= date && date <= plenary.last) return [window(plenary.from, plenary.to)];
  if (!isWorkingDay(date, calendar)) return [];
  const halves = [window(speaking.from, speaking.pauseFrom), window(speaking.pauseTo, speaking.to)];
  return halves.filter(({ from, to }) => from < to);
}

/** The open rest of the first window that is open at `at` or opens after it. */
export function windowFrom(at: Date, rules: Rules): Window {
  const first = civilDate(at);
  for (let n = 0; n < LONGEST_SILENCE_DAYS; n += 1) {
    const found = windowsOf(addDays(first, n), rules).find(({ to }) => at < to);
    if (found) return { from: found.from < at ? at : found.from, to: found.to };
  }
  throw new RangeError(
    `speaking hours: none within ${LONGEST_SILENCE_DAYS} days of ${first}; check speaking.* and the calendar`,
  );
}

/** The instant at which `minutes` of office time have passed since `start`. */
export function officeMinutesLater(start: Date, minutes: number, rules: Rules): Date {
  let window = windowFrom(start, rules);
  for (let left = minutes; ; ) {
    const open = (window.to.getTime() - window.from.getTime()) / MS_PER_MINUTE;
    if (left <= open) return addMinutes(window.from, left);
    left -= open;
    window = windowFrom(window.to, rules);
  }
}
