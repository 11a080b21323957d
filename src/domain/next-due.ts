import type { Case, Clock } from './case.ts';
import { DUE, stepsOf } from './clocks.ts';
import type { Given } from './command.ts';
import { kindFor } from './kinds/kinds.ts';

/** True when something happens at the clock's end besides its reminders. */
export const endMatters = (clock: Clock, kase: Case, given: Given): boolean => {
  const fires = (given.rules.clocks[clock.ruleId]?.onDue.length ?? 0) > 0;
  const runsOut = kindFor(kase.kind, given)?.runsOut.includes(clock.ruleId) ?? false;
  return !clock.told.includes(DUE) && (fires || runsOut);
};

/** When the sweep must look at the case again: the earliest untold step or end of its running clocks. */
export function nextDueAt(kase: Case, given: Given): Date | null {
  const instants = kase.clocks
    .filter((clock) => clock.stoppedAt === null)
    .flatMap((clock) => {
      const rule = given.rules.clocks[clock.ruleId];
      const steps = rule ? stepsOf(clock, rule, given.rules).filter(({ step }) => !clock.told.includes(step.id)) : [];
      return [...steps.map(({ dueAt }) => dueAt), ...(endMatters(clock, kase, given) ? [clock.dueAt] : [])];
    });
  return instants.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null);
}
