/** Dates and remaining time as people say them (G.1 rule 4: with weekday and days left). */
import { workingDaysBetween } from '../src/domain/calendar.ts';
import type { CivilDate } from '../src/domain/case.ts';
import { civilDate, daysBetween, formatDay, formatInstant, yearOf } from '../src/domain/civil-date.ts';
import type { Calendar } from '../src/domain/rules.ts';
import { words } from './words.ts';

/** From this many working days on, people are told working days instead of days (R5 of C.3). */
const SAY_WORKING_DAYS_FROM = 3;

/** `6月10日（周三）`, with the year when it is not this one. */
export function sayDay(date: CivilDate, now: Date): string {
  const year = yearOf(date);
  const day = formatDay(date);
  return year === yearOf(civilDate(now)) ? day : `${year}年${day}`;
}

/** Facts of an obligation are stored as ISO dates or instants, or as plain words; people read words. */
export function sayFact(value: string, now: Date): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return sayDay(value, now);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value)) return formatInstant(new Date(value));
  return value;
}

/** `7天`, `3个工作日`; '' on the day itself and afterwards. */
export function sayLeft(due: CivilDate, today: CivilDate, calendar: Calendar): string {
  const days = daysBetween(today, due);
  if (days <= 0) return '';
  const workingDays = workingDaysBetween(today, due, calendar);
  if (workingDays > 0 && workingDays <= SAY_WORKING_DAYS_FROM) return words('time.workingDays', { n: workingDays });
  return words('time.days', { n: days });
}

/** `还有7天`, `今日到期`, `已逾期2个工作日`. */
export function sayLeftPhrase(due: CivilDate, today: CivilDate, calendar: Calendar): string {
  const days = daysBetween(today, due);
  if (days === 0) return words('time.today');
  if (days > 0) return words('time.left', { left: sayLeft(due, today, calendar) });
  return words('time.late', { n: workingDaysBetween(due, today, calendar) });
}
