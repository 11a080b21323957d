import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDate } from '../../src/dialogue/dates.ts';

const NOW = new Date('2026-03-02T10:00:00+08:00');

describe('dates as people type them', () => {
  test.each([
    ['2026-09-30', '2026-09-30'],
    ['2026年9月30日', '2026-09-30'],
    ['2026.9.30', '2026-09-30'],
    ['9月30日', '2026-09-30'],
    ['9/30', '2026-09-30'],
    ['1月5日', '2027-01-05'],
    ['今天', '2026-03-02'],
    ['后天上午', '2026-03-04'],
    ['2028年2月29日', '2028-02-29'],
    ['2026年2月30日', null],
    ['13月1日', null],
    ['尽快', null],
  ])('%s is %s', (typed, expected) => {
    expect(parseDate(typed, NOW)).toBe(expected);
  });

  test('a date without a year lies in the past when the past is asked for', () => {
    expect(parseDate('12月20日', NOW, 'past')).toBe('2025-12-20');
    expect(parseDate('2月28日', NOW, 'past')).toBe('2026-02-28');
  });

  test('today is the day in Shanghai, whatever the clock of the machine says', () => {
    expect(parseDate('今天', new Date('2026-03-01T16:30:00Z'))).toBe('2026-03-02');
  });

  test('P17 every possible day is read as itself', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(parseDate(iso, NOW)).toBe(iso);
      }),
    );
  });
});
