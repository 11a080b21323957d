import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Obligation } from '../../../src/domain/case.ts';
import { addMinutes, formatInstant } from '../../../src/domain/civil-date.ts';
import {
  type DueItem,
  digestSlot,
  nextSpeakingInstant,
  planDispatch,
  speakingAt,
} from '../../../src/domain/speaking.ts';
import { at, rules } from './given.ts';

const anObligation = (key: string, urgency: Obligation['urgency']): Obligation => ({
  key,
  committee: 'yunchuan',
  case: 'c-1',
  kind: 'C-10/R4',
  text: 'G-18',
  ordinal: '1',
  recipient: 'p-1',
  dueAt: at('2026-03-10 08:30'),
  urgency,
  subject: '',
  clock: null,
  facts: {},
});
const due = (key: string, urgency: Obligation['urgency'], late = false): DueItem => ({
  obligation: anObligation(key, urgency),
  late,
});
const LIAISON = { isUnitLiaison: true, isMember: false };
const MEMBER = { isUnitLiaison: false, isMember: true };
const STAFF = { isUnitLiaison: false, isMember: false };
const FRESH = { bundlesToday: 0, pushesThisWeek: 0 };
const MORNING = at('2026-03-10 08:30'); // a Tuesday

/** `a b | c` sent as two messages; `2026… : d` waits. */
function planned(items: DueItem[], person = LIAISON, history = FRESH, now = MORNING) {
  const { send, defer } = planDispatch(items, person, history, now, rules);
  const keys = (obligations: readonly Obligation[]) => obligations.map(({ key }) => key).join(' ');
  return {
    send: send.map(keys),
    defer: defer.map(({ until, obligations }) => `${formatInstant(until)} ${keys(obligations)}`),
  };
}

describe('hours', () => {
  test.each([
    ['2026-03-10 08:29', false],
    ['2026-03-10 08:30', true],
    ['2026-03-10 11:59', true],
    ['2026-03-10 12:00', false],
    ['2026-03-10 13:59', false],
    ['2026-03-10 14:00', true],
    ['2026-03-10 17:59', true],
    ['2026-03-10 18:00', false],
    ['2026-03-14 10:00', false], // Saturday
    ['2026-02-14 10:00', true], // make-up Saturday
    ['2026-10-05 10:00', false], // National Day week
  ])('at %s it speaks: %s', (now, speaks) => {
    expect(speakingAt(at(now), rules)).toBe(speaks);
  });

  test.each([
    ['2026-03-10 10:00', '3月10日 10:00'],
    ['2026-03-10 12:30', '3月10日 14:00'],
    ['2026-03-10 07:00', '3月10日 08:30'],
    ['2026-03-13 18:00', '3月16日 08:30'],
    ['2026-02-14 18:00', '2月24日 08:30'],
    ['2026-09-30 19:00', '10月8日 08:30'],
  ])('from %s the next moment is %s', (now, next) => {
    expect(formatInstant(nextSpeakingInstant(at(now), rules))).toBe(next);
  });

  test('the next moment is one in which it speaks, and there is none before', () => {
    const anInstant = fc.integer({ min: 0, max: 400 * 24 * 60 }).map((n) => addMinutes(at('2026-01-01 00:00'), n));
    fc.assert(
      fc.property(anInstant, (now) => {
        const next = nextSpeakingInstant(now, rules);
        expect(next >= now && speakingAt(next, rules)).toBe(true);
        expect(next.getTime() === now.getTime() || !speakingAt(addMinutes(next, -1), rules)).toBe(true);
        expect(next.getTime() === now.getTime()).toBe(speakingAt(now, rules));
      }),
    );
  });

  test('during the plenary meeting the hours are longer, also at noon and on a Sunday', () => {
    const plenary = { first: '2026-01-17', last: '2026-01-20', from: '07:30', to: '21:30' };
    const then = { ...rules, speaking: { ...rules.speaking, plenary } };

    expect(['07:30', '12:30', '21:29'].map((time) => speakingAt(at(`2026-01-18 ${time}`), then))).toEqual([
      true,
      true,
      true,
    ]);
    expect(speakingAt(at('2026-01-18 21:30'), then)).toBe(false);
    expect(speakingAt(at('2026-01-21 12:30'), then)).toBe(false);
  });
});

describe('the weekly digest', () => {
  test.each([
    ['2026-03-02 00:00', '2026-W10', '3月2日 09:03'],
    ['2026-03-08 23:59', '2026-W10', '3月2日 09:03'],
    ['2026-04-06 09:00', '2026-W15', '4月7日 09:03'], // Monday off: 清明
    ['2026-05-04 09:00', '2026-W19', '5月6日 09:03'],
    ['2026-10-05 09:00', '2026-W41', '10月8日 09:03'],
  ])('of the week of %s is %s, sent %s', (now, week, sent) => {
    const slot = digestSlot(at(now), rules);
    expect([slot.week, formatInstant(slot.dueAt)]).toEqual([week, sent]);
  });

  test('a week without a working day shares the slot of the next one', () => {
    expect(digestSlot(at('2026-02-18'), rules)).toEqual(digestSlot(at('2026-02-23'), rules));
    expect(formatInstant(digestSlot(at('2026-02-18'), rules).dueAt)).toBe('2月24日 09:03');
  });
});

describe('what one person is told now', () => {
  test('reminders of a liaison become one message, once a day', () => {
    const items = [due('a', 'reminder'), due('b', 'reminder')];

    expect(planned(items)).toEqual({ send: ['a b'], defer: [] });
    expect(planned(items, LIAISON, { bundlesToday: 1, pushesThisWeek: 1 })).toEqual({
      send: [],
      defer: ['3月11日 08:30 a b'],
    });
  });

  test('on a Friday the second bundle waits for Monday', () => {
    const friday = at('2026-03-13 15:00');
    expect(planned([due('a', 'reminder')], LIAISON, { bundlesToday: 1, pushesThisWeek: 1 }, friday).defer).toEqual([
      '3月16日 08:30 a',
    ]);
  });

  test('what is urgent breaks the budget, and reminders ride along', () => {
    const items = [due('a', 'reminder'), due('u', 'urgent')];
    expect(planned(items, LIAISON, { bundlesToday: 1, pushesThisWeek: 9 })).toEqual({ send: ['a u'], defer: [] });
  });

  test('but nothing breaks the hours', () => {
    const items = [due('u', 'urgent'), due('n', 'notice')];
    expect(planned(items, LIAISON, FRESH, at('2026-03-10 12:10'))).toEqual({ send: [], defer: ['3月10日 14:00 u n'] });
  });

  test('notices go at once, each by itself', () => {
    const items = [due('n', 'notice'), due('m', 'notice'), due('a', 'reminder')];
    expect(planned(items, LIAISON, { bundlesToday: 1, pushesThisWeek: 0 })).toEqual({
      send: ['n', 'm'],
      defer: ['3月11日 08:30 a'],
    });
  });

  test('a member hears at most three pushes a week, and always of his own items', () => {
    const items = [due('a', 'reminder'), due('n', 'notice')];

    expect(planned(items, MEMBER, { bundlesToday: 0, pushesThisWeek: 2 })).toEqual({ send: ['n', 'a'], defer: [] });
    expect(planned(items, MEMBER, { bundlesToday: 0, pushesThisWeek: 3 })).toEqual({
      send: ['n'],
      defer: ['3月16日 08:30 a'],
    });
  });

  test('who is both waits for the later of the two budgets', () => {
    const both = { isUnitLiaison: true, isMember: true };
    expect(planned([due('a', 'reminder')], both, { bundlesToday: 1, pushesThisWeek: 3 }).defer).toEqual([
      '3月16日 08:30 a',
    ]);
  });

  test('staff have no budget, but one message for all that is due', () => {
    expect(
      planned([due('a', 'reminder'), due('b', 'reminder')], STAFF, { bundlesToday: 5, pushesThisWeek: 9 }),
    ).toEqual({
      send: ['a b'],
      defer: [],
    });
  });

  test('after an outage everything late is one message', () => {
    const items = [due('n', 'notice', true), due('u', 'urgent', true), due('a', 'reminder', true), due('m', 'notice')];
    expect(planned(items)).toEqual({ send: ['m', 'n u a'], defer: [] });
  });

  test('late reminders alone keep to the budget', () => {
    const history = { bundlesToday: 1, pushesThisWeek: 0 };
    expect(planned([due('a', 'reminder', true)], LIAISON, history).defer).toEqual(['3月11日 08:30 a']);
  });

  test('nothing due, nothing said', () => {
    expect(planned([])).toEqual({ send: [], defer: [] });
  });
});

describe('whatever is due, to whomever, whenever', () => {
  const someItems = fc
    .array(fc.tuple(fc.constantFrom('notice', 'reminder', 'urgent'), fc.boolean()), { maxLength: 12 })
    .map((all) => all.map(([urgency, late], n) => due(`k${n}`, urgency as Obligation['urgency'], late)));
  const somebody = fc.record({ isUnitLiaison: fc.boolean(), isMember: fc.boolean() });
  const someHistory = fc.record({
    bundlesToday: fc.integer({ min: 0, max: 2 }),
    pushesThisWeek: fc.integer({ min: 0, max: 4 }),
  });
  const someMoment = fc.integer({ min: 0, max: 40 * 24 * 12 }).map((n) => addMinutes(at('2026-02-01 00:00'), n * 5));

  test('nothing is lost or said twice, nothing leaves outside the hours, what waits waits for open hours', () => {
    fc.assert(
      fc.property(someItems, somebody, someHistory, someMoment, (items, person, history, now) => {
        const { send, defer } = planDispatch(items, person, history, now, rules);
        const all = [...send.flat(), ...defer.flatMap(({ obligations }) => obligations)].map(({ key }) => key);

        expect(all.sort()).toEqual(items.map(({ obligation }) => obligation.key).sort());
        expect(send.length === 0 || speakingAt(now, rules)).toBe(true);
        for (const { until, obligations } of defer) {
          expect(until > now && speakingAt(until, rules)).toBe(true);
          expect(obligations.length).toBeGreaterThan(0);
          if (speakingAt(now, rules)) expect(obligations.every(({ urgency }) => urgency === 'reminder')).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('reminders alone never go over a budget, and late items are one message', () => {
    fc.assert(
      fc.property(someItems, somebody, someHistory, someMoment, (items, person, history, now) => {
        const { send } = planDispatch(items, person, history, now, rules);
        const late = new Set(items.filter((one) => one.late).map(({ obligation }) => obligation.key));
        const onlyReminders = send.filter((group) => group.every(({ urgency }) => urgency === 'reminder'));

        expect(onlyReminders.length).toBeLessThanOrEqual(1);
        if (person.isUnitLiaison && history.bundlesToday >= 1) expect(onlyReminders).toEqual([]);
        if (person.isMember && history.pushesThisWeek >= 3) expect(onlyReminders).toEqual([]);
        expect(send.filter((group) => group.some(({ key }) => late.has(key))).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  test('played through more than a week, a liaison gets one bundle of reminders a working day and misses none', () => {
    const perDay = new Map<string, number>();
    let waiting = Array.from({ length: 40 }, (_, n) => ({
      item: due(`k${n}`, 'reminder'),
      from: addMinutes(at('2026-03-09 06:00'), n * 200),
    }));
    let sent = 0;
    for (let now = at('2026-03-09 06:00'); now < at('2026-03-17 20:00'); now = addMinutes(now, 30)) {
      const day = formatInstant(now).split(' ')[0] ?? '';
      const ready = waiting.filter(({ from }) => from <= now);
      const history = { bundlesToday: perDay.get(day) ?? 0, pushesThisWeek: 0 };
      const plan = planDispatch(
        ready.map(({ item }) => item),
        LIAISON,
        history,
        now,
        rules,
      );
      const gone = new Set(plan.send.flat().map(({ key }) => key));
      if (plan.send.length > 0) perDay.set(day, (perDay.get(day) ?? 0) + plan.send.length);
      sent += gone.size;
      waiting = waiting.filter(({ item }) => !gone.has(item.obligation.key));
    }

    expect(Math.max(...perDay.values())).toBe(1);
    expect([...perDay.keys()]).toEqual('9 10 11 12 13 16'.split(' ').map((day) => `3月${day}日`));
    expect([sent, waiting.length]).toEqual([40, 0]);
  });
});
