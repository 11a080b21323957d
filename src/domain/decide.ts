/** One command on one case. Pure: the caller loads, saves and sends. */
import type { Case } from './case.ts';
import type { Command, CreateTarget, Decision, Given } from './command.ts';
import { dueEffects } from './due-effects.ts';
import { newCase } from './new-case.ts';
import { finished, stepOnce } from './steps.ts';

export { actionsFor } from './actions.ts';
export { dueEffects } from './due-effects.ts';
export { SYSTEM } from './steps.ts';

export function decide(kase: Case | null, command: Command, given: Given, target?: CreateTarget): Decision {
  const start = kase ?? (target ? newCase(target, command.actor, given) : null);
  if (!start) return { ok: false, refusal: { code: 'notFound' }, kase: null };
  if (command.event === 'clockDue') {
    if (!kase || !command.actor.roles.includes('system')) return { ok: false, refusal: { code: 'notFound' }, kase };
    return dueEffects(kase, given, command.cause);
  }
  const step = stepOnce(start, kase, command, given);
  if ('refusal' in step) return { ok: false, refusal: step.refusal, kase };
  return finished(kase, step, given);
}
