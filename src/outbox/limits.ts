import type { Deps } from '../deps.ts';
import type { LimitRow } from '../store/records.ts';
import type { Scoped } from '../store/scoped.ts';

/**
 * Two thirds of what the platform allows (P12), counted in the store so that restarts and other instances count too.
 * A window is counted in six slots plus the running one, so the limit holds in every window of that length,
 * not only in those that begin on the minute.
 *
 * Windows are civil time: it is the platform's own time, which in the demo travels with the server's. In production
 * both times are one.
 */
interface Bucket {
  readonly name: string;
  readonly limit: number;
  readonly slotMs: number;
  /** Taken at once from the store; what is not used by the end of the slot is lost. */
  readonly reserve: number;
}
const SLOTS = 7;
const RING = 8;
const MAX_STASH = 1_000;

const PER_MINUTE = { slotMs: 10_000 };
const PER_HOUR = { slotMs: 600_000 };
export const BUCKETS = {
  member: [
    { name: 'minute', limit: 20, reserve: 1, ...PER_MINUTE },
    { name: 'hour', limit: 600, reserve: 10, ...PER_HOUR },
  ],
  robot: [{ name: 'minute', limit: 12, reserve: 1, ...PER_MINUTE }],
} as const satisfies Record<string, readonly Bucket[]>;

export interface Limiter {
  /** @returns null when the call may be made now, else the instant (real time) to ask again. */
  readonly take: (whose: keyof typeof BUCKETS, recipient: string) => Promise<Date | null>;
  /** Nothing goes through this gate before `until`, on any instance. */
  readonly close: (gate: string, until: Date) => Promise<void>;
  /** @returns the instant until which the gate is closed, or null. */
  readonly closedUntil: (gate: string) => Promise<Date | null>;
}

export function createLimiter({ store, committee, clocks }: Pick<Deps, 'store' | 'committee' | 'clocks'>): Limiter {
  const stash = new Map<string, { left: number; slot: number }>();

  async function takeOne(bucket: Bucket, key: string): Promise<Date | null> {
    const now = clocks.civil().getTime();
    const slot = Math.floor(now / bucket.slotMs);
    const held = stash.get(key);
    if (held && held.slot === slot && held.left > 0) {
      held.left -= 1;
      return null;
    }
    await add(store.limits, key, slot, bucket, bucket.reserve);
    const counted = await recent(store.limits, key, slot, bucket);
    const total = counted.reduce((sum, row) => sum + row.used, 0);
    if (total > bucket.limit) {
      // Counted first and read afterwards: two instances may both step back, but never both go ahead.
      await add(store.limits, key, slot, bucket, -bucket.reserve);
      return opensAt(counted, slot, bucket, total - bucket.reserve);
    }
    // Lost reservations cost a few tokens; a map that grows with everybody ever written to costs memory.
    if (stash.size > MAX_STASH) stash.clear();
    stash.set(key, { left: bucket.reserve - 1, slot });
    return null;
  }

  const inRealTime = (civil: Date): Date =>
    new Date(clocks.real().getTime() + civil.getTime() - clocks.civil().getTime());

  return {
    async take(whose, recipient) {
      for (const bucket of BUCKETS[whose]) {
        const wait = await takeOne(bucket, `${committee}:${whose}:${recipient}:${bucket.name}`);
        if (wait) return inRealTime(wait);
      }
      return null;
    },
    async close(gate, until) {
      const id = `${committee}:gate:${gate}`;
      await store.limits.take({ _id: id }, { $set: { used: 0, windowEndsAt: until } }, { upsert: true });
    },
    async closedUntil(gate) {
      const row = await store.limits.get(`${committee}:gate:${gate}`);
      return row && row.windowEndsAt > clocks.real() ? row.windowEndsAt : null;
    },
  };
}

const rowId = (key: string, slot: number): string => `${key}:${slot % RING}`;
const endOf = (slot: number, bucket: Bucket): Date => new Date((slot + 1) * bucket.slotMs);

/** Adds to the slot's row; the rows are a ring, so one of an old slot is started anew. */
async function add(limits: Scoped<LimitRow>, key: string, slot: number, bucket: Bucket, n: number): Promise<void> {
  const _id = rowId(key, slot);
  const windowEndsAt = endOf(slot, bucket);
  for (let race = 0; race < 5; race += 1) {
    if (await limits.update({ _id, windowEndsAt }, { $inc: { used: n } })) return;
    if (n < 0) return;
    if (await limits.update({ _id, windowEndsAt: { $lt: windowEndsAt } }, { $set: { used: n, windowEndsAt } })) return;
    if (await limits.insert({ _id, used: n, windowEndsAt })) return;
  }
  throw new Error(`limits: ${_id} could not be counted after 5 tries; is the clock of another instance ahead?`);
}

async function recent(limits: Scoped<LimitRow>, key: string, slot: number, bucket: Bucket): Promise<LimitRow[]> {
  const slots = Array.from({ length: SLOTS }, (_, back) => slot - back);
  const rows = await limits.find({ _id: { $in: slots.map((one) => rowId(key, one)) } });
  const oldest = endOf(slot - SLOTS + 1, bucket);
  return rows.filter((row) => row.windowEndsAt >= oldest);
}

/** When enough of the counted slots have left the window for one more reservation. */
function opensAt(counted: readonly LimitRow[], slot: number, bucket: Bucket, total: number): Date {
  let left = total;
  for (const row of [...counted].sort((a, b) => a.windowEndsAt.getTime() - b.windowEndsAt.getTime())) {
    left -= row.used;
    if (left + bucket.reserve <= bucket.limit)
      return new Date(row.windowEndsAt.getTime() + (SLOTS - 1) * bucket.slotMs);
  }
  return endOf(slot, bucket);
}
