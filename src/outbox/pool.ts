import type { Deps } from '../deps.ts';
import type { MessageRow } from '../store/records.ts';
import { textOf } from './message-id.ts';
import type { Attempt } from './send.ts';

const MAX_PARALLEL = 8;
const BATCH = 500;
const PER_RECIPIENT = 50;
const MAX_PASSED_OVER = 200;
/** Before a recipient whose rows could not be read or written is looked at again. */
const PAUSE_MS = 1_000;
/** `dueAt` orders messages; of many put in one millisecond it runs a little ahead of the clock. */
const AHEAD_MS = 60_000;

export interface Pool {
  /** Starts on recipients who have something due, at most eight at a time. Does not wait for the platform. */
  readonly kick: () => Promise<void>;
  /** Resolves when one of those being served is done; null when nobody is. */
  readonly next: () => Promise<void> | null;
  /** When something that waits now may go (real time). */
  readonly again: () => Date | null;
}

interface Given {
  readonly attempt: (message: MessageRow) => Promise<Attempt>;
  readonly isStopping: () => boolean;
}

/** Recipients beside each other, each one's messages in order: a failing one holds up nobody else (P14). */
export function createPool({ store, clocks, log }: Pick<Deps, 'store' | 'clocks' | 'log'>, given: Given): Pool {
  const serving = new Map<string, Promise<void>>();
  /** Recipients for whom nothing can be done before an instant: limits, closed gates, first retries. */
  const resting = new Map<string, Date>();
  /** Messages put off, so that the timer wakes at the right time. */
  const retries = new Map<string, Date>();

  function begin(recipient: string): void {
    const work = serve(recipient)
      .catch((error: unknown) => {
        log.error('send.failed', { reason: error instanceof Error ? error.message : String(error) });
        resting.set(recipient, new Date(clocks.real().getTime() + PAUSE_MS));
      })
      .finally(() => serving.delete(recipient));
    serving.set(recipient, work);
  }

  async function serve(recipient: string): Promise<void> {
    const queue = await store.messages.find(
      { recipient, state: 'due', dueAt: { $lte: dueBy(clocks.real()) } },
      { sort: { dueAt: 1, _id: 1 }, limit: PER_RECIPIENT },
    );
    const stuckTexts = new Set<string>();
    let moved = false;
    let rest: Date | null = null;
    for (const message of queue) {
      if (given.isStopping()) return;
      if (stuckTexts.has(textOf(message._id))) continue;
      const { until, holdsUp, tried } = await given.attempt(message);
      moved ||= tried;
      if (!until) continue;
      stuckTexts.add(textOf(message._id));
      retries.set(message._id, until);
      rest = earlier(rest, until);
      if (!holdsUp) continue;
      resting.set(recipient, until);
      return;
    }
    if (!moved && rest) resting.set(recipient, rest);
  }

  function forgetPast(now: Date): void {
    for (const waiting of [resting, retries]) {
      for (const [key, until] of waiting) if (until <= now) waiting.delete(key);
    }
  }

  return {
    async kick() {
      const now = clocks.real();
      forgetPast(now);
      const passedOver = [...serving.keys(), ...resting.keys()].slice(0, MAX_PASSED_OVER);
      const due = await store.messages.find(
        {
          state: 'due',
          dueAt: { $lte: dueBy(now) },
          'lease.until': { $lte: now },
          // Left out by the query: whoever has hundreds of waiting messages must not fill the batch (W16).
          ...(passedOver.length > 0 ? { $and: passedOver.map((one) => ({ recipient: { $ne: one } })) } : {}),
        },
        { sort: { dueAt: 1 }, limit: BATCH },
      );
      for (const { recipient } of due) {
        if (serving.size >= MAX_PARALLEL || given.isStopping()) return;
        if (!serving.has(recipient) && !resting.has(recipient)) begin(recipient);
      }
    },
    next: () => (serving.size === 0 ? null : Promise.race(serving.values())),
    again: () => [...resting.values(), ...retries.values()].reduce<Date | null>(earlier, null),
  };
}

const dueBy = (now: Date): Date => new Date(now.getTime() + AHEAD_MS);

const earlier = (one: Date | null, other: Date): Date => (one && one < other ? one : other);
