/** What the passing of time does to a case (decision 45). Late or repeated calls give the same keys. */
import type { Case, Clock, Effect } from './case.ts';
import { DUE, stepsOf, stopClock } from './clocks.ts';
import type { Decision, Given } from './command.ts';
import { logged, remindersOf } from './effects.ts';
import { kindFor } from './kinds/kinds.ts';
import { endMatters } from './next-due.ts';
import { chained, finished, type Steps, SYSTEM } from './steps.ts';
import { subjectOf } from './subjects.ts';

/**
 * Turns every due, untold ladder step of the running clocks into obligations and fires what the ends of
 * clocks cause. `events` is empty when nothing was due; the case is then the same as before.
 */
export function dueEffects(kase: Case, given: Given, cause = `clock:${given.now.toISOString()}`): Decision {
  const told = tellSteps(kase, given);
  const ending = told.next.clocks.filter(
    (clock) => isRunning(clock) && clock.dueAt <= given.now && endMatters(clock, kase, given),
  );
  if (told.effects.length === 0 && ending.length === 0 && !told.changed) return { ok: true, kase, events: [] };
  const next = structuredClone(told.next);
  for (const clock of ending) end(next, clock, given);
  const entry = logged(kase, next, { event: 'clockDue', subject: '', cause, actor: SYSTEM }, given.now);
  const steps: Steps = { next, effects: [entry, ...told.effects], events: ['clockDue'] };
  const fired = ending.reduce((done, clock) => fire(done, clock, cause, given), steps);
  return finished(kase, fired, given);
}

const isRunning = (clock: Clock): boolean => clock.stoppedAt === null;

function tellSteps(kase: Case, given: Given): { next: Case; effects: Effect[]; changed: boolean } {
  const effects: Effect[] = [];
  let changed = false;
  const clocks = kase.clocks.map((clock) => {
    const rule = given.rules.clocks[clock.ruleId];
    if (!rule || !isRunning(clock)) return clock;
    const due = stepsOf(clock, rule, given.rules).filter(
      ({ step, dueAt }) => dueAt <= given.now && !clock.told.includes(step.id),
    );
    if (due.length === 0) return clock;
    changed = true;
    for (const { step, dueAt } of due) effects.push(...remindersOf(kase, clock, step, dueAt, given));
    return { ...clock, told: [...clock.told, ...due.map(({ step }) => step.id)] };
  });
  return { next: { ...kase, clocks }, effects, changed };
}

/** A clock that runs out stops by itself; one that only fires an event (a missed promise) goes on. */
function end(next: Case, ended: Clock, given: Given): void {
  const runsOut = kindFor(next.kind, given)?.runsOut.includes(ended.ruleId) ?? false;
  next.clocks = next.clocks.map((clock) => {
    if (clock.ruleId !== ended.ruleId || clock.subject !== ended.subject || clock.ordinal !== ended.ordinal)
      return clock;
    const marked = { ...clock, told: [...clock.told, DUE] };
    return runsOut ? stopClock(marked, given.now) : marked;
  });
  // C-12: what the author has not confirmed counts as not met, until he says otherwise.
  const meeting = subjectOf(next, ended.subject)?.meeting;
  if (runsOut && meeting?.confirm === 'pending') meeting.confirm = 'unconfirmed';
}

function fire(steps: Steps, clock: Clock, cause: string, given: Given): Steps {
  const events = given.rules.clocks[clock.ruleId]?.onDue ?? [];
  const command = {
    event: '',
    actor: SYSTEM,
    subject: clock.subject,
    cause: `${cause}:${clock.ruleId}:${clock.subject}`,
  };
  return chained(steps, events, command, given);
}
