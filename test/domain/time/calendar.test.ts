import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingDays,
  holidayName,
  isProvisional,
  isWorkingDay,
  nextWorkingDay,
  workingDaysBetween,
} from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { calendar } from './given.ts';

/** The table of domain.md C.1, copied by hand. */
const OFF_2026 = [
  ['元旦', '2026-01-01', '2026-01-03'],
  ['春节', '2026-02-15', '2026-02-23'],
  ['清明', '2026-04-04', '2026-04-06'],
  ['劳动节', '2026-05-01', '2026-05-05'],
  ['端午', '2026-06-19', '2026-06-21'],
  ['中秋', '2026-09-25', '2026-09-27'],
  ['国庆', '2026-10-01', '2026-10-07'],
] as const;
const MADE_UP_2026 = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];

const daysOf = (first: string, last: string): string[] => {
  const days = [first];
  while (days.at(-1) !== last) days.push(addDays(days.at(-1) ?? first, 1));
  return days;
};
const aDay = fc.integer({ min: 0, max: 1200 }).map((n) => addDays('2025-01-01', n));
const aWorkingDay = aDay.map((day) => nextWorkingDay(day, calendar));

describe('the calendar of 2026', () => {
  test.each(OFF_2026)('%s is off from %s to %s, and not a day longer', (name, first, last) => {
    for (const day of daysOf(first, last)) expect(holidayName(day, calendar)).toBe(name);

    expect(holidayName(addDays(first, -1), calendar)).toBeNull();
    expect(holidayName(addDays(last, 1), calendar)).toBeNull();
  });

  test.each(MADE_UP_2026)('%s is a weekend on which people work', (day) => {
    expect(isWorkingDay(day, calendar)).toBe(true);
    expect(holidayName(day, calendar)).toBeNull();
  });

  test('every other weekend day is off, every other weekday is not', () => {
    const off = new Set(OFF_2026.flatMap(([, first, last]) => daysOf(first, last)));
    for (const day of daysOf('2026-01-01', '2026-12-31')) {
      const isWeekend = [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());
      expect([day, isWorkingDay(day, calendar)]).toEqual([
        day,
        MADE_UP_2026.includes(day) || (!isWeekend && !off.has(day)),
      ]);
    }
  });

  test('it has 248 working days', () => {
    expect(workingDaysBetween('2025-12-31', '2026-12-31', calendar)).toBe(248);
  });
});

describe('a year without an arrangement', () => {
  test.each([
    ['元旦', '2027-01-01'],
    ['春节', '2027-02-06'],
    ['清明', '2027-04-05'],
    ['劳动节', '2027-05-01'],
    ['端午', '2027-06-09'],
    ['中秋', '2027-09-15'],
    ['国庆', '2027-10-01'],
    ['春节', '2028-01-26'],
  ])('%s is off on its first day only: %s', (name, day) => {
    expect(isWorkingDay(day, calendar)).toBe(false);
    expect(holidayName(day, calendar)).toBe(name);
    expect(holidayName(addDays(day, 1), calendar)).toBeNull();
  });

  test('dates that touch it are provisional, dates before it are not', () => {
    expect(isProvisional('2026-01-01', '2026-12-31', calendar)).toBe(false);
    expect(isProvisional('2026-12-31', '2027-01-01', calendar)).toBe(true);
    expect(calendar.officialYears).toContain(2026);
    expect(calendar.officialYears).not.toContain(2027);
  });

  test('statutory first days of known years do not add to their arrangement', () => {
    expect(isWorkingDay('2026-04-05', calendar)).toBe(false); // a Sunday, 清明
    expect(isWorkingDay('2025-10-06', calendar)).toBe(false);
  });
});

describe('counting working days', () => {
  test('a working day is its own next one', () => {
    expect(nextWorkingDay('2026-03-02', calendar)).toBe('2026-03-02');
    expect(nextWorkingDay('2026-10-03', calendar)).toBe('2026-10-08');
    expect(nextWorkingDay('2026-09-20', calendar)).toBe('2026-09-20');
  });

  test('backwards is the inverse of forwards', () => {
    fc.assert(
      fc.property(aWorkingDay, fc.integer({ min: -60, max: 60 }), (day, n) => {
        const there = addWorkingDays(day, n, calendar);
        expect(addWorkingDays(there, -n, calendar)).toBe(day);
        expect(workingDaysBetween(day, there, calendar)).toBe(n);
      }),
    );
  });

  test('the result is a working day, also from a day off', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 60 }), (day, n) =>
        isWorkingDay(addWorkingDays(day, n, calendar), calendar),
      ),
    );
  });

  test('backwards over a weekend is 0, not -0', () => {
    expect(workingDaysBetween('2025-01-04', '2025-01-03', calendar)).toBe(0);
  });

  test('stretches add up', () => {
    fc.assert(
      fc.property(aDay, aDay, aDay, (a, b, c) => {
        const between = (x: string, y: string) => workingDaysBetween(x, y, calendar);
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
      }),
      { numRuns: 30 },
    );
  });

  test('a calendar in which nobody ever works is reported, not searched for ever', () => {
    const broken = { ...calendar, daysOff: new Set(daysOf('2026-03-01', '2026-06-30')) };
    expect(() => nextWorkingDay('2026-03-02', broken)).toThrow('no working day within 60 days of 2026-03-02');
  });
});
