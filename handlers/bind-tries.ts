/** How often one account may try, counted in the store: a restart or another instance forgets nothing. */
import type { Deps } from '../src/deps.ts';
import { type Account, subjectOf } from './bind-row.ts';

export interface Allowance {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Wrong codes: the fifth closes for an hour. */
export const CODE_TRIES: Allowance = { name: 'invite', limit: 5, windowMs: 3_600_000 };
/** Different requests to the clerk. */
export const REQUESTS: Allowance = { name: 'bind', limit: 3, windowMs: 24 * 3_600_000 };

const idOf = (deps: Deps, account: Account, { name }: Allowance): string =>
  `${deps.committee}:${name}:${subjectOf(account)}`;

export async function isUsedUp(deps: Deps, account: Account, allowance: Allowance): Promise<boolean> {
  const row = await deps.store.limits.get(idOf(deps, account, allowance));
  return row !== null && row.windowEndsAt > deps.clocks.civil() && row.used >= allowance.limit;
}

/** Counts one. The one that reaches the limit starts the wait: a whole window from then on. */
export async function countTry(deps: Deps, account: Account, allowance: Allowance): Promise<void> {
  const { limits } = deps.store;
  const _id = idOf(deps, account, allowance);
  const now = deps.clocks.civil();
  const windowEndsAt = new Date(now.getTime() + allowance.windowMs);
  const counted = await limits.take({ _id, windowEndsAt: { $gt: now } }, { $inc: { used: 1 } });
  if (!counted) await limits.take({ _id }, { $set: { used: 1, windowEndsAt } }, { upsert: true });
  else if (counted.used === allowance.limit) await limits.update({ _id }, { $set: { windowEndsAt } });
}
