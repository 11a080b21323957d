import type { Deps } from '../deps.ts';
import { civilDate } from '../domain/civil-date.ts';

/** Calls that a platform's monthly quota counts, kept in the store for all instances; written in bundles. */
export interface CallCounter {
  readonly count: () => void;
  readonly thisMonth: () => Promise<number>;
  readonly flush: () => Promise<void>;
}

/** A crash forgets at most so many calls: the figure is for the operator's eye, not for a limit. */
const BUNDLE = 20;

export function callCounter({ store, committee, clocks }: Pick<Deps, 'store' | 'committee' | 'clocks'>, name: string) {
  const idOf = () => `${committee}:calls:${name}:${civilDate(clocks.real()).slice(0, 7)}`;
  let unwritten = 0;
  const flush = async (): Promise<void> => {
    const n = unwritten;
    unwritten = 0;
    if (n > 0) await store.counters.take({ _id: idOf() }, { $inc: { value: n } }, { upsert: true });
  };
  return {
    count: () => {
      unwritten += 1;
      if (unwritten >= BUNDLE) void flush().catch(() => {});
    },
    thisMonth: async () => ((await store.counters.get(idOf()))?.value ?? 0) + unwritten,
    flush,
  } satisfies CallCounter;
}
