import type { Deps } from '../src/deps.ts';
import { applyDue } from '../src/store/apply-due.ts';

const PAGE = 200;

/**
 * Puts what is due on each due case, found by the index on `nextDueAt`. Safe to run twice, late, or on two servers:
 * a case that was handled bears a later instant. One case that fails does not stop the next.
 */
export async function sweepClocks(deps: Deps): Promise<{ swept: number; failed: number }> {
  const now = deps.clocks.civil();
  const seen = new Set<string>();
  let failed = 0;
  for (;;) {
    const due = await deps.store.cases.find(
      { nextDueAt: { $lte: now } },
      { sort: { nextDueAt: 1 }, limit: PAGE + seen.size },
    );
    const fresh = due.filter((row) => !seen.has(row._id));
    if (fresh.length === 0) return { swept: seen.size - failed, failed };
    for (const { _id } of fresh) {
      seen.add(_id);
      try {
        await applyDue(deps, _id);
      } catch (error) {
        failed += 1;
        const reason = error instanceof Error ? error.message : String(error);
        deps.log.error('job.failed', { job: 'sweepClocks', case: _id, reason });
      }
    }
  }
}
