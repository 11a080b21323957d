import type { RawRow } from '../../emulator/world.ts';
import { messageId } from '../../src/outbox/message-id.ts';
import type { InboxRow, MessageRow } from '../../src/store/records.ts';
import type { CommitteeStore } from '../../src/store/store.ts';
import { requestOf } from './kill-wire.ts';

/** Where a kill fell, as seen from what it left behind (decision 36), in the order in which a line passes through them. */
export const PHASES = {
  beforeInboxWrite: '来信写入之前',
  beforeWork: '来信已写入,尚未办理',
  caseWritten: '事项已写入,应说的或回应尚未写入',
  answerWritten: '回应已写入,来信尚未记为办完',
  beforeClaim: '消息已写入,尚未认领',
  beforeSend: '已认领,尚未到达平台',
  beforeOutcome: '已到达平台,结果尚未记下',
  idle: '空闲',
} as const;
export type Phase = keyof typeof PHASES;
const ORDER = Object.keys(PHASES) as Phase[];
/** A kill at rest proves nothing: it is counted, but not asked for. */
export const ASKED = ORDER.filter((phase) => phase !== 'idle');

export interface Wire {
  /** Everything that arrived at the platform since this process was started. */
  readonly arrived: readonly RawRow[];
  /** Plaintext of the callbacks that were under way to the program when it died. */
  readonly underWay: readonly string[];
}

/** Something cut off: what it is, and where it was cut. */
interface Cut {
  readonly phase: Phase;
  readonly key: string;
}

/**
 * Tells the phases of one kill after the other. A kill catches several people at once, each where he was; what an
 * earlier kill had left in the same place (its lease is still running) is not counted again.
 */
export class PhaseReader {
  private readonly seen = new Set<string>();

  async phasesOf(store: CommitteeStore, wire: Wire): Promise<ReadonlySet<Phase>> {
    const cuts = [...(await inboxCuts(store, wire)), ...(await caseCuts(store)), ...(await outboxCuts(store, wire))];
    const fresh = cuts.filter(({ phase, key }) => !this.seen.has(`${phase} ${key}`));
    for (const { phase, key } of fresh) this.seen.add(`${phase} ${key}`);
    return new Set(fresh.length > 0 ? fresh.map(({ phase }) => phase) : ['idle']);
  }
}

export const phaseTable = (): Record<Phase, number> =>
  Object.fromEntries(Object.keys(PHASES).map((phase) => [phase, 0])) as Record<Phase, number>;

async function inboxCuts(store: CommitteeStore, { underWay }: Wire): Promise<Cut[]> {
  const cuts: Cut[] = [];
  for (const plain of underWay) {
    const isStored = (await store.inbox.findOne({ body: plain })) !== null;
    if (!isStored) cuts.push({ phase: 'beforeInboxWrite', key: plain });
  }
  const done = new Set((await store.mailboxes.find({})).flatMap((mailbox) => mailbox.doneRows));
  const received = await store.inbox.find({ state: 'received' });
  for (const row of received) {
    if (!done.has(row._id)) cuts.push({ phase: await phaseOfRow(store, row), key: row._id });
  }
  return cuts;
}

/** How far one callback has come. */
export async function phaseOfCallback(store: CommitteeStore, plain: string): Promise<Phase> {
  const row = await store.inbox.findOne({ body: plain });
  if (!row) return 'beforeInboxWrite';
  const mailbox = await store.mailboxes.get(row.mailbox);
  const isDone = row.state !== 'received' || mailbox?.doneRows.includes(row._id);
  return isDone ? 'idle' : phaseOfRow(store, row);
}

/** Has a callback that is here come there, or gone further? */
export const isPast = (here: Phase, there: Phase): boolean => ORDER.indexOf(here) >= ORDER.indexOf(there);

/** How far one line got whose row is not marked as worked. */
async function phaseOfRow(store: CommitteeStore, row: InboxRow): Promise<Phase> {
  for (const n of [1, 2]) {
    const answer = await store.messages.get(messageId(row.committee, `${row._id}#${n}`));
    if (answer) return 'answerWritten';
  }
  return (await isInCase(store, row._id)) ? 'caseWritten' : 'beforeWork';
}

async function isInCase(store: CommitteeStore, cause: string): Promise<boolean> {
  if (await store.audit.findOne({ cause })) return true;
  const pending = await store.cases.find({ effectsPending: true });
  return pending.some(({ effects }) => effects.some((one) => one.type === 'audit' && one.entry.cause === cause));
}

/** Also a due clock writes a case; what it causes is told after it. */
async function caseCuts(store: CommitteeStore): Promise<Cut[]> {
  const pending = await store.cases.find({ effectsPending: true });
  return pending.map(({ _id, version }) => ({ phase: 'caseWritten', key: `${_id} ${version}` }));
}

async function outboxCuts(store: CommitteeStore, { arrived }: Wire): Promise<Cut[]> {
  const bodies = new Set(arrived.map((row) => JSON.stringify(row.body)));
  const due = await store.messages.find({ state: 'due' });
  return due.flatMap((message): Cut[] => {
    const claim = message.attempts.at(-1);
    if (!claim) return [{ phase: 'beforeClaim', key: message._id }];
    if (isConcluded(message)) return [];
    const isThere = bodies.has(JSON.stringify(requestOf(message.body)));
    return [{ phase: isThere ? 'beforeOutcome' : 'beforeSend', key: `${message._id} ${claim.fence}` }];
  });
}

const isConcluded = ({ attempts, outcome }: MessageRow): boolean => {
  const last = attempts.at(-1);
  return !last || (outcome !== null && outcome.at >= last.at);
};
