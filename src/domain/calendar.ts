/** Which days count (C.1 rules 5 and 6). The data come as a value: `Calendar`. */
import type { CivilDate } from './case.ts';
import { addDays, weekdayOf, yearOf } from './civil-date.ts';
import type { Calendar } from './rules.ts';

/** A calendar without a working day in this many days is broken data, not a long holiday. */
const LONGEST_BREAK_DAYS = 60;

const isWeekend = (date: CivilDate): boolean => weekdayOf(date) >= 6;

/** True when the State Council's arrangement for that year is loaded. */
export const isOfficial = (date: CivilDate, calendar: Calendar): boolean =>
  calendar.officialYears.includes(yearOf(date));

/**
 * A listed day decides whatever the year: an arrangement may reach into the last days of the year before.
 * Else weekends are off, and in a year without an arrangement the first day of each statutory holiday.
 */
export function isWorkingDay(date: CivilDate, calendar: Calendar): boolean {
  if (calendar.makeUpDays.has(date)) return true;
  if (calendar.daysOff.has(date)) return false;
  return !isWeekend(date) && !isProvisionalDayOff(date, calendar);
}

function isProvisionalDayOff(date: CivilDate, calendar: Calendar): boolean {
  if (isOfficial(date, calendar)) return false;
  return calendar.provisionalDaysOff.has(date) || calendar.provisionalDaysOff.has(date.slice(5));
}

/** `date` itself when it is one. */
export function nextWorkingDay(date: CivilDate, calendar: Calendar): CivilDate {
  return step(date, 1, calendar);
}

function step(from: CivilDate, direction: 1 | -1, calendar: Calendar): CivilDate {
  let day = from;
  for (let tried = 0; tried < LONGEST_BREAK_DAYS; tried += 1) {
    if (isWorkingDay(day, calendar)) return day;
    day = addDays(day, direction);
  }
  throw new RangeError(
    `calendar: no working day within ${LONGEST_BREAK_DAYS} days of ${from}; check the days off of that year`,
  );
}

/**
 * The n-th working day after `date`, or before it for a negative n. The day itself never counts (C.1 rule 2);
 * n = 0 gives `date` unchanged.
 */
export function addWorkingDays(date: CivilDate, n: number, calendar: Calendar): CivilDate {
  const direction = n < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(n); left > 0; left -= 1) day = step(addDays(day, direction), direction, calendar);
  return day;
}

/** Working days after `a` up to and including `b`; negative when `b` is earlier. */
export function workingDaysBetween(a: CivilDate, b: CivilDate, calendar: Calendar): number {
  // Subtracted, not negated: no working day is 0, never -0.
  if (b < a) return 0 - workingDaysBetween(b, a, calendar);
  let count = 0;
  for (let day = a; day < b; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) count += 1;
  }
  return count;
}

/** Name of the holiday that makes `date` a day off, e.g. 春节; null for weekends and working days. */
export function holidayName(date: CivilDate, calendar: Calendar): string | null {
  if (isWorkingDay(date, calendar)) return null;
  if (calendar.daysOff.has(date)) return calendar.names[date] ?? '节假日';
  if (!isProvisionalDayOff(date, calendar)) return null;
  return calendar.names[date] ?? calendar.names[date.slice(5)] ?? '节假日';
}

/** True when a year between the two dates (both included) has no arrangement yet: the result is 暂定. */
export function isProvisional(from: CivilDate, to: CivilDate, calendar: Calendar): boolean {
  for (let year = yearOf(from); year <= yearOf(to); year += 1) {
    if (!calendar.officialYears.includes(year)) return true;
  }
  return false;
}
