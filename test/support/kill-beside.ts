import type { Emulator } from '../../emulator/emulator.ts';
import type { CommitteeStore } from '../../src/store/store.ts';
import { KillHand, type Table } from './kill-hand.ts';
import { personOf, shownTo } from './kill-judge.ts';
import { says } from './kill-wire.ts';

export const WRITERS = ['writer1', 'writer2'];
export const ASKERS = ['asker1', 'asker2', 'asker3'];
const ASK = '帮助';
/** What one of those beside asks: it changes nothing and is answered at once. */
export const isQuestion = (plain: string | null): boolean => plain !== null && says(plain, ASK);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether those beside the stories go on, rest (while time travels), or have gone home. */
export interface Pace {
  state: 'busy' | 'resting' | 'over';
  readonly random: () => number;
}

/** Members who write drafts and people who ask for help, all through the campaign. @returns when all have gone home */
export async function crowdBeside(table: Table, pace: Pace): Promise<void> {
  await Promise.all([...WRITERS.map((id) => write(table, pace, id)), ...ASKERS.map((id) => ask(table, pace, id))]);
}

async function write(table: Table, pace: Pace, id: string): Promise<void> {
  const hand = new KillHand(table, id);
  await hand.types('写提案');
  for (let n = 1; pace.state !== 'over'; n += 1) {
    if (pace.state === 'busy') await hand.types(`${id}写的第${String(n).padStart(4, '0')}句话。`);
    // Mostly bursts, sometimes a rest long enough for the answer to go out.
    await sleep(pace.random() < 0.4 ? 2_000 + pace.random() * 2_000 : pace.random() * 500);
  }
}

async function ask(table: Table, pace: Pace, id: string): Promise<void> {
  const hand = new KillHand(table, id);
  while (pace.state !== 'over') {
    if (pace.state === 'busy') await hand.types(ASK);
    await sleep(2_000 + pace.random() * 3_000);
  }
}

/** Every line that was acknowledged stands in its draft once and in order; every question was answered once. */
export async function judgeCrowd(emulator: Emulator, store: CommitteeStore, table: Table): Promise<string[]> {
  const faults: string[] = [];
  const mailboxes = await store.mailboxes.find({});
  for (const id of WRITERS) {
    const said = table.said.filter(({ person, text }) => person === id && text.startsWith(id)).map(({ text }) => text);
    const own = mailboxes.filter(({ _id }) => _id.endsWith(`:${id}`));
    const drafts = own.flatMap(({ dialogue }) => Object.values(dialogue.drafts));
    faults.push(
      ...differences(
        id,
        said,
        drafts.flatMap((draft) => draft.parts.map((part) => part.text)),
      ),
    );
  }
  for (const id of ASKERS) {
    const asked = table.said.filter(({ person }) => person === id).length;
    const answered = shownTo(emulator).filter((row) => row.to === id).length;
    const recipient = (await personOf(store, id))?.id ?? '';
    // Held after a kill between intent and outcome: it may have arrived or not (P9).
    const held = await store.messages.count({ recipient, state: 'held', refusesRepeats: false });
    if (answered > asked || answered + held < asked)
      faults.push(`${id} asked ${asked} times and was answered ${answered} times`);
  }
  return faults;
}

function differences(user: string, wanted: readonly string[], kept: readonly string[]): string[] {
  const missing = wanted.filter((line) => !kept.includes(line)).map((line) => `${user} lost “${line}”`);
  const twice = kept.filter((line, at) => kept.indexOf(line) !== at).map((line) => `${user} has twice “${line}”`);
  const isOrdered = missing.length + twice.length > 0 || kept.join('\n') === wanted.join('\n');
  return [
    ...missing,
    ...twice,
    ...(isOrdered ? [] : [`${user}: the lines stand in another order than they were sent`]),
  ];
}
