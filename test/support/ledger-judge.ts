import { textOf } from '../../demo/shown.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import type { Case } from '../../src/domain/case.ts';
import type { MessageRow, ObligationRow } from '../../src/store/records.ts';
import type { CommitteeStore } from '../../src/store/store.ts';
import { firstTexts, shownTo } from './kill-judge.ts';

/** Violations of "nothing twice, nothing missing", one sentence each; the program is quiet and stopped. */
export async function judgeLedger(emulator: Emulator, store: CommitteeStore): Promise<string[]> {
  const messages = (await store.messages.find({})).filter((message) => message.outcome?.class !== 'tombstone');
  const faults = [
    ...unsent(messages),
    ...shownTwice(emulator, messages),
    ...(await obligationFaults(store, messages, emulator.now())),
  ];
  for (const row of await store.inbox.find({ state: 'dead' })) faults.push(`callback ${row._id} was given up`);
  const done = new Set((await store.mailboxes.find({})).flatMap((mailbox) => mailbox.doneRows));
  for (const row of await store.inbox.find({ state: 'received' }))
    if (!done.has(row._id)) faults.push(`callback ${row._id} is not worked`);
  return faults;
}

/** A message that a repeat would show again is held when the program died between intent and outcome (P9). */
const isHeld = ({ state, refusesRepeats }: MessageRow): boolean => state === 'held' && !refusesRepeats;

const unsent = (messages: readonly MessageRow[]): string[] =>
  messages
    .filter((message) => message.state !== 'sent' && !isHeld(message))
    .map(({ _id, recipient, state, outcome, attempts }) =>
      [`message ${_id} to ${recipient} is ${state}`, outcome?.text ?? '', `${attempts.length} tries`].join(', '),
    );

/** Each message stands on one screen once, and nothing stands there that no message accounts for. */
function shownTwice(emulator: Emulator, messages: readonly MessageRow[]): string[] {
  const faults: string[] = [];
  const texts = firstTexts(emulator);
  const byMsgid = new Map(messages.map((message) => [message.platformMessage.msgid ?? '', message]));
  const shown = shownTo(emulator);
  const held = messages.filter(isHeld).map(({ summary }) => summary);
  const ids = new Set(shown.map((row) => row.message));
  for (const row of shown) {
    const text = texts.get(row.message);
    if (!row.message || !text || byMsgid.has(row.message)) continue;
    const at = held.indexOf(text);
    // It arrived, and nobody knows: it accounts for one row.
    if (at >= 0) held.splice(at, 1);
    else faults.push(`${row.to} was shown what no message accounts for (sent twice?): ${textOf(row).slice(0, 80)}`);
  }
  for (const { _id, call, state, recipient, platformMessage } of messages) {
    if (call === 'send' && state === 'sent' && !ids.has(platformMessage.msgid ?? ''))
      faults.push(`message ${_id} to ${recipient} is called sent, but nobody was shown it`);
  }
  faults.push(...sameNotice(emulator, messages));
  return faults;
}

/** What is owed is said once: no two messages with the same words that carry an obligation reach one person. */
function sameNotice(emulator: Emulator, messages: readonly MessageRow[]): string[] {
  const texts = firstTexts(emulator);
  const seen = new Map<string, number>();
  for (const { obligations, recipient, platformMessage } of messages) {
    const text = texts.get(platformMessage.msgid ?? '');
    if (obligations.length === 0 || text === undefined) continue;
    const key = `${recipient}: ${text}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return [...seen]
    .filter(([, times]) => times > 1)
    .map(([what, times]) => `shown ${times} times: ${what.slice(0, 120)}`);
}

/** Every obligation is settled by exactly one message, or was cancelled because its clock or its case had stopped. */
async function obligationFaults(store: CommitteeStore, messages: readonly MessageRow[], now: Date): Promise<string[]> {
  const faults: string[] = [];
  const cases = new Map((await store.cases.find({})).map((kase) => [kase._id, kase as Case]));
  for (const row of await store.obligations.find({})) {
    const carriers = messages.filter((message) => message.obligations.includes(row._id));
    if (row.state === 'settled' && carriers.length !== 1)
      faults.push(`obligation ${row._id} stands in ${carriers.length} messages`);
    if (row.state !== 'settled' && carriers.length > 0)
      faults.push(`obligation ${row._id} is ${row.state} but stands in a message`);
    if (row.state === 'open' && row.dueAt <= now)
      faults.push(`obligation ${row._id} is due since ${row.dueAt.toISOString()}`);
    if (row.state === 'cancelled' && !isOver(row, cases.get(row.case)))
      faults.push(`obligation ${row._id} was cancelled without a reason`);
  }
  return faults;
}

function isOver({ clock, urgency }: ObligationRow, kase: Case | undefined): boolean {
  if (!kase) return false;
  if (!clock) return urgency === 'reminder';
  return !kase.clocks.some(
    (one) =>
      one.ruleId === clock.ruleId &&
      one.subject === clock.subject &&
      one.ordinal === clock.ordinal &&
      one.stoppedAt === null,
  );
}
