import type { Deps } from '../src/deps.ts';
import { applyPending } from '../src/store/apply-due.ts';

/** Effects that a crash left in their cases: what was decided is told, counted and audited after all (decision 46). */
export async function sweepEffects(deps: Deps): Promise<{ settled: number; failed: number }> {
  const left = await deps.store.cases.find({ effectsPending: true });
  let settled = 0;
  let failed = 0;
  for (const { _id } of left) {
    try {
      if (await applyPending(deps, _id)) settled += 1;
    } catch (error) {
      failed += 1;
      const reason = error instanceof Error ? error.message : String(error);
      deps.log.error('job.failed', { job: 'sweepEffects', case: _id, reason });
    }
  }
  return { settled, failed };
}
