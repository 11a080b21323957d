import type { Deps } from '../deps.ts';
import type { ObligationRow } from '../store/records.ts';
import { groupBy } from './group-by.ts';

type Rows = readonly Pick<ObligationRow, '_id' | 'message'>[];

/**
 * Obligations take the id of the message that will say them, by condition: only those still open and not taken.
 * All or none: a group that was taken in part by somebody else is planned again at the next pass.
 */
export async function takeAll(deps: Pick<Deps, 'store'>, rows: Rows, message: string): Promise<boolean> {
  for (const [before, same] of groupBy(rows, (row) => row.message)) {
    const ids = same.map((row) => row._id);
    await deps.store.obligations.updateMany(
      { _id: { $in: ids }, state: 'open', message: before },
      { $set: { message } },
    );
  }
  const taken = await deps.store.obligations.count({ _id: { $in: rows.map((row) => row._id) }, message });
  return taken === rows.length;
}

export const settle = (deps: Pick<Deps, 'store'>, ids: readonly string[], message: string): Promise<number> =>
  deps.store.obligations.updateMany({ _id: { $in: ids }, message }, { $set: { state: 'settled' } });
