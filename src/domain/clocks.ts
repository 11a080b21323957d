/** Deadlines as values (C.1 rule 8): started, stopped, extended, recomputed. Ladders: ladder.ts; words: explain.ts. */

import { isProvisional } from './calendar.ts';
import type { CivilDate, Clock } from './case.ts';
import { civilDate, endOfDay } from './civil-date.ts';
import { dueOf } from './due-date.ts';
import { stepsOf } from './ladder.ts';
import type { ClockRule, Rules } from './rules.ts';

export { explainClock, explainText } from './explain.ts';
export { DUE, type DueStep, nextStepAt, stepsOf } from './ladder.ts';

export interface Start {
  readonly subject: string;
  readonly ordinal: number;
  readonly startAt: Date;
  /** For rules with unit `onDate`. */
  readonly onDate?: CivilDate;
  /** Never due after this one: 'not beyond C-10' (C-16). */
  readonly notAfter?: Date;
}

/** @throws RangeError when the rule needs a date that is not given */
export function startClock(rule: ClockRule, start: Start, rules: Rules): Clock {
  const dueAt = cappedAt(dueOf(rule, start.startAt, rules, start.onDate).dueAt, start.notAfter);
  return {
    ruleId: rule.id,
    ruleVersion: rules.version,
    subject: start.subject,
    ordinal: start.ordinal,
    startAt: start.startAt,
    dueAt,
    originalDueAt: dueAt,
    extendedBy: null,
    stoppedAt: null,
    provisional: isProvisionalSpan(start.startAt, dueAt, rules),
    told: [],
  };
}

const cappedAt = (dueAt: Date, notAfter: Date | undefined): Date =>
  notAfter !== undefined && notAfter < dueAt ? notAfter : dueAt;

const isProvisionalSpan = (from: Date, to: Date, rules: Rules): boolean => {
  const [first, last] = [civilDate(from), civilDate(to)];
  return first <= last ? isProvisional(first, last, rules.calendar) : isProvisional(last, first, rules.calendar);
};

/** A clock that has stopped keeps its first stop. */
export const stopClock = (clock: Clock, at: Date): Clock => (clock.stoppedAt ? clock : { ...clock, stoppedAt: at });

/**
 * Moves the end to the last second of `newDueOn`, exactly as approved: a person chose that date.
 * The reminders are rebuilt (B.1.3 row 32): steps that count from the end come again before the new end.
 * @param given with it, steps of the new ladder that already lie behind `at` stay silent; without it, only
 *   steps that count from the start do
 */
export function extendClock(
  clock: Clock,
  newDueOn: CivilDate,
  by: string,
  given?: { readonly rule: ClockRule; readonly rules: Rules; readonly at: Date },
): Clock {
  const moved = { ...clock, dueAt: endOfDay(newDueOn), extendedBy: by };
  if (!given) return { ...moved, told: clock.told.filter((id) => id === 'R0' || id === 'R1') };
  const behind = stepsOf({ ...moved, told: [] }, given.rule, given.rules).filter(({ dueAt }) => dueAt <= given.at);
  return {
    ...moved,
    provisional: isProvisionalSpan(clock.startAt, moved.dueAt, given.rules),
    told: behind.map(({ step }) => step.id),
  };
}

/**
 * Part of every obligation key of this clock. It changes with an extension, so that the rebuilt reminders are
 * new obligations and not repeats of those already sent.
 */
export function ordinalOf(clock: Clock): string {
  const base = clock.subject === '' ? `${clock.ordinal}` : `${clock.subject}.${clock.ordinal}`;
  return clock.extendedBy === null ? base : `${base}x${civilDate(clock.dueAt)}`;
}

/**
 * The same clock under a calendar that has been loaded since (C.1 rule 6). Only running provisional clocks
 * move; an extended one keeps the date a person gave and only loses its mark.
 * @param notAfter as it was given at the start
 */
export function recomputeClock(clock: Clock, rule: ClockRule, rules: Rules, notAfter?: Date): Clock {
  if (clock.stoppedAt || !clock.provisional) return clock;
  const onDate = civilDate(clock.originalDueAt);
  const originalDueAt = cappedAt(dueOf(rule, clock.startAt, rules, onDate).dueAt, notAfter);
  const dueAt = clock.extendedBy === null ? originalDueAt : clock.dueAt;
  return { ...clock, dueAt, originalDueAt, provisional: isProvisionalSpan(clock.startAt, dueAt, rules) };
}
