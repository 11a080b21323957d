import chineseDays from 'chinese-days';
import { describe, expect, test } from 'vitest';
import { buildCalendar, parseArrangement } from '../../../src/calendar-data.ts';
import { holidayName, isProvisional, isWorkingDay } from '../../../src/domain/calendar.ts';
import { calendar } from './given.ts';

const OWN = `
year: 2027
daysOff: [2027-01-01, 2027-02-05, 2027-02-06, 2027-02-07, 2027-02-08, 2027-10-01, 2027-10-02]
makeUpDays:
  - 2027-02-20
`;

describe('what ships with the program', () => {
  test('the official years are those that have data, 2026 the last', () => {
    expect(calendar.officialYears.slice(-3)).toEqual([2024, 2025, 2026]);
  });

  test('清明 of every year ahead agrees with the package', () => {
    for (let year = (calendar.officialYears.at(-1) ?? 0) + 1; year <= 2041; year += 1) {
      const date = chineseDays.getSolarTermDate(year, 4, 'pure_brightness');
      expect([date, calendar.provisionalDaysOff.has(date)]).toEqual([date, true]);
    }
  });
});

describe("an operator's file", () => {
  test('makes its year official and decides every day of it', () => {
    const own = buildCalendar([parseArrangement(OWN, 'calendar-2027.yaml')]);

    expect(own.officialYears).toContain(2027);
    expect(isProvisional('2026-06-01', '2027-12-31', own)).toBe(false);
    expect(isWorkingDay('2027-02-20', own)).toBe(true);
    expect(isWorkingDay('2027-02-05', own)).toBe(false);
    expect(isWorkingDay('2027-06-09', own)).toBe(true); // 端午 is not in the file
    expect(holidayName('2027-02-05', own)).toBe('春节');
    expect(holidayName('2027-10-02', own)).toBe('国庆');
  });

  test('overrides a year that ships with the program', () => {
    const own = buildCalendar([{ year: 2026, daysOff: ['2026-10-01'], makeUpDays: [] }]);

    expect(isWorkingDay('2026-10-02', own)).toBe(true);
    expect(isWorkingDay('2026-09-20', own)).toBe(false);
    expect(isWorkingDay('2025-10-02', own)).toBe(false);
  });

  test.each([
    ['year: 2027\ndaysOff: [2027-02-30, 2027-10-01]\nmakeUpDays: []', 'YYYY-MM-DD'],
    ['year: 2027\ndaysOff: [2026-10-01, 2027-10-01]\nmakeUpDays: []', '2026-10-01 is not of year 2027'],
    ['year: 2027\ndaysOff: [2027-01-01]\nmakeUpDays: []', 'lacks 2027-10-01'],
    ['year: 2027\ndaysOff: [2027-10-01]\nmakeUpDays: [2027-10-01]', 'in daysOff and in makeUpDays'],
    ['year: 2027\ndaysOf: [2027-10-01]\nmakeUpDays: []', 'daysOff'],
    ['', 'own.yaml'],
  ])('%j is refused with file and fault', (yaml, fault) => {
    expect(() => parseArrangement(yaml, 'own.yaml')).toThrow(fault);
    expect(() => parseArrangement(yaml, 'own.yaml')).toThrow('own.yaml');
  });
});
