import type { Deps } from '../deps.ts';
import type { Obligation } from '../domain/case.ts';
import { nextSpeakingInstant } from '../domain/speaking.ts';

/** A restart or an upgrade is shorter and nobody has missed anything; what is longer is marked 〔补发〕. */
const MIN_OUTAGE_MS = 5 * 60_000;
/** Written no more often than this: a row per tick, not one per message. */
const BEAT_MS = 20_000;

/** Civil time in which no instance of this committee ran, as seen by the first pass of this process. */
export interface Outage {
  readonly from: Date;
  readonly to: Date;
}

export interface Heartbeat {
  /** The outage that this process ended, or null. Read once, before the first beat. */
  readonly outage: () => Promise<Outage | null>;
  /** Remembers that somebody was running at this civil time. */
  readonly beat: (force?: boolean) => Promise<void>;
}

export function createHeartbeat({ store, committee, clocks }: Pick<Deps, 'store' | 'committee' | 'clocks'>): Heartbeat {
  const id = `${committee}:lastTick`;
  let found: Promise<Outage | null> | null = null;
  let beatAt: Date | null = null;

  async function look(): Promise<Outage | null> {
    const row = await store.slots.get(id);
    const now = clocks.civil();
    if (!row || now.getTime() - row.at.getTime() < MIN_OUTAGE_MS) return null;
    return { from: row.at, to: now };
  }

  return {
    outage() {
      found ??= look().catch((error: unknown) => {
        found = null;
        throw error;
      });
      return found;
    },
    async beat(force = false) {
      const now = clocks.civil();
      // Civil time, since in the demo it jumps: after a jump the last beat must not look like the start of an outage.
      if (!force && beatAt && now.getTime() - beatAt.getTime() < BEAT_MS) return;
      await store.slots.take({ _id: id }, { $set: { task: 'lastTick', at: now } }, { upsert: true });
      beatAt = now;
    },
  };
}

/** True when the moment at which it should have been said lies in the outage. */
export function isLate(obligation: Obligation, outage: Outage | null, speaksAt: (at: Date) => Date): boolean {
  if (!outage) return false;
  const at = speaksAt(obligation.dueAt);
  return outage.from < at && at <= outage.to;
}

export const speaksAtWith =
  (rules: Parameters<typeof nextSpeakingInstant>[1]) =>
  (at: Date): Date =>
    nextSpeakingInstant(at, rules);
