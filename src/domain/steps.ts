/** Events done one after the other on one case. */
import type { Actor, Case, Effect } from './case.ts';
import type { Command, Decision, Given, Refusal } from './command.ts';
import { logged, noticesOf, relationEffects, tallyEffects } from './effects.ts';
import { kindFor } from './kinds/kinds.ts';
import { nextDueAt } from './next-due.ts';
import { applyRow, findRow } from './transitions.ts';

/** Acts for clocks and chained events. */
export const SYSTEM: Actor = { id: 'system', name: '系统', roles: ['system'] };

/** The case after some events, with what they caused. */
export interface Steps {
  readonly next: Case;
  readonly effects: readonly Effect[];
  readonly events: readonly string[];
}

/** One event and the system events that follow from it, each with its own line in the log. */
export function stepOnce(
  start: Case,
  before: Case | null,
  command: Command,
  given: Given,
): Steps | { refusal: Refusal } {
  const kind = kindFor(start.kind, given);
  if (!kind) return { refusal: { code: 'notFound' } };
  const found = findRow(start, kind, command, given);
  if ('refusal' in found) return found;
  const { ctx } = found;
  const { next, made } = applyRow(ctx);
  const line = { event: ctx.row.event, subject: ctx.subject.id, cause: command.cause, actor: command.actor };
  const entry = logged(before, next, line, given.now);
  const effects: Effect[] = [
    entry,
    ...relationEffects(before, next),
    ...noticesOf(next, ctx, made),
    ...tallyEffects(next, ctx, made),
  ];
  const steps: Steps = { next, effects, events: [ctx.row.event] };
  return chained(steps, ctx.row.then ?? [], { ...command, subject: ctx.subject.id }, given);
}

/** Tries system events; one that is not due now is no fault. */
export function chained(steps: Steps, events: readonly string[], command: Command, given: Given): Steps {
  return events.reduce<Steps>((done, event) => {
    const { subject = '', cause } = command;
    const follow: Command = { event, actor: SYSTEM, subject, cause: `${cause}>${event}` };
    const step = stepOnce(done.next, done.next, follow, given);
    if ('refusal' in step) return done;
    return { next: step.next, effects: [...done.effects, ...step.effects], events: [...done.events, ...step.events] };
  }, steps);
}

export function finished(before: Case | null, { next, effects, events }: Steps, given: Given): Decision {
  const kase: Case = {
    ...next,
    version: (before?.version ?? 0) + 1,
    effects: [...effects],
    effectsPending: effects.length > 0,
    nextDueAt: nextDueAt(next, given),
  };
  return { ok: true, kase, events };
}
