import type { Deps } from '../deps.ts';
import { concerns } from '../domain/policy.ts';
import type { MessageRow, ObligationRow, PersonRow } from '../store/records.ts';
import { forget } from './history.ts';
import { isConcluded } from './outcomes.ts';

type WithdrawDeps = Pick<Deps, 'committee' | 'store' | 'clocks'>;

/**
 * Somebody has changed units: what waits to be sent to him of cases that are no longer his is not sent. What the same
 * messages say of cases that are still his is planned again. Twice is once.
 */
export async function withdrawForeign(deps: WithdrawDeps, person: PersonRow): Promise<void> {
  const { store, clocks } = deps;
  const waiting = await store.messages.find({ recipient: person.id, state: 'due' });
  for (const message of waiting) {
    const rows = await store.obligations.find({ _id: { $in: message.obligations } });
    const foreign = await foreignCases(store, person, message, rows);
    if (foreign.size === 0) continue;
    const outcome = { class: 'moved', errcode: null, text: '已不在该承办单位', at: clocks.real() };
    const due = { _id: message._id, state: 'due' };
    const cancelled = { $set: { state: 'cancelled', outcome } };
    const isUnsent =
      isConcluded(message) && (await store.messages.update({ ...due, 'lease.fence': message.lease.fence }, cancelled));
    const kept = rows.filter((row) => !foreign.has(row.case));
    if (isUnsent) await sayAnew(deps, message._id, kept);
    // On its way at this moment, or nobody knows: it may be seen, and nothing of it is said twice (P8).
    else await store.messages.update(due, cancelled);
  }
}

/** They bear the id of a message that is cancelled: the next pass plans them anew, as if it had never been. */
async function sayAnew(deps: WithdrawDeps, message: string, rows: readonly ObligationRow[]): Promise<void> {
  await forget(deps, message);
  const ids = rows.map((row) => row._id);
  await deps.store.obligations.updateMany(
    { _id: { $in: ids }, state: 'settled', message },
    { $set: { state: 'open' } },
  );
}

async function foreignCases(
  store: Deps['store'],
  person: PersonRow,
  message: MessageRow,
  rows: readonly ObligationRow[],
): Promise<ReadonlySet<string>> {
  const ids = new Set([...rows.map((row) => row.case), ...(message.case ? [message.case] : [])]);
  const cases = ids.size > 0 ? await store.cases.find({ _id: { $in: [...ids] } }) : [];
  return new Set(cases.filter((kase) => !concerns(kase, person)).map((kase) => kase.id));
}
