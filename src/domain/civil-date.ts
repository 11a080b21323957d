/**
 * Civil dates and instants of Asia/Shanghai. The one file of the domain that knows dayjs.
 *
 * China has had one zone and no summer time since 1992, so a fixed offset is exact for every date this
 * program meets, and a hundred times cheaper than asking the zone database (a sweep asks a lot). A test
 * compares it with the zone database.
 */
import dayjs from 'dayjs';
import utcPlugin from 'dayjs/plugin/utc.js';
import type { CivilDate } from './case.ts';

dayjs.extend(utcPlugin);

const OFFSET_MINUTES = 8 * 60;
const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
/** Weekday of 1 January 1970. */
const THURSDAY = 4;
const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Days since 1 January 1970; NaN for anything that is not a real `YYYY-MM-DD` (2026-02-30 is none). */
function dayNumber(text: string): number {
  const days = Date.parse(`${text}T00:00:00Z`) / MS_PER_DAY;
  return fromDayNumber(days) === text ? days : Number.NaN;
}

// Counting days is most of what a sweep does: plain numbers here, dayjs only where a calendar is needed.
const fromDayNumber = (days: number): CivilDate | null =>
  Number.isNaN(days) ? null : new Date(days * MS_PER_DAY).toISOString().slice(0, 10);

function checked(date: CivilDate): number {
  const days = dayNumber(date);
  if (Number.isNaN(days)) {
    throw new RangeError(`civil date: '${date}' is no date of the calendar; expected YYYY-MM-DD`);
  }
  return days;
}

function parsed(date: CivilDate): dayjs.Dayjs {
  return dayjs.utc(checked(date) * MS_PER_DAY);
}

const inShanghai = (at: Date): dayjs.Dayjs => dayjs(at).utcOffset(OFFSET_MINUTES);

/** True for a `YYYY-MM-DD` that exists. For checking what people and files say. */
export const isCivilDate = (text: string): boolean => !Number.isNaN(dayNumber(text));

export function civilDate(now: Date): CivilDate {
  const date = fromDayNumber((now.getTime() + OFFSET_MINUTES * MS_PER_MINUTE) / MS_PER_DAY);
  if (date === null) throw new RangeError('civil date: the instant given is no valid Date');
  return date;
}

/** The instant at which clocks in Asia/Shanghai show `hhmm` on `date`. */
export function instantAt(date: CivilDate, hhmm: string): Date {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(hhmm);
  if (!match) throw new RangeError(`civil date: '${hhmm}' is no time of day; expected HH:mm`);
  return atMinute(date, Number(match[1]) * 60 + Number(match[2]));
}

const atMinute = (date: CivilDate, minute: number): Date =>
  new Date(checked(date) * MS_PER_DAY + (minute - OFFSET_MINUTES) * MS_PER_MINUTE);

/** 23:59:59, the last second of a limit (C.1 rule 4). */
export const endOfDay = (date: CivilDate): Date => new Date(atMinute(date, 24 * 60).getTime() - 1000);

export function addDays(date: CivilDate, n: number): CivilDate {
  const result = fromDayNumber(checked(date) + n);
  if (result === null) throw new RangeError(`civil date: ${n} days cannot be added to ${date}`);
  return result;
}

/** Same day number in the target month, else that month's last day (C.1 rule 3). */
export const addMonths = (date: CivilDate, n: number): CivilDate => parsed(date).add(n, 'month').format('YYYY-MM-DD');

export const addMinutes = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MS_PER_MINUTE);

/** From `a` to `b`, negative when `b` is earlier. */
export const daysBetween = (a: CivilDate, b: CivilDate): number => checked(b) - checked(a);

/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (date: CivilDate): Weekday =>
  (((((checked(date) + THURSDAY - 1) % 7) + 7) % 7) + 1) as Weekday;

export const yearOf = (date: CivilDate): number => Number(date.slice(0, 4));

/** `HH:mm` on the clocks of Asia/Shanghai; two of them compare as text. */
export const timeOfDay = (at: Date): string => inShanghai(at).format('HH:mm');

/** Monday of the week in which `date` lies. */
export const mondayOf = (date: CivilDate): CivilDate => addDays(date, 1 - weekdayOf(date));

/** ISO 8601: the week belongs to the year of its Thursday, e.g. `2026-W53` for 1 January 2027. */
export function isoWeek(now: Date): string {
  const thursday = addDays(mondayOf(civilDate(now)), 3);
  const week = Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`;
}

/** e.g. `6月10日（周三）` */
export const formatDay = (date: CivilDate): string =>
  `${parsed(date).format('M月D日')}（${WEEKDAYS[weekdayOf(date) - 1]}）`;

/** e.g. `6月10日 15:00` */
export const formatInstant = (at: Date): string => inShanghai(at).format('M月D日 HH:mm');
