import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCalendar } from '../../../src/calendar-data.ts';
import { isWorkingDay } from '../../../src/domain/calendar.ts';
import { addDays, formatInstant } from '../../../src/domain/civil-date.ts';
import { extendClock, ordinalOf, recomputeClock, stopClock } from '../../../src/domain/clocks.ts';
import { defaultRules } from '../../../src/domain/default-rules.ts';
import { aClock, aRule, at, calendar, dueOn, ladderOf, ruleOf, rules } from './given.ts';

describe('the test values of domain.md C.1', () => {
  test.each([
    ['2026-02-13', 'workingDay', 5, '2026-02-27'],
    ['2026-04-20', 'workingDay', 15, '2026-05-13'],
    ['2026-03-02', 'workingDay', 2, '2026-03-04'],
    ['2026-03-02', 'workingDay', 5, '2026-03-09'],
    ['2026-03-02', 'workingDay', 10, '2026-03-16'],
    ['2026-03-02', 'workingDay', 15, '2026-03-23'],
    ['2026-03-10', 'calendarMonth', 3, '2026-06-10'],
    ['2026-06-20', 'calendarMonth', 3, '2026-09-20'],
    ['2026-08-03', 'calendarMonth', 2, '2026-10-08'],
    ['2026-01-31', 'calendarMonth', 1, '2026-02-28'],
    ['2026-11-30', 'calendarMonth', 3, '2027-03-01'],
    ['2026-05-26', 'workingDay', 15, '2026-06-16'],
  ] as const)('from %s, %s × %i ends on %s', (start, unit, amount, due) => {
    const clock = aClock(aRule(unit, amount), start);

    expect(dueOn(clock)).toBe(due);
    expect(clock.dueAt.toISOString()).toBe(`${due}T15:59:59.000Z`);
    expect(clock.provisional).toBe(due.startsWith('2027'));
  });
});

describe('limits in general', () => {
  const aStart = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2025-06-01', n));
  const aLimit = fc.oneof(
    fc.tuple(fc.constant('workingDay' as const), fc.integer({ min: 1, max: 40 })),
    fc.tuple(fc.constant('calendarDay' as const), fc.integer({ min: 1, max: 90 })),
    fc.tuple(fc.constant('calendarMonth' as const), fc.integer({ min: 1, max: 12 })),
  );

  test('who starts later is never due earlier', () => {
    fc.assert(
      fc.property(aStart, aLimit, fc.integer({ min: 0, max: 20 }), (start, [unit, amount], later) => {
        const rule = aRule(unit, amount);
        expect(aClock(rule, addDays(start, later)).dueAt >= aClock(rule, start).dueAt).toBe(true);
      }),
    );
  });

  test('no limit ends on a day off', () => {
    fc.assert(
      fc.property(aStart, aLimit, (start, [unit, amount]) =>
        isWorkingDay(dueOn(aClock(aRule(unit, amount), start)), calendar),
      ),
    );
  });

  test('a limit that does not roll forward stays on its day off', () => {
    expect(dueOn(aClock({ ...aRule('calendarMonth', 2), rollForward: false }, '2026-08-03'))).toBe('2026-10-03');
  });

  test('the hour of the start does not matter for days', () => {
    expect(dueOn(aClock(aRule('workingDay', 2), '2026-03-02 00:00'))).toBe('2026-03-04');
    expect(dueOn(aClock(aRule('workingDay', 2), '2026-03-02 23:59'))).toBe('2026-03-04');
  });

  test('a promise is due on its own date, day off or not, and needs one', () => {
    expect(dueOn(aClock('C-24', '2026-03-10', { onDate: '2026-12-26' }))).toBe('2026-12-26');
    expect(() => aClock('C-24', '2026-03-10')).toThrow("clock C-24: unit 'onDate' needs onDate");
  });

  test.each([
    ['C-26', '2026-06-01', '2026-11-20'],
    ['C-26', '2026-11-20', '2027-11-22'], // 20 November 2027 is a Saturday
    ['C-27', '2026-03-10', '2026-11-30'],
  ])('%s started on %s is due on the date of the year: %s', (id, start, due) => {
    expect(dueOn(aClock(id, start))).toBe(due);
  });

  test.each([
    ['2026-03-13 10:00', '3月13日 16:00'], // Friday: two hours, the pause, two hours
    ['2026-03-12 17:00', '3月13日 11:30'],
    ['2026-03-13 17:00', '3月14日 17:00'], // the weekend: 24 elapsed hours come first
    ['2026-02-14 16:30', '2月15日 16:30'], // a make-up Saturday before the Spring Festival
  ])('an urgent report handed in at %s is screened by %s', (start, due) => {
    expect(formatInstant(aClock('S-01u', start).dueAt)).toBe(due);
  });

  test('joint signing ends after a day to the minute', () => {
    expect(formatInstant(aClock('C-02', '2026-03-07 15:20').dueAt)).toBe('3月8日 15:20');
  });

  test('a limit may end with another one', () => {
    const notAfter = aClock('C-10', '2026-03-10').dueAt;

    expect(dueOn(aClock('C-16', '2026-06-08', { notAfter }))).toBe('2026-06-10');
    expect(dueOn(aClock('C-16', '2026-06-01', { notAfter }))).toBe('2026-06-08');
  });
});

describe('the life of a clock', () => {
  test('it starts with nothing told and remembers its rule pack', () => {
    expect(aClock('C-10', '2026-03-10')).toMatchObject({
      ruleId: 'C-10',
      ruleVersion: rules.version,
      subject: 'as-1',
      ordinal: 1,
      extendedBy: null,
      stoppedAt: null,
      told: [],
      originalDueAt: new Date('2026-06-10T15:59:59Z'),
    });
  });

  test('it stops once', () => {
    const stopped = stopClock(aClock('C-10', '2026-03-10'), at('2026-05-01'));

    expect(stopClock(stopped, at('2026-05-02')).stoppedAt).toEqual(at('2026-05-01'));
  });

  test('an extension moves the end, keeps the first one, and rebuilds the reminders', () => {
    const told = ['R0', 'R1', 'R2', 'R3'];
    const clock = { ...aClock('C-10', '2026-03-10'), told };
    const moved = extendClock(clock, '2026-07-10', 'as-1', { rule: ruleOf('C-10'), rules, at: at('2026-05-27') });

    expect(dueOn(moved)).toBe('2026-07-10');
    expect(moved.originalDueAt).toEqual(clock.dueAt);
    expect(moved.told).toEqual(['R0', 'R1']);
    expect(ladderOf(moved)).toContain('R2 6月10日 08:30');
    expect(ordinalOf(moved)).not.toBe(ordinalOf(clock));
  });

  test('steps of the new ladder that already lie behind stay silent', () => {
    const clock = { ...aClock('C-10', '2026-03-10'), told: ['R0', 'R1', 'R2', 'R3', 'R4'] };
    const moved = extendClock(clock, '2026-06-12', 'as-1', { rule: ruleOf('C-10'), rules, at: at('2026-06-04') });

    expect(moved.told).toEqual(['R0', 'R1', 'R2', 'R3']);
  });

  test('two subjects of one case never share an ordinal', () => {
    const ordinals = ['', 'as-1', 'as-2'].map((subject) => ordinalOf(aClock('C-10', '2026-03-10', { subject })));
    expect(new Set(ordinals).size).toBe(3);
  });

  test('when the arrangement arrives, provisional clocks move and lose the mark, others do not', () => {
    const daysOff = ['2027-01-01', ...Array.from({ length: 8 }, (_, n) => addDays('2027-02-05', n)), '2027-10-01'];
    const known = defaultRules(buildCalendar([{ year: 2027, daysOff, makeUpDays: ['2027-02-14'] }]));
    const rule = aRule('workingDay', 5);
    const clock = aClock(rule, '2027-02-04');
    const old = aClock(rule, '2026-03-02');

    const moved = recomputeClock(clock, rule, known);

    expect([dueOn(clock), clock.provisional]).toEqual(['2027-02-11', true]);
    expect([dueOn(moved), moved.provisional]).toEqual(['2027-02-18', false]);
    expect(recomputeClock(old, rule, known)).toBe(old);
    expect(recomputeClock(stopClock(clock, at('2027-02-05')), rule, known).provisional).toBe(true);
  });
});
