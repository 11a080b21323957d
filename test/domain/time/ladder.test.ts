import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, formatInstant } from '../../../src/domain/civil-date.ts';
import { nextStepAt, stepsOf, stopClock } from '../../../src/domain/clocks.ts';
import { aClock, at, ladderOf, ruleOf, rules } from './given.ts';

const idsOf = (clock: ReturnType<typeof aClock>): string[] => ladderOf(clock).map((line) => line.split(' ')[0] ?? '');

describe('the full ladder', () => {
  test('a three-month clock has every step', () => {
    expect(ladderOf(aClock('C-10', '2026-03-10 10:00'))).toEqual([
      'R0 3月10日 10:00',
      'R1 4月25日 08:30',
      'R2 5月11日 08:30',
      'R3 5月26日 08:30',
      'R4 6月3日 08:30',
      'R5 6月5日 08:30',
      'R6 6月9日 09:00',
      'R7 6月10日 15:00',
      'E1 6月11日 08:30',
    ]);
  });

  test('a 30-day clock has R0 and R3–R7: R2 falls on the start, half time on T-15', () => {
    expect(ladderOf(aClock('C-19', '2026-05-18 10:00'))).toEqual([
      'R0 5月18日 10:00',
      'R3 6月2日 08:30',
      'R4 6月10日 08:30',
      'R5 6月12日 08:30',
      'R6 6月16日 09:00',
      'R7 6月17日 15:00',
      'E1 6月18日 08:30',
    ]);
  });

  test('it has the same steps on whatever day it starts, also when its end moves', () => {
    const someDay = fc.integer({ min: 0, max: 500 }).map((n) => addDays('2026-01-01', n));

    fc.assert(
      fc.property(someDay, (day) => {
        const steps = new Set(idsOf(aClock('C-19', day)));
        expect([steps.has('R0'), steps.has('R1'), steps.has('R2')]).toEqual([true, false, false]);
        expect([steps.has('R3'), steps.has('R7'), steps.has('E1')]).toEqual([true, true, true]);
      }),
    );
  });

  test('no two steps share a day and none lies before the start', () => {
    const someDay = fc.integer({ min: 0, max: 500 }).map((n) => addDays('2026-01-01', n));
    const aBigClock = fc.constantFrom('C-10', 'C-19', 'C-25', 'S-06');

    fc.assert(
      fc.property(aBigClock, someDay, (id, day) => {
        const clock = aClock(id, `${day} 16:00`);
        const steps = stepsOf(clock, ruleOf(id), rules);
        const days = steps.map(({ dueAt }) => formatInstant(dueAt).split(' ')[0]);
        expect(new Set(days).size).toBe(days.length);
        expect(steps.every(({ dueAt }) => dueAt >= clock.startAt)).toBe(true);
      }),
    );
  });

  test('of two steps on one day the later-numbered is sent', () => {
    // Promised for Saturday 21 February, inside the Spring Festival: T-7 d and T-1 WD are both 14 February, a
    // Saturday on which people work.
    const steps = ladderOf(aClock('C-24', '2026-01-05', { onDate: '2026-02-21' }));

    expect(steps).toContain('R6 2月14日 09:00');
    expect(steps).toContain('R7 2月21日 15:00');
    expect(steps.join()).not.toContain('R4');
  });

  test('over a long holiday a step counted in days may come after one counted in working days', () => {
    expect(ladderOf(aClock('C-24', '2026-03-10', { onDate: '2026-10-09' }))).toEqual(
      expect.arrayContaining(['R5 9月29日 08:30', 'R4 10月2日 08:30', 'R6 10月8日 09:00']),
    );
  });

  test('a promise due tomorrow has only what is still ahead', () => {
    expect(ladderOf(aClock('C-24', '2026-03-10 10:00', { onDate: '2026-03-11' }))).toEqual([
      'R0 3月10日 10:00',
      'R7 3月11日 15:00',
      'E1 3月12日 08:30',
    ]);
  });

  test('who is told, and how urgently', () => {
    const told = Object.fromEntries(ruleOf('C-10').ladder.map((step) => [step.id, [...step.to].sort().join(' ')]));

    expect(told).toEqual({
      R0: 'unitDeputy unitLiaison',
      R1: 'unitLiaison',
      R2: 'unitLiaison',
      R3: 'unitDeputy unitLiaison',
      R4: 'unitDeputy unitLiaison',
      R5: 'unitDeputy unitHead unitLiaison',
      R6: 'unitDeputy unitHead unitLiaison',
      R7: 'proposalStaff unitDeputy unitHead unitLiaison',
      E1: 'proposalStaff unitDeputy unitHead unitLiaison',
    });
    expect(
      ruleOf('C-10')
        .ladder.filter(({ urgency }) => urgency === 'urgent')
        .map(({ id }) => id),
    ).toEqual(['R5', 'R6', 'R7', 'E1']);
    expect(ruleOf('C-10').ladder.find(({ id }) => id === 'R4')?.toIfKey).toEqual(['unitHead']);
    expect(ruleOf('C-19').ladder.filter(({ to }) => !to.includes('unitHead'))).toEqual([]);
    expect(ruleOf('S-06').ladder.flatMap(({ to }) => to)).not.toContain('proposalStaff');
  });

  test.each([
    ['C-10', 'G-18'],
    ['C-19', 'G-18'],
    ['C-24', 'G-30'],
    ['C-25', 'G-18'],
    ['S-06', 'G-18'],
  ])('%s speaks with %s, and with G-19 when it is over', (id, text) => {
    const texts = Object.fromEntries(ruleOf(id).ladder.map((step) => [step.id, step.text]));
    expect(texts).toEqual({
      R0: text,
      R1: text,
      R2: text,
      R3: text,
      R4: text,
      R5: text,
      R6: text,
      R7: text,
      E1: 'G-19',
    });
  });
});

describe('small ladders', () => {
  test.each([
    ['C-02', '2026-03-07 15:20', ['half 3月8日 03:20', 'T-1h 3月8日 14:20']],
    ['C-04', '2026-03-02', ['T-2WD 3月5日 08:30', 'T-0 3月9日 08:30']],
    ['C-06', '2026-03-02', ['T-7d 3月9日 08:30']],
    ['C-07', '2026-03-02', ['T-0 3月4日 08:30', '+1WD 3月5日 08:30']],
    ['C-08', '2026-03-02', ['T-1WD 3月6日 08:30']],
    ['C-08b', '2026-03-02', ['T-1WD 3月6日 08:30', 'T-0 3月9日 08:30', '+1WD 3月10日 08:30']],
    ['C-09', '2026-03-02', ['T-5WD 3月16日 08:30', 'T-2WD 3月19日 08:30', 'T-0 3月23日 08:30']],
    ['C-11', '2026-03-10', ['T-7d 4月3日 08:30', 'T-3WD 4月7日 08:30', 'T-0 4月10日 08:30', '+1WD 4月13日 08:30']],
    ['C-12', '2026-03-02', ['T-2WD 3月5日 08:30', 'T-0 3月9日 08:30']],
    ['C-17', '2026-03-02', ['T-3WD 3月11日 08:30']],
    ['C-18', '2026-03-02', ['day5 3月9日 08:30', 'day10 3月16日 08:30', 'day14 3月20日 08:30', 'T-0 3月23日 08:30']],
    ['S-01', '2026-03-02', ['T-0 3月5日 08:30', '+2WD 3月9日 08:30']],
    ['S-01u', '2026-03-13 10:00', ['half 3月13日 13:00']],
    ['S-02', '2026-03-02', ['T-1WD 3月6日 08:30']],
  ])('%s started on %s', (id, start, ladder) => {
    expect(ladderOf(aClock(id, start))).toEqual(ladder);
  });

  test.each([
    ['C-07', ['unitLiaison', 'unitDeputy']],
    ['C-08b', ['assignOffice', 'assignOffice', 'secretaryGeneral']],
    ['C-12', ['author', 'proposalStaff']],
    ['C-18', ['author', 'author', 'author', 'proposalStaff']],
    ['S-01', ['infoEditor', 'infoReviewer']],
  ])('%s tells %j', (id, audiences) => {
    expect(ruleOf(id).ladder.flatMap(({ to }) => to)).toEqual(audiences);
  });
});

describe('when a clock next wants to be looked at', () => {
  test('at its earliest step that has not been told', () => {
    const clock = aClock('C-10', '2026-03-10 10:00');

    expect(nextStepAt(clock, ruleOf('C-10'), rules)).toEqual(at('2026-03-10 10:00'));
    expect(nextStepAt({ ...clock, told: ['R0', 'R2'] }, ruleOf('C-10'), rules)).toEqual(at('2026-04-25 08:30'));
  });

  test('at its end when something happens then, once', () => {
    const rule = ruleOf('C-18');
    const clock = { ...aClock('C-18', '2026-03-02'), told: ['day5', 'day10', 'day14', 'T-0'] };

    expect(nextStepAt(clock, rule, rules)).toEqual(new Date('2026-03-23T15:59:59Z'));
    expect(nextStepAt({ ...clock, told: [...clock.told, 'due'] }, rule, rules)).toBeNull();
  });

  test('never again when it has stopped or has told all', () => {
    const clock = aClock('C-10', '2026-03-10');
    const all = ruleOf('C-10').ladder.map(({ id }) => id);

    expect(nextStepAt(stopClock(clock, at('2026-03-11')), ruleOf('C-10'), rules)).toBeNull();
    expect(nextStepAt({ ...clock, told: all }, ruleOf('C-10'), rules)).toBeNull();
  });

  test.each(Object.keys(rules.clocks))(
    '%s: looking, telling, looking again tells every step in order and ends',
    (id) => {
      const rule = ruleOf(id);
      let clock = aClock(id, '2026-03-10', { onDate: '2026-08-14' });
      const seen: number[] = [];
      for (let now = nextStepAt(clock, rule, rules); now; now = nextStepAt(clock, rule, rules)) {
        const told = toldBy(now, clock);
        clock = { ...clock, told };
        seen.push(now.getTime());
      }

      const every = stepsOf(clock, rule, rules).map(({ step }) => step.id);
      expect([...clock.told].sort()).toEqual([...every, ...(rule.onDue.length > 0 ? ['due'] : [])].sort());
      expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    },
  );

  /** What a sweep at `now` would mark. */
  function toldBy(now: Date, clock: ReturnType<typeof aClock>): string[] {
    const rule = ruleOf(clock.ruleId);
    const steps = stepsOf(clock, rule, rules).filter(({ dueAt }) => dueAt <= now);
    return [...steps.map(({ step }) => step.id), ...(rule.onDue.length > 0 && clock.dueAt <= now ? ['due'] : [])];
  }
});
