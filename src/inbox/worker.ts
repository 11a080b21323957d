import type { Deps } from '../deps.ts';
import type { DialogueState, InboxRow, MailboxRow } from '../store/records.ts';

/** What working one row came to. `later`: one line of a burst, the answer may wait for the rest of it. */
export interface Worked {
  readonly dialogue: DialogueState;
  readonly later: boolean;
  /** Puts what is to be said into the outbox; keyed by the row, so saying it twice is saying it once. */
  readonly say: () => Promise<void>;
}

export interface WorkerDeps extends Deps {
  readonly work: (row: InboxRow, dialogue: DialogueState) => Promise<Worked>;
  /** Told after the third failure of one row: "处理中遇到问题,已转工作人员". */
  readonly giveUp: (row: InboxRow) => Promise<void>;
  /** The row was worked and, unless it is part of a burst, answered. */
  readonly answered?: (row: InboxRow) => void;
  /** How long a burst must be quiet before it is answered, real milliseconds. */
  readonly burstQuietMs: number;
}

export interface Worker {
  /** A row of this mailbox was stored. */
  readonly notify: (mailbox: string) => void;
  /** Finds mailboxes with unworked rows: at start, and whatever another instance left behind. */
  readonly sweep: () => Promise<void>;
  readonly idle: () => boolean;
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const LEASE_MS = 30_000;
/** A lease older than this is renewed before the next row. */
const RENEW_AFTER_MS = LEASE_MS / 3;
/** A burst that does not end is answered and put away while the lease still holds. */
const MAX_BURST_MS = LEASE_MS / 3;
/** Rows worked at one time in this process: more would only keep callbacks waiting for their turn. */
const MAX_PARALLEL = 24;
const MAX_ATTEMPTS = 3;
const BATCH = 50;
/** Worked rows are flagged in the inbox in batches of this many: one write for many lines. */
const FLAG_AT = 16;
const RETRY_MS = 200;

const emptyDialogue = (): DialogueState => ({ current: null, drafts: {}, choices: [], choicesAt: null });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Works every person's rows strictly in order, different people in parallel (decisions.md 12).
 * The mailbox document holds the lease, what is worked and the dialogue: one write makes a line's effect and its "done" true together.
 */
export function createWorker(deps: WorkerDeps): Worker {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const known = new Set<string>();
  const places = limitedTo(MAX_PARALLEL);
  let stopping = false;

  const notify = (mailbox: string): void => {
    if (stopping) return;
    again.add(mailbox);
    if (!running.has(mailbox)) running.set(mailbox, loop(mailbox));
  };

  async function loop(mailbox: string): Promise<void> {
    while (again.delete(mailbox) && !stopping) {
      try {
        const leased = await takeLease(mailbox);
        if (leased) await workAll(leased);
        else if (await hasRows(mailbox)) {
          await pause(RETRY_MS);
          again.add(mailbox);
        }
      } catch (error) {
        deps.log.error('inbox.worker', { key: mailbox, reason: error instanceof Error ? error.message : 'unknown' });
        await pause(RETRY_MS);
        again.add(mailbox);
      }
    }
    // In the same turn as the last look at `again`: whoever notifies from now on starts a new loop.
    running.delete(mailbox);
  }

  /**
   * A lease of ours that still runs is one that we do not know of: the store's answer was lost, or the work broke off.
   * Each mailbox has one loop in this process, so it is taken anew at once instead of being waited for.
   */
  async function takeLease(mailbox: string): Promise<MailboxRow | null> {
    await ensureMailbox(mailbox);
    const now = deps.clocks.real();
    return deps.store.mailboxes.take(
      { _id: mailbox, $or: [{ 'lease.until': { $lte: now } }, { 'lease.owner': deps.instance }] },
      {
        $set: { 'lease.owner': deps.instance, 'lease.until': new Date(now.getTime() + LEASE_MS) },
        $inc: { 'lease.fence': 1 },
      },
    );
  }

  async function ensureMailbox(mailbox: string): Promise<void> {
    if (known.has(mailbox)) return;
    const never = new Date(0);
    await deps.store.mailboxes.insert({
      _id: mailbox,
      platform: null,
      user: '',
      lease: { owner: '', fence: 0, until: never },
      doneRows: [],
      dialogue: emptyDialogue(),
    });
    known.add(mailbox);
  }

  const rowsOf = async (mailbox: string, done: readonly string[]): Promise<InboxRow[]> => {
    const rows = await deps.store.inbox.find(
      { state: 'received', mailbox },
      { sort: { order: 1 }, limit: BATCH + done.length },
    );
    return rows.filter((row) => !done.includes(row._id));
  };

  async function hasRows(mailbox: string): Promise<boolean> {
    const row = await deps.store.mailboxes.get(mailbox);
    return (await rowsOf(mailbox, row?.doneRows ?? [])).length > 0;
  }

  async function workAll(mailbox: MailboxRow): Promise<void> {
    let dialogue = mailbox.dialogue;
    let doneRows = mailbox.doneRows;
    const { fence } = mailbox.lease;
    for (;;) {
      again.delete(mailbox._id);
      const rows = await rowsOf(mailbox._id, doneRows);
      if (rows.length === 0) break;
      const batch = await workBatch(mailbox._id, fence, rows, dialogue, doneRows);
      dialogue = batch.dialogue;
      doneRows = await flag(batch.doneRows);
      const last = !batch.more && !again.has(mailbox._id);
      await commit(mailbox._id, fence, { dialogue, doneRows, ...spokenAt(batch.last) }, last);
      if (last) return;
    }
    await commit(mailbox._id, fence, { dialogue, doneRows: await flag(doneRows, 1) }, true);
  }

  /** Works rows until one wants its answer at once; lines of a burst are answered together by the last of them. */
  async function workBatch(
    mailbox: string,
    fence: number,
    first: InboxRow[],
    start: DialogueState,
    doneBefore: readonly string[],
  ) {
    let dialogue = start;
    let rows = first;
    let last = first[0];
    let renewedAt = deps.clocks.monotonic();
    const doneRows = [...doneBefore];
    let say: (() => Promise<void>) | null = null;
    let more = false;
    const endsAt = deps.clocks.monotonic() + MAX_BURST_MS;
    while (rows.length > 0) {
      more = rows.length >= BATCH;
      for (const row of rows) {
        if (deps.clocks.monotonic() - renewedAt > RENEW_AFTER_MS) {
          await holdOn(mailbox, fence);
          renewedAt = deps.clocks.monotonic();
        }
        last = row;
        const worked = await workOne(row, dialogue);
        dialogue = worked.dialogue;
        doneRows.push(row._id);
        say = worked.say;
        if (!worked.later) {
          await say();
          say = null;
        }
        deps.answered?.(row);
      }
      if (!say) break;
      await pause(deps.burstQuietMs);
      more = deps.clocks.monotonic() >= endsAt;
      if (more) break;
      rows = await rowsOf(mailbox, doneRows);
    }
    if (say) await say();
    return { dialogue, doneRows, more, last };
  }

  async function workOne(row: InboxRow, dialogue: DialogueState): Promise<Worked> {
    for (let attempt = row.attempts + 1; ; attempt += 1) {
      try {
        return await places(() => deps.work(row, dialogue));
      } catch (error) {
        const failure = error instanceof Error ? error : new Error('unknown');
        deps.log.error('job.failed', {
          key: row._id,
          reason: failure.message,
          ...(failure.stack ? { stack: failure.stack } : {}),
        });
        await deps.store.inbox.update({ _id: row._id }, { $set: { attempts: attempt } });
        if (attempt < MAX_ATTEMPTS) {
          await pause(RETRY_MS * attempt);
          continue;
        }
        await deps.store.inbox.update({ _id: row._id }, { $set: { state: 'dead', outcome: 'failed' } });
        return { dialogue, later: false, say: () => deps.giveUp(row) };
      }
    }
  }

  async function flag(doneRows: readonly string[], from = FLAG_AT): Promise<string[]> {
    if (doneRows.length < from) return [...doneRows];
    await deps.store.inbox.updateMany({ _id: { $in: doneRows }, state: 'received' }, { $set: { state: 'done' } });
    return [];
  }

  /** @throws when the lease was lost: another instance works this mailbox, nothing of ours may count. */
  async function commit(id: string, fence: number, done: Partial<MailboxRow>, release: boolean): Promise<void> {
    const until = release ? new Date(0) : new Date(deps.clocks.real().getTime() + LEASE_MS);
    const held = await deps.store.mailboxes.update(
      { _id: id, 'lease.fence': fence, 'lease.owner': deps.instance },
      { $set: { ...done, 'lease.until': until } },
    );
    if (!held) throw new Error(`mailbox ${id}: lease lost, fence ${fence} is no longer ours`);
  }
  /** Only the lease: what was worked stays undone until its answer is durable too. */
  const holdOn = (id: string, fence: number): Promise<void> => commit(id, fence, {}, false);

  async function sweep(): Promise<void> {
    const rows = await deps.store.inbox.find({ state: 'received' }, { sort: { mailbox: 1, order: 1 }, limit: 500 });
    for (const mailbox of new Set(rows.map((row) => row.mailbox))) notify(mailbox);
  }

  const settled = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running.values());
  };
  return {
    notify,
    sweep,
    idle: () => running.size === 0,
    settled,
    stop: async () => {
      stopping = true;
      await settled();
    },
  };
}

/** Where he is answered and reminded from now on. */
const spokenAt = (row: InboxRow | undefined): Partial<MailboxRow> =>
  row ? { platform: row.platform, user: row.user } : {};

/** At most `places` of what is given run at one time; the others wait in the order they came. */
function limitedTo(places: number): <T>(run: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
