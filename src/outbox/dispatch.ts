import { createHash } from 'node:crypto';
import type { Card } from '../../cards/card.ts';
import type { Deps, Outgoing } from '../deps.ts';
import type { Case, Obligation } from '../domain/case.ts';
import { PLATFORM_NAMES } from '../platform-name.ts';
import type { ObligationRow } from '../store/records.ts';
import { addressOf } from './address.ts';
import type { NewMessage } from './freeze.ts';
import { groupBy } from './group-by.ts';
import { forgetOld, remember } from './history.ts';
import { messageId } from './message-id.ts';
import type { Outage } from './outage.ts';
import { type PersonPlan, planDue } from './plan.ts';
import type { OutboxDeps } from './ports.ts';
import { settle, takeAll } from './take-obligations.ts';

const LATE_MARK = '〔补发〕';

export interface Dispatcher {
  /** Turns due obligations into frozen messages. @returns how many messages were made */
  readonly dispatch: () => Promise<number>;
}

interface Given {
  readonly freeze: (outgoing: Outgoing, id: string) => NewMessage[];
  readonly outage: () => Promise<Outage | null>;
  /** This process is just about to insert that message: it is not left over from a crash. */
  readonly isBeingStored: (message: string) => boolean;
  /** Somebody cannot be reached at all (P13). */
  readonly unreachable: (person: string, reason: string) => Promise<void>;
}

/**
 * Obligation → message in three steps, each of which a crash or another instance may cut off:
 * 1. the obligations of one message take its id (by condition: only those still open and not taken),
 * 2. the message is inserted, 3. the obligations are settled.
 * An open obligation that already bears an id is taken up by `recover`, which either finds the message (settle)
 * or puts a tombstone in its place, so that the paused maker of that message can no longer insert it.
 */
export function createDispatcher(deps: Deps & OutboxDeps, given: Given): Dispatcher {
  return {
    async dispatch() {
      const buried = await recover(deps, given);
      const plan = await planDue(deps, await given.outage(), buried);
      for (const row of plan.cancelled) {
        await deps.store.obligations.update({ _id: row._id, state: 'open' }, { $set: { state: 'cancelled' } });
      }
      for (const row of plan.foreign) await passOver(deps, given, row.recipient, [row], '已不在该承办单位');
      let made = 0;
      for (const person of plan.people) {
        for (const group of person.dispatch.send) {
          try {
            if (await dispatchGroup(deps, given, person, group, plan.cases)) made += 1;
          } catch (error) {
            // One obligation that cannot be worded must not keep the others waiting (P14).
            reportFailure(deps, group, error);
          }
        }
      }
      return made;
    },
  };
}

/** Not said to whom it was meant for; the clerks hear that he was not told (P13). */
async function passOver(
  deps: Deps,
  given: Given,
  recipient: string,
  rows: readonly ObligationRow[],
  why: string,
): Promise<void> {
  await given.unreachable(recipient, why);
  await deps.store.obligations.updateMany(
    { _id: { $in: keysOf(rows) }, state: 'open' },
    { $set: { state: 'cancelled' } },
  );
}

function reportFailure(deps: Deps, group: readonly Obligation[], error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  for (const one of group) deps.log.error('outbox.dispatch.failed', { case: one.case, key: one.key, reason });
}

/**
 * What a crash, or another instance at this moment, left between the steps.
 * @returns ids under which nothing will ever be said: the obligations that bear them may be planned again
 */
async function recover(deps: Deps, given: Given): Promise<ReadonlySet<string>> {
  const buried = new Set<string>();
  const taken = await deps.store.obligations.find({
    state: 'open',
    dueAt: { $lte: deps.clocks.civil() },
    message: { $ne: null },
  });
  for (const [id, rows] of groupBy(taken, (row) => row.message ?? '')) {
    if (given.isBeingStored(id)) continue;
    const there = await deps.store.messages.get(id);
    if (there && there.state !== 'cancelled') await settle(deps, keysOf(rows), id);
    else if (there || (await deps.store.messages.insert(tombstone(id, deps.clocks.real())))) buried.add(id);
  }
  return buried;
}

const keysOf = (rows: readonly ObligationRow[]): string[] => rows.map((row) => row._id);

async function dispatchGroup(
  deps: Deps & OutboxDeps,
  given: Given,
  { recipient, rows, late }: PersonPlan,
  group: readonly Obligation[],
  cases: ReadonlyMap<string, Case>,
): Promise<boolean> {
  const mine = group.flatMap(({ key }) => rows.get(key) ?? []);
  const reached = await addressOf(deps, recipient);
  if (!reached.ok) {
    await passOver(deps, given, recipient, mine, reached.why);
    return false;
  }
  const items = mine.flatMap((row) => {
    const kase = cases.get(row.case);
    return kase ? [{ obligation: row as Obligation, kase }] : [];
  });
  const card = cardOf(
    deps,
    items,
    mine.some((row) => late.has(row.key)),
  );
  const id = messageId(deps.committee, keyOf(mine));
  const keys = mine.map((row) => row.key);
  const kase = items.length === 1 ? (items[0]?.kase.id ?? null) : null;
  const [message] = given.freeze(
    { key: keyOf(mine), to: reached.to, say: { card }, obligations: keys, case: kase },
    id,
  );
  if (!message || !(await takeAll(deps, mine, id))) return false;
  if (!(await deps.store.messages.insert(message))) return false;
  await settle(deps, keys, id);
  await remember(deps, recipient, id, mine, deps.clocks.civil());
  await forgetOld(deps, recipient, deps.clocks.civil());
  return true;
}

function cardOf(deps: OutboxDeps, items: readonly { obligation: Obligation; kase: Case }[], isLate: boolean): Card {
  const [only] = items;
  const card =
    items.length === 1 && only ? deps.wording.notice(only.obligation, only.kase) : deps.wording.bundle(items);
  return isLate ? { ...card, title: `${LATE_MARK}${card.title}` } : card;
}

/** The same obligations give the same id; after a tombstone another one, since ids they bore before are part of it. */
function keyOf(rows: readonly ObligationRow[]): string {
  const keys = rows.map((row) => row.key).sort();
  const before = [...new Set(rows.flatMap((row) => row.message ?? []))].sort();
  return createHash('sha256')
    .update(JSON.stringify([keys, before]))
    .digest('hex');
}

function tombstone(id: string, at: Date): NewMessage {
  return {
    _id: id,
    // Nothing is ever sent: whichever it is, it stands for none.
    platform: PLATFORM_NAMES[0],
    channel: 'app',
    call: 'send',
    recipient: '',
    body: '',
    refusesRepeats: true,
    summary: '',
    choices: [],
    case: null,
    obligations: [],
    state: 'cancelled',
    dueAt: at,
    expiresAt: at,
    lease: { owner: '', fence: 0, until: at },
    attempts: [],
    outcome: { class: 'tombstone', errcode: null, text: 'planned again after a crash', at },
    platformMessage: { msgid: null, responseCode: null },
    onDelivered: null,
  };
}
