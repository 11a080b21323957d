import type { Deps, Outbox, Outgoing } from '../deps.ts';
import type { PlatformName } from '../platform-name.ts';
import type { MessageRow } from '../store/records.ts';
import { createDelivered } from './delivered.ts';
import { createDispatcher } from './dispatch.ts';
import { freeze } from './freeze.ts';
import { createLimiter } from './limits.ts';
import { messageId } from './message-id.ts';
import { createHeartbeat } from './outage.ts';
import { createPool } from './pool.ts';
import type { OutboxDeps } from './ports.ts';
import { reportUndelivered, reportUnreachable } from './reports.ts';
import { createSender } from './send.ts';
import { settle, takeAll } from './take-obligations.ts';

const STOP_WAIT_MS = 12_000;
/** Retries nearer than this are still "due now" for whoever waits until all is said. */
const SOON_MS = 60_000;
const MIN_TIMER_MS = 50;

export interface GroupPost {
  readonly key: string;
  readonly platform: PlatformName;
  /** The group's name. */
  readonly group: string;
  readonly text: string;
}

export interface CommitteeOutbox extends Outbox {
  /** A text in a group, by its robot: never repeated after an unknown outcome (P9). */
  readonly putToGroup: (post: GroupPost) => Promise<void>;
}

export function createOutbox(deps: Deps & OutboxDeps): CommitteeOutbox {
  const { clocks, committee, log } = deps;
  const { messages } = deps.store;
  /** Ids of answers between taking their obligations and being stored. */
  const beingStored = new Set<string>();
  let stopping = false;
  const isStopping = () => stopping;
  const heartbeat = createHeartbeat(deps);
  const delivered = createDelivered(deps);
  const nextAt = growing(clocks.real);
  const frozen = (outgoing: Outgoing, id: string, kind: MessageRow['call']) =>
    freeze(outgoing, id, kind, deps.channel, nextAt);

  async function insert(outgoing: Outgoing, kind: MessageRow['call'], letter: 'm' | 'r' = 'm'): Promise<void> {
    const id = messageId(committee, outgoing.key, letter);
    const owed = outgoing.obligations ?? [];
    if (owed.length === 0) await store(outgoing, id, kind);
    else await storeOwed(outgoing, id, kind, owed);
    loop.wake();
  }

  /** @returns false when there is something under this id already. */
  async function store(outgoing: Outgoing, id: string, kind: MessageRow['call']): Promise<boolean> {
    let isNew = true;
    for (const message of frozen(outgoing, id, kind)) isNew = (await messages.insert(message)) && isNew;
    return isNew;
  }

  /** An answer that says what is owed anyway: whoever takes the obligation first says it, nobody says it again (P8). */
  async function storeOwed(
    outgoing: Outgoing,
    id: string,
    kind: MessageRow['call'],
    owed: readonly string[],
  ): Promise<void> {
    beingStored.add(id);
    try {
      const rows = owed.map((key) => ({ _id: key, message: null }));
      if (!(await takeAll(deps, rows, id))) return;
      // Another instance took this one for dead and put a tombstone in its place: then the dispatcher says it.
      const isBuried = !(await store(outgoing, id, kind)) && (await messages.get(id))?.state === 'cancelled';
      if (!isBuried) await settle(deps, owed, id);
    } finally {
      beingStored.delete(id);
    }
  }
  /** A card that stands in another chat cannot turn here: who goes on elsewhere is answered there with a new one. */
  async function withoutForeignCard({ updates, ...rest }: Outgoing): Promise<Outgoing> {
    if (!updates) return rest;
    const card = await messages.get(updates.message);
    return card && card.platform !== rest.to.platform ? rest : { ...rest, updates };
  }
  const putReport = (outgoing: Outgoing): Promise<void> => insert(outgoing, 'send', 'r');

  const dispatcher = createDispatcher(deps, {
    freeze: (outgoing, id) => frozen(outgoing, id, 'send'),
    outage: heartbeat.outage,
    isBeingStored: (id) => beingStored.has(id),
    unreachable: (person, reason) => reportUnreachable(deps, putReport, person, reason),
  });
  const { attempt } = createSender(deps, {
    limiter: createLimiter(deps),
    isStopping,
    undelivered: (message, outcome) => reportUndelivered(deps, putReport, message, outcome),
    delivered: delivered.tell,
  });
  const pool = createPool(deps, { attempt, isStopping });

  async function dispatch(): Promise<void> {
    await heartbeat.outage();
    await deps.prepare?.();
    await dispatcher.dispatch();
    await heartbeat.beat();
    await delivered.catchUp();
  }
  /** The store is away, or one step is broken: everything stays as it is and the next tick finds it again. */
  const failed = (error: unknown): void =>
    log.error('outbox.pass.failed', { reason: error instanceof Error ? error.message : String(error) });
  const loop = createLoop({ dispatch, pool, isStopping, failed, real: clocks.real });

  return {
    put: async (outgoing) => {
      const whole = await withoutForeignCard(outgoing);
      await insert(whole, callOf(whole));
    },
    putToGroup: ({ key, platform, group, text }) =>
      insert({ key, to: { person: null, platform, user: group }, say: { text } }, 'robot'),
    wake: loop.wake,
    drain: loop.drain,
    async quiet() {
      await loop.drain();
      const soon = new Date(clocks.real().getTime() + SOON_MS);
      return (await messages.count({ state: 'due', dueAt: { $lte: soon }, 'lease.until': { $lte: soon } })) === 0;
    },
    async stop() {
      stopping = true;
      await Promise.race([loop.finished(), new Promise((done) => setTimeout(done, STOP_WAIT_MS).unref())]);
      await heartbeat.beat(true);
    },
  };
}

interface LoopParts {
  readonly dispatch: () => Promise<void>;
  readonly pool: ReturnType<typeof createPool>;
  readonly isStopping: () => boolean;
  readonly failed: (error: unknown) => void;
  readonly real: () => Date;
}

/** One loop at a time; whoever wakes it while it waits for the platform has new messages looked at at once. */
function createLoop({ dispatch, pool, isStopping, failed, real }: LoopParts) {
  let isDirty = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let nudge: () => void = () => {};

  async function run(): Promise<void> {
    try {
      for (;;) {
        const woken = new Promise<void>((resolve) => {
          nudge = resolve;
        });
        if (isDirty && !isStopping()) {
          isDirty = false;
          await dispatch().catch(failed);
        }
        if (!isStopping()) await pool.kick();
        const next = pool.next();
        if (next !== null) await Promise.race([next, woken]);
        else if (!isDirty || isStopping()) break;
      }
    } catch (error) {
      failed(error);
    }
    running = null;
    schedule();
  }

  function schedule(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const again = pool.again();
    if (!again || isStopping()) return;
    timer = setTimeout(wake, Math.max(MIN_TIMER_MS, again.getTime() - real().getTime()));
    timer.unref();
  }

  function wake(): void {
    if (isStopping()) return;
    isDirty = true;
    nudge();
    running ??= run();
  }

  return {
    wake,
    async drain() {
      wake();
      while (running !== null) await running;
    },
    async finished() {
      if (timer) clearTimeout(timer);
      while (running !== null) await running;
    },
  };
}

function callOf({ conversation, updates }: Outgoing): MessageRow['call'] {
  if (conversation) return 'session';
  return updates ? 'update' : 'send';
}

/** Real time, but later at each call: what is put within one millisecond keeps its order. */
function growing(real: () => Date): () => Date {
  let last = 0;
  return () => {
    last = Math.max(real().getTime(), last + 1);
    return new Date(last);
  };
}
