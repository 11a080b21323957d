import type { Deps } from '../deps.ts';
import type { LimitRow } from '../store/records.ts';
import type { Scoped } from '../store/scoped.ts';

/**
 * Two thirds of what the platform allows (P12), counted in the store so that restarts and other instances count too.
 * A window is counted in six slots plus the running one, so the limit holds in every window of that length,
 * not only in those that begin on the minute.
 *
 * Tokens are taken from the store in blocks that stay good for some slots. A block counts as used in its last good slot,
 * the latest at which it can be, so no window holds more than the limit whenever its tokens go.
 *
 * Windows are civil time: it is the platform's own time, which in the demo travels with the server's. In production
 * both times are one.
 */
interface Bucket {
  readonly name: string;
  readonly limit: number;
  readonly slotMs: number;
  /** Tokens of one block. */
  readonly block: number;
  /** For how many slots after the one it was taken in a block is good. */
  readonly keep: number;
}
const SLOTS = 7;
/** Rows of one key: the window, and the slots that blocks may lie ahead. */
const RING = 16;
/** The rest of the limit is handed out singly, so that a minute after a burst somebody can still be answered. */
const BLOCKS_UP_TO = 0.75;
const MAX_STASH = 1_000;

const PER_MINUTE = { slotMs: 10_000 };
const PER_HOUR = { slotMs: 600_000 };
export const BUCKETS = {
  member: [
    { name: 'minute', limit: 20, block: 5, keep: 4, ...PER_MINUTE },
    { name: 'hour', limit: 600, block: 10, keep: 4, ...PER_HOUR },
  ],
  robot: [{ name: 'minute', limit: 12, block: 1, keep: 0, ...PER_MINUTE }],
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
  const stash = new Map<string, { left: number; lastSlot: number }>();

  async function takeOne(bucket: Bucket, key: string): Promise<Date | null> {
    const slot = Math.floor(clocks.civil().getTime() / bucket.slotMs);
    const held = stash.get(key);
    if (held && held.left > 0 && slot <= held.lastSlot && held.lastSlot <= slot + bucket.keep) {
      held.left -= 1;
      return null;
    }
    const taken = await takeBlock(bucket, key, slot);
    if (taken instanceof Date) return taken;
    // Lost blocks cost a few tokens; a map that grows with everybody ever written to costs memory.
    if (stash.size > MAX_STASH) stash.clear();
    stash.set(key, taken);
    return null;
  }

  /** A block while little is taken, else a single token. @returns what is left of it, or when to ask again */
  async function takeBlock(
    bucket: Bucket,
    key: string,
    slot: number,
  ): Promise<{ left: number; lastSlot: number } | Date> {
    const before = sum(await recent(store.limits, key, slot, bucket));
    const isBlock = before + bucket.block <= bucket.limit * BLOCKS_UP_TO;
    const size = isBlock ? bucket.block : 1;
    const lastSlot = isBlock ? slot + bucket.keep : slot;
    await add(store.limits, key, lastSlot, bucket, size);
    const counted = await recent(store.limits, key, slot, bucket);
    if (sum(counted) <= bucket.limit) return { left: size - 1, lastSlot };
    // Counted first and read afterwards: two instances may both step back, but never both go ahead.
    await add(store.limits, key, lastSlot, bucket, -size);
    return opensAt(counted, slot, bucket, sum(counted) - size);
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

/** What counts against the window that ends with `slot`, and what is promised for later. */
async function recent(limits: Scoped<LimitRow>, key: string, slot: number, bucket: Bucket): Promise<LimitRow[]> {
  const slots = Array.from({ length: SLOTS + bucket.keep }, (_, back) => slot + bucket.keep - back);
  const rows = await limits.find({ _id: { $in: slots.map((one) => rowId(key, one)) } });
  const oldest = endOf(slot - SLOTS + 1, bucket);
  return rows.filter((row) => row.windowEndsAt >= oldest);
}

const sum = (rows: readonly LimitRow[]): number => rows.reduce((total, row) => total + row.used, 0);

/** When enough of the counted slots have left the window for one more token. */
function opensAt(counted: readonly LimitRow[], slot: number, bucket: Bucket, total: number): Date {
  let left = total;
  for (const row of [...counted].sort((a, b) => a.windowEndsAt.getTime() - b.windowEndsAt.getTime())) {
    left -= row.used;
    if (left < bucket.limit) return new Date(row.windowEndsAt.getTime() + (SLOTS - 1) * bucket.slotMs);
  }
  return endOf(slot, bucket);
}
