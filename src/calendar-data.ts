/**
 * Builds the `Calendar` of the domain: the arrangements that ship with the package chinese-days, an operator's own
 * files laid over them, and for the years after that the first days of the statutory holidays (C.1 rule 6).
 * The package computes in the machine's zone in places; only its plain data and `getLunarDate` of a
 * 'YYYY-MM-DD', which do not, are used.
 */

import chineseDays from 'chinese-days';
import shipped from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { parse } from 'yaml';
import * as z from 'zod';
import { addDays, daysBetween, isCivilDate } from './domain/civil-date.ts';
import type { Calendar } from './domain/rules.ts';

const PROVISIONAL_YEARS = 15;
const FIRST_YEAR = 2004;
/** Every arrangement holds National Day; a year without it has at most a few days lent by a neighbour. */
const NATIONAL_DAY = '10-01';

const FIXED: Readonly<Record<string, string>> = { '01-01': '元旦', '05-01': '劳动节', '10-01': '国庆' };

/** Lunar month and day, and the solar days between which it can fall. */
const LUNAR = [
  { name: '春节', month: 1, day: 1, from: '01-20', to: '02-22' },
  { name: '端午', month: 5, day: 5, from: '05-25', to: '06-28' },
  { name: '中秋', month: 8, day: 15, from: '09-05', to: '10-10' },
] as const;

const civilDateText = z.string().refine(isCivilDate, { error: 'must be a date that exists, written YYYY-MM-DD' });
const arrangementSchema = z.strictObject({
  year: z.int().min(2000).max(2099),
  daysOff: z.array(civilDateText),
  makeUpDays: z.array(civilDateText),
});

/** One year as the State Council arranged it: all days of each holiday, and the working days at weekends. */
export type Arrangement = z.infer<typeof arrangementSchema>;

interface Shipped {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

/**
 * @param yaml `{year, daysOff: [], makeUpDays: []}`
 * @param source file name, named in errors
 * @throws RangeError that lists everything wrong with the file
 */
export function parseArrangement(yaml: string, source: string): Arrangement {
  const result = arrangementSchema.safeParse(parse(yaml));
  if (!result.success) throw new RangeError(`calendar file ${source}: ${z.prettifyError(result.error)}`);
  const faults = faultsOf(result.data);
  if (faults.length > 0) throw new RangeError(`calendar file ${source}: ${faults.join('; ')}`);
  return result.data;
}

function faultsOf({ year, daysOff, makeUpDays }: Arrangement): readonly string[] {
  const isNear = (date: string): boolean => `${year - 1}-12-20` <= date && date <= `${year + 1}-01-10`;
  return [
    ...[...daysOff, ...makeUpDays].filter((date) => !isNear(date)).map((date) => `${date} is not of year ${year}`),
    ...makeUpDays.filter((date) => daysOff.includes(date)).map((date) => `${date} is in daysOff and in makeUpDays`),
    ...(daysOff.includes(`${year}-${NATIONAL_DAY}`)
      ? []
      : [`daysOff lacks ${year}-${NATIONAL_DAY}: list every day of each holiday, weekends too`]),
  ];
}

/** @param own arrangements of the operator; each replaces what is known of its year */
export function buildCalendar(own: readonly Arrangement[] = []): Calendar {
  const ownYears = new Set(own.map(({ year }) => year));
  const isKept = (date: string): boolean => !ownYears.has(Number(date.slice(0, 4)));
  const daysOff = [...Object.keys(shipped.holidays).filter(isKept), ...own.flatMap((one) => one.daysOff)];
  const makeUpDays = [...Object.keys(shipped.workdays).filter(isKept), ...own.flatMap((one) => one.makeUpDays)];
  const off = new Set(daysOff);
  const officialYears = [...new Set(daysOff.map((date) => Number(date.slice(0, 4))))]
    .filter((year) => off.has(`${year}-${NATIONAL_DAY}`))
    .sort();
  const statutory = statutoryDays([...ownYears, ...yearsAfter(officialYears.at(-1) ?? FIRST_YEAR - 1)]);
  return {
    officialYears,
    daysOff: off,
    makeUpDays: new Set(makeUpDays),
    provisionalDaysOff: new Set([...Object.keys(FIXED), ...Object.keys(statutory)]),
    names: { ...FIXED, ...statutory, ...shippedNames(shipped, isKept), ...ownNames(own, statutory) },
  };
}

/** `New Year's Day,元旦,1` → 元旦; the names of domain.md C.1. */
function shippedNames({ holidays, workdays }: Shipped, isKept: (date: string) => boolean): Record<string, string> {
  const entries = Object.entries({ ...holidays, ...workdays }).filter(([date]) => isKept(date));
  return Object.fromEntries(
    entries.map(([date, text]) => [date, (text.split(',')[1] ?? '节假日').replace('国庆节', '国庆')]),
  );
}

/** Years for which nobody has arranged anything; those that ship with the package bear their own names. */
const yearsAfter = (last: number): number[] => Array.from({ length: PROVISIONAL_YEARS }, (_, n) => last + 1 + n);

/** First day of each moving statutory holiday, by date. */
const statutoryDays = (years: readonly number[]): Record<string, string> =>
  Object.assign({}, ...years.map(statutoryDaysOf));

/** Known once computed: every committee's calendar, and every reload of it, asks for the same years. */
const known = new Map<number, Readonly<Record<string, string>>>();

function statutoryDaysOf(year: number): Readonly<Record<string, string>> {
  const days = known.get(year) ?? {
    [pureBrightness(year)]: '清明',
    ...Object.fromEntries(
      LUNAR.map(({ name, month, day, from, to }) => [
        solarDate(year, month, day, `${year}-${from}`, `${year}-${to}`),
        name,
      ]),
    ),
  };
  known.set(year, days);
  return days;
}

function solarDate(year: number, month: number, day: number, from: string, to: string): string {
  let date = from;
  while (date <= to) {
    const lunar = chineseDays.getLunarDate(date);
    const isMonth = lunar.lunarMon === month && !lunar.isLeap;
    if (isMonth && lunar.lunarDay === day) return date;
    date = addDays(date, isMonth && lunar.lunarDay < day ? day - lunar.lunarDay : daysToNextMonth(lunar.lunarDay));
  }
  throw new RangeError(`calendar: lunar ${month}-${day} of ${year} lies not between ${from} and ${to}`);
}

/** A lunar month has 29 or 30 days: this many can be passed over without missing the first of the next. */
const daysToNextMonth = (lunarDay: number): number => Math.max(1, 30 - lunarDay);

/** 清明 by the usual formula for the 21st century: 4 or 5 April. */
function pureBrightness(year: number): string {
  const y = year % 100;
  return `${year}-04-0${Math.floor(y * 0.2422 + 4.81) - Math.floor(y / 4)}`;
}

/** An operator's file has no names: a run of days off is called after the statutory day in it. */
function ownNames(own: readonly Arrangement[], statutory: Readonly<Record<string, string>>): Record<string, string> {
  const names: Record<string, string> = {};
  for (const { daysOff } of own) {
    for (const run of runsOf([...daysOff].sort())) {
      const name = run.map((date) => statutory[date] ?? FIXED[date.slice(5)]).filter(Boolean);
      for (const date of run) names[date] = name.join('、') || '节假日';
    }
  }
  return names;
}

function runsOf(sorted: readonly string[]): readonly (readonly string[])[] {
  const runs: string[][] = [];
  for (const date of sorted) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && daysBetween(last, date) === 1) run.push(date);
    else runs.push([date]);
  }
  return runs;
}
