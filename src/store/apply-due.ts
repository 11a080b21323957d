import type { Deps } from '../deps.ts';
import type { CaseId } from '../domain/case.ts';
import type { Decision } from '../domain/command.ts';
import { SYSTEM } from '../domain/decide.ts';
import { applyCommand, loadCase, settleEffects } from './apply-command.ts';

/**
 * What the passing of time does to one case: load → dueEffects → one write, by the same road as every command.
 * The cause names the instant at which it was due, so that a sweep that was cut off, and a second instance, repeat
 * the same change instead of making another.
 */
export async function applyDue(deps: Deps, id: CaseId): Promise<Decision> {
  const now = deps.clocks.civil();
  return applyCommand(deps, id, [{ event: 'clockDue', actor: SYSTEM, cause: `clock:${now.toISOString()}` }]);
}

/**
 * Puts effects that a crash left in a case where they belong (decision 46).
 * @returns false when the case has none, or is gone
 */
export async function applyPending(deps: Pick<Deps, 'store'>, id: CaseId): Promise<boolean> {
  const kase = await loadCase(deps, id);
  if (!kase?.effectsPending) return false;
  await settleEffects(deps.store, kase);
  return true;
}
