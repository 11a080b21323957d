import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  civilDate,
  daysBetween,
  endOfDay,
  formatDay,
  formatInstant,
  instantAt,
  isCivilDate,
  isoWeek,
  weekdayOf,
} from '../../../src/domain/civil-date.ts';

const anInstant = fc.date({
  min: new Date('1992-01-01T00:00:00Z'),
  max: new Date('2099-12-31T00:00:00Z'),
  noInvalidDate: true,
});

describe('civil dates', () => {
  test('the fixed offset agrees with the zone database for every instant since 1992', () => {
    const zone = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

    fc.assert(fc.property(anInstant, (now) => civilDate(now) === zone.format(now)));
  });

  test('the day begins at midnight in Shanghai, not in London', () => {
    expect(civilDate(new Date('2026-03-09T15:59:59Z'))).toBe('2026-03-09');
    expect(civilDate(new Date('2026-03-09T16:00:00Z'))).toBe('2026-03-10');
    expect(instantAt('2026-03-10', '08:30')).toEqual(new Date('2026-03-10T00:30:00Z'));
    expect(endOfDay('2026-06-10')).toEqual(new Date('2026-06-10T15:59:59Z'));
  });

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-03-10', 3, '2026-06-10'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-05-31', -3, '2026-02-28'],
  ])('%s and %i months is %s: the same day number, else the last of the month', (from, n, to) => {
    expect(addMonths(from, n)).toBe(to);
  });

  test('days cross months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2026-03-10', '2026-06-10')).toBe(92);
    expect(daysBetween('2026-06-10', '2026-03-10')).toBe(-92);
  });

  test.each([
    ['2026-01-01', '2026-W01'],
    ['2026-03-02', '2026-W10'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-01', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
  ])('%s lies in %s', (date, week) => {
    expect(isoWeek(instantAt(date, '00:00'))).toBe(week);
  });

  test('people read day and weekday', () => {
    expect(formatDay('2026-06-10')).toBe('6月10日（周三）');
    expect(formatDay('2026-09-20')).toBe('9月20日（周日）');
    expect(formatInstant(new Date('2026-06-10T07:00:00Z'))).toBe('6月10日 15:00');
    expect(weekdayOf('2026-03-02')).toBe(1);
    expect(weekdayOf('2026-03-08')).toBe(7);
  });

  test.each(['2026-02-30', '2026-2-3', '', 'today', '2026-13-01'])('%j is refused by name', (text) => {
    expect(isCivilDate(text)).toBe(false);
    expect(() => addDays(text, 1)).toThrow(`'${text}'`);
  });

  test.each(['24:00', '8:30', '12:60'])('%j is no time of day', (text) => {
    expect(() => instantAt('2026-03-02', text)).toThrow(`'${text}'`);
  });
});
