/** How a limit becomes a date (C.1 rules 1 to 4, B.1.3 for promises and yearly dates). */

import { addWorkingDays, nextWorkingDay } from './calendar.ts';
import type { CivilDate } from './case.ts';
import { addDays, addMinutes, addMonths, civilDate, endOfDay, instantAt, yearOf } from './civil-date.ts';
import { officeMinutesLater } from './office-hours.ts';
import type { ClockRule, LengthUnit, Rules } from './rules.ts';

export interface Due {
  readonly dueAt: Date;
  /** Day on which it would end if days off did not matter; null for clocks counted in hours. */
  readonly nominal: CivilDate | null;
}

type DayUnit = Exclude<LengthUnit, 'hour' | 'officeHour'>;
type EndOf = (rule: ClockRule, start: CivilDate, rules: Rules, onDate: CivilDate | undefined) => CivilDate;

const DAY_ENDS: Readonly<Record<DayUnit, EndOf>> = {
  workingDay: (rule, start, rules) => addWorkingDays(start, rule.amount, rules.calendar),
  calendarDay: (rule, start) => addDays(start, rule.amount),
  calendarMonth: (rule, start) => addMonths(start, rule.amount),
  onDate: (rule, _start, _rules, onDate) => onDate ?? missing(rule, 'onDate', 'the date the subject carries'),
  yearDay: (rule, start) => nextYearDay(rule.yearDay ?? missing(rule, 'yearDay', 'MM-DD'), start),
};

/**
 * When a clock that starts now will be due.
 * @param onDate the subject's own date; needed by `onDate` rules, ignored by others
 */
export function dueOf(rule: ClockRule, startAt: Date, rules: Rules, onDate?: CivilDate): Due {
  if (rule.unit === 'hour') return { dueAt: addMinutes(startAt, rule.amount * 60), nominal: null };
  if (rule.unit === 'officeHour') return { dueAt: officeHoursDue(rule, startAt, rules), nominal: null };
  const nominal = DAY_ENDS[rule.unit](rule, civilDate(startAt), rules, onDate);
  const end = rule.rollForward ? nextWorkingDay(nominal, rules.calendar) : nominal;
  return { dueAt: endOfDay(end), nominal };
}

export const isHourly = (rule: ClockRule): boolean => rule.unit === 'hour' || rule.unit === 'officeHour';

/** The earlier of the office hours and the cap: '4 hours in office time, at latest 24 hours' (S-01u). */
function officeHoursDue(rule: ClockRule, startAt: Date, rules: Rules): Date {
  const inOffice = officeMinutesLater(startAt, rule.amount * 60, rules);
  if (rule.capHours === undefined) return inOffice;
  const cap = addMinutes(startAt, rule.capHours * 60);
  return new Date(Math.min(inOffice.getTime(), cap.getTime()));
}

function nextYearDay(monthDay: string, start: CivilDate): CivilDate {
  const thisYear = `${start.slice(0, 4)}-${monthDay}`;
  return thisYear > start ? thisYear : instantChecked(`${yearOf(start) + 1}-${monthDay}`);
}

/** Refuses 02-29 and the like early, where the rule can still be named. */
function instantChecked(date: CivilDate): CivilDate {
  instantAt(date, '00:00');
  return date;
}

function missing(rule: ClockRule, field: string, expected: string): never {
  throw new RangeError(`clock ${rule.id}: unit '${rule.unit}' needs ${field} (${expected}), none was given`);
}
