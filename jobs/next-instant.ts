import type { Deps } from '../src/deps.ts';
import { nextSpeakingInstant } from '../src/domain/speaking.ts';
import { planDue } from '../src/outbox/plan.ts';
import { nextDigestAt } from './weekly-digest.ts';

/**
 * The next civil instant at which anything falls due, later than now: the demo's time travel stops at each, so that
 * advancing is not an outage (decision 5). Null only when the committee has no rules for a digest, i.e. never.
 */
export async function nextInstant(deps: Deps): Promise<Date | null> {
  const now = deps.clocks.civil();
  const candidates = await Promise.all([
    nextCase(deps, now),
    nextObligation(deps, now),
    waiting(deps),
    nextDigestAt(deps, now),
  ]);
  return candidates.filter((at) => at !== null && at > now).reduce<Date | null>(earlier, null);
}

const earlier = (one: Date | null, other: Date | null): Date | null => (!one || (other && other < one) ? other : one);

async function nextCase(deps: Deps, now: Date): Promise<Date | null> {
  return (await deps.store.cases.findOne({ nextDueAt: { $gt: now } }, { sort: { nextDueAt: 1 } }))?.nextDueAt ?? null;
}

async function nextObligation(deps: Deps, now: Date): Promise<Date | null> {
  const row = await deps.store.obligations.findOne({ state: 'open', dueAt: { $gt: now } }, { sort: { dueAt: 1 } });
  return row ? nextSpeakingInstant(row.dueAt, deps.rules) : null;
}

/** What is due but waits for the hours or a free place in somebody's budget. */
async function waiting(deps: Deps): Promise<Date | null> {
  const { people } = await planDue(deps, null);
  return people.flatMap(({ dispatch }) => dispatch.defer.map(({ until }) => until)).reduce<Date | null>(earlier, null);
}
