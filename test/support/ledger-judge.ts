import { type ShownRow, textOf } from '../../demo/phone.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import type { CommitteeStore } from '../../src/store/store.ts';

/** Violations of "nothing twice, nothing missing", one sentence each. */
export async function judgeLedger(emulator: Emulator, store: CommitteeStore): Promise<string[]> {
  const faults: string[] = [];
  const visible = (emulator.visible() as unknown as ShownRow[]).filter((row) => row.kind !== 'said');
  const shownIds = new Set(visible.map((row) => row.message));
  const messages = await store.messages.find({});
  for (const message of messages) {
    if (message.state !== 'sent') faults.push(`message ${message._id} to ${message.recipient} is ${message.state}`);
    const msgid = message.platformMessage.msgid;
    if (message.call === 'send' && message.state === 'sent' && !(msgid && shownIds.has(msgid)))
      faults.push(`message ${message._id} to ${message.recipient} is called sent, but nobody was shown it`);
  }
  for (const row of await store.obligations.find({ state: 'settled' })) {
    const carriers = messages.filter((message) => message.obligations.includes(row._id));
    if (carriers.length !== 1) faults.push(`obligation ${row._id} stands in ${carriers.length} messages`);
  }
  for (const row of await store.inbox.find({})) {
    if (row.state === 'dead') faults.push(`callback ${row._id} was given up`);
  }
  faults.push(...twice(visible));
  return faults;
}

/** The same words to the same person in two messages: cards of one state may be asked for twice, notices may not. */
function twice(visible: readonly ShownRow[]): string[] {
  const notices = /^(提案已收到|提案已立案|您的提案已交办|提案交办|信息已收到|信息已录用编辑)/;
  const seen = new Map<string, number>();
  for (const row of visible) {
    const text = textOf(row);
    if (notices.test(text)) seen.set(`${row.to}: ${text}`, (seen.get(`${row.to}: ${text}`) ?? 0) + 1);
  }
  return [...seen]
    .filter(([, times]) => times > 1)
    .map(([what, times]) => `shown ${times} times: ${what.slice(0, 80)}`);
}
