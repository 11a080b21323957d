/** When the reminders of a clock are due (C.3). */

import { addWorkingDays } from './calendar.ts';
import type { CivilDate, Clock } from './case.ts';
import { addDays, addMinutes, civilDate, daysBetween, instantAt } from './civil-date.ts';
import { dueOf, isHourly } from './due-date.ts';
import type { ClockRule, LadderStep, Rules, StepMoment } from './rules.ts';

export interface DueStep {
  readonly step: LadderStep;
  readonly dueAt: Date;
}

/** Mark in `clock.told` that the event of `rule.onDue` has been tried. */
export const DUE = 'due';

interface Days {
  readonly start: CivilDate;
  readonly due: CivilDate;
}
interface Placed extends DueStep {
  /** Days that count as 'the same day': as it is, and as it would be had the end not moved. */
  readonly days: readonly [actual: CivilDate, nominal: CivilDate];
  readonly index: number;
}

/**
 * The steps that will be sent, in order of time. Steps before the start are left out; of steps on one day
 * one is kept.
 */
export function stepsOf(clock: Clock, rule: ClockRule, rules: Rules): readonly DueStep[] {
  const placed = isHourly(rule) ? hourlySteps(clock, rule, rules) : keepOneADay(dailySteps(clock, rule, rules));
  return placed.map(({ step, dueAt }) => ({ step, dueAt })).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

/** When the clock next wants to be looked at: its earliest untold step, or its end if something happens then. */
export function nextStepAt(clock: Clock, rule: ClockRule, rules: Rules): Date | null {
  if (clock.stoppedAt) return null;
  const step = stepsOf(clock, rule, rules).find(({ step: { id } }) => !clock.told.includes(id));
  const end = rule.onDue.length > 0 && !clock.told.includes(DUE) ? clock.dueAt : null;
  if (!step) return end;
  return end && end < step.dueAt ? end : step.dueAt;
}

function dailySteps(clock: Clock, rule: ClockRule, rules: Rules): readonly Placed[] {
  const start = civilDate(clock.startAt);
  const actual: Days = { start, due: civilDate(clock.dueAt) };
  const nominal: Days = { start, due: nominalDue(clock, rule, rules) };
  return rule.ladder
    .map((step, index): Placed => {
      const day = dayOf(step.when, actual, rules);
      const dueAt = step.when.kind === 'start' ? clock.startAt : instantAt(day, step.at);
      return { step, dueAt, index, days: [day, dayOf(step.when, nominal, rules)] };
    })
    .filter(({ dueAt }) => dueAt >= clock.startAt);
}

/**
 * A 30-day clock has R0 and R3–R7 also when its end was moved over a holiday: whether steps coincide is
 * judged by the limit as well as by the moved end. An extended or capped clock has no other end than its own.
 */
function nominalDue(clock: Clock, rule: ClockRule, rules: Rules): CivilDate {
  const actual = civilDate(clock.dueAt);
  if (clock.extendedBy !== null) return actual;
  const { dueAt, nominal } = dueOf(rule, clock.startAt, rules, actual);
  return nominal !== null && dueAt.getTime() === clock.dueAt.getTime() ? nominal : actual;
}

function dayOf(when: StepMoment, { start, due }: Days, rules: Rules): CivilDate {
  switch (when.kind) {
    case 'start':
      return start;
    case 'half':
      return addDays(start, Math.ceil(daysBetween(start, due) / 2));
    case 'hoursBefore':
      return due;
    case 'daysBefore':
      return addDays(due, -when.days);
    case 'workingDaysBefore':
      return addWorkingDays(due, -when.days, rules.calendar);
    case 'workingDaysAfter':
      return addWorkingDays(due, when.days, rules.calendar);
    case 'daysAfterStart':
      return addDays(start, when.days);
    case 'workingDaysAfterStart':
      return addWorkingDays(start, when.days, rules.calendar);
  }
}

function keepOneADay(placed: readonly Placed[]): readonly Placed[] {
  return placed.filter((one) => !placed.some((other) => other !== one && sameDay(one, other) && beats(other, one)));
}

const sameDay = (a: Placed, b: Placed): boolean => a.days[0] === b.days[0] || a.days[1] === b.days[1];

/** R0 before R2, else the later-numbered. */
function beats(a: Placed, b: Placed): boolean {
  if (a.step.when.kind === 'start' && b.step.yieldsToStart) return true;
  if (b.step.when.kind === 'start' && a.step.yieldsToStart) return false;
  return a.index > b.index;
}

/** Clocks counted in hours: to the minute, and several steps may share a day. */
function hourlySteps(clock: Clock, rule: ClockRule, rules: Rules): readonly DueStep[] {
  const days: Days = { start: civilDate(clock.startAt), due: civilDate(clock.dueAt) };
  return rule.ladder
    .map((step) => ({ step, dueAt: hourlyInstant(step, clock) ?? instantAt(dayOf(step.when, days, rules), step.at) }))
    .filter(({ dueAt }) => dueAt >= clock.startAt);
}

function hourlyInstant({ when }: LadderStep, clock: Clock): Date | null {
  if (when.kind === 'start') return clock.startAt;
  if (when.kind === 'hoursBefore') return addMinutes(clock.dueAt, -when.hours * 60);
  if (when.kind !== 'half') return null;
  return addMinutes(clock.startAt, Math.floor((clock.dueAt.getTime() - clock.startAt.getTime()) / 120_000));
}
