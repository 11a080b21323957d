import { randomFrom } from './campaign.ts';
import { type Phase, phaseOf, phaseTable } from './kill-phase.ts';
import type { Killable } from './killable.ts';
import { judgeLedger } from './ledger-judge.ts';

export interface KillResult {
  readonly phases: Readonly<Record<Phase, number>>;
  readonly faults: readonly string[];
  readonly lines: number;
}

const WRITERS = { linzhiyuan: '写提案', heyian: '反映社情民意', zhouruoning: '写提案' } as const;
const ASKERS = ['chengyantian', 'qiming', 'xuqinghe', 'shenhuaigu'] as const;
/** A platform that takes its time: a kill then falls between claim, send and outcome. */
const SLOW = [{ match: { path: '/cgi-bin/message/send' }, fault: 'slow:250', times: 100_000 }];
type Writer = keyof typeof WRITERS;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const lineOf = (person: string, n: number) => `${person}写的第${String(n).padStart(4, '0')}句话。`;

/**
 * People write while the program is killed at random moments; afterwards every line that was acknowledged stands in its
 * draft once and in order, and the ledgers hold nothing twice.
 */
export async function killCampaign(
  bot: Killable,
  { kills, pauses = 0, seed }: { kills: number; pauses?: number; seed: number },
): Promise<KillResult> {
  const random = randomFrom(seed);
  const phases = phaseTable();
  const written = new Map<Writer, string[]>();
  let isOver = false;
  let underWay = 0;

  async function write(person: Writer): Promise<void> {
    const lines: string[] = [];
    written.set(person, lines);
    for (let n = 1; !isOver; n += 1) {
      const text = lineOf(person, n);
      underWay += 1;
      const { delivered } = await bot.hand.control<{ delivered: number }>('say', { from: person, text });
      underWay -= 1;
      if (delivered !== 200) throw new Error(`${text} was never acknowledged: ${delivered}`);
      lines.push(text);
      // Mostly bursts, sometimes a rest long enough for the answer to go out.
      await sleep(random() < 0.3 ? 900 + random() * 300 : random() * 120);
    }
  }

  /** Asks now and then and is answered at once, so that kills fall into sending too. */
  async function ask(person: string): Promise<void> {
    while (!isOver) {
      await bot.hand.control('say', { from: person, text: '帮助' });
      await sleep(3_500 + random() * 1_000);
    }
  }

  const people = Object.keys(WRITERS) as Writer[];
  for (const person of people) await bot.hand.say(person, WRITERS[person]);
  await bot.hand.control('faults', SLOW);
  const talking = Promise.all([...people.map(write), ...ASKERS.map(ask)]);
  for (let n = 0; n < kills; n += 1) {
    await sleep(100 + random() * 1_300);
    const isUnanswered = underWay > 0;
    await bot.kill(async (store) => {
      phases[await phaseOf(store, bot.emulator.raw(), isUnanswered)] += 1;
    });
  }
  for (let n = 0; n < pauses; n += 1) {
    await sleep(random() * 500);
    await bot.pause(200 + random() * 800);
  }
  isOver = true;
  await talking;
  await bot.hand.control('faults', []);
  await bot.hand.settle();
  const faults = await bot.holding(async (store) => {
    const found = await judgeLedger(bot.emulator, store);
    for (const mailbox of await store.mailboxes.find({})) {
      const wanted = written.get(mailbox.user as Writer);
      if (!wanted) continue;
      const kept = Object.values(mailbox.dialogue.drafts).flatMap((draft) => draft.parts.map((part) => part.text));
      found.push(...differences(mailbox.user, wanted, kept));
    }
    return found;
  });
  return { phases, faults, lines: [...written.values()].flat().length };
}

function differences(user: string, wanted: readonly string[], kept: readonly string[]): string[] {
  const missing = wanted.filter((line) => !kept.includes(line)).map((line) => `${user} lost “${line}”`);
  const twice = kept.filter((line, at) => kept.indexOf(line) !== at).map((line) => `${user} has twice “${line}”`);
  const mine = kept.filter((line) => wanted.includes(line));
  const isOrdered = missing.length + twice.length > 0 || mine.join('\n') === wanted.join('\n');
  return [
    ...missing,
    ...twice,
    ...(isOrdered ? [] : [`${user}: the lines stand in another order than they were sent`]),
  ];
}
