import type { Deps } from '../deps.ts';
import type { Obligation, PersonId } from '../domain/case.ts';
import { civilDate, instantAt, mondayOf } from '../domain/civil-date.ts';
import type { History } from '../domain/speaking.ts';

/**
 * The budget of C.5 counts in civil time, messages are stamped with real time: so each push that counts leaves a row
 * of its own, keyed by the message.
 */
type Kind = 'bundle' | 'push';

const task = (kind: Kind, person: PersonId): string => `${kind}:${person}`;

/** Notices of one's own items are free. */
const kindOf = (obligations: readonly Obligation[]): Kind | null => {
  if (obligations.some((one) => one.urgency === 'reminder')) return 'bundle';
  return obligations.some((one) => one.urgency === 'urgent') ? 'push' : null;
};

export async function historyOf(deps: Pick<Deps, 'store'>, person: PersonId, now: Date): Promise<History> {
  const rows = await deps.store.slots.find({ task: { $in: [task('bundle', person), task('push', person)] } });
  const today = civilDate(now);
  const monday = instantAt(mondayOf(today), '00:00');
  return {
    bundlesToday: rows.filter((row) => row.task === task('bundle', person) && civilDate(row.at) === today).length,
    pushesThisWeek: rows.filter((row) => row.at >= monday).length,
  };
}

export async function remember(
  deps: Pick<Deps, 'store' | 'committee'>,
  person: PersonId,
  messageId: string,
  obligations: readonly Obligation[],
  now: Date,
): Promise<void> {
  const kind = kindOf(obligations);
  if (!kind) return;
  await deps.store.slots.insert({ _id: slotOf(deps, messageId), task: task(kind, person), at: now });
}

/** A message that was never shown counts no more. */
export const forget = (deps: Pick<Deps, 'store' | 'committee'>, messageId: string): Promise<number> =>
  deps.store.slots.remove({ _id: slotOf(deps, messageId) });

const slotOf = ({ committee }: Pick<Deps, 'committee'>, messageId: string): string => `${committee}:push:${messageId}`;

/** Rows older than a fortnight decide nothing any more. */
export const forgetOld = (deps: Pick<Deps, 'store'>, person: PersonId, now: Date): Promise<number> =>
  deps.store.slots.remove({
    task: { $in: [task('bundle', person), task('push', person)] },
    at: { $lt: new Date(now.getTime() - 14 * 86_400_000) },
  });
