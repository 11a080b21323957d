import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { systemClocks } from '../../src/clock.ts';
import type { Log } from '../../src/deps.ts';
import { accept } from '../../src/inbox/accept.ts';
import type { Spool } from '../../src/inbox/spool.ts';
import { createWorker, type Worker } from '../../src/inbox/worker.ts';
import type { DialogueState, Draft, InboxRow } from '../../src/store/records.ts';
import { type Bot, startBot } from '../support/bot.ts';
import { randomFrom, shuffled } from '../support/campaign.ts';

const PEOPLE = 20;
const LINES = 50;
const SEED = 12;
const QUIET: Log = { info: () => {}, warn: () => {}, error: () => {} };
const UNUSED: Spool = {
  isEmpty: () => true,
  append: () => Promise.reject(new Error('the store answers: nothing is spooled')),
  drain: async () => 0,
  close: async () => {},
};
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const NEW_DRAFT: Draft = {
  form: 'proposal',
  case: null,
  subject: '',
  asking: null,
  answers: {},
  parts: [],
  files: [],
  step: 'gathering',
  version: 1,
  updatedAt: new Date(0),
};

const textOf = (row: InboxRow): string => row.body;
const partsOf = (dialogue: DialogueState): string[] => (dialogue.drafts.d?.parts ?? []).map((part) => part.text);

/** Two workers with leases of their own over one store: as two instances are. */
function instance(bot: Bot, blocked: string, gate: Promise<void>, worked: Set<string>): Worker {
  const random = randomFrom(SEED);
  const { deps } = bot.app();
  const work = async (row: InboxRow, dialogue: DialogueState) => {
    if (row.mailbox === blocked) await gate;
    await sleep(random() * 4);
    const draft = dialogue.drafts.d ?? NEW_DRAFT;
    const parts = [...draft.parts, { text: textOf(row), field: '', row: row._id }];
    worked.add(row._id);
    return {
      dialogue: { ...dialogue, drafts: { d: { ...draft, parts } } },
      later: random() < 0.7,
      say: async () => {},
    };
  };
  return createWorker({
    ...deps,
    clocks: systemClocks,
    log: QUIET,
    instance: randomUUID(),
    work,
    giveUp: async () => {},
    burstQuietMs: 5,
  });
}

test('decision 12: 20 people × 50 lines, random delays, two instances, one person blocked: each draft is in the order sent', async () => {
  await using bot = await startBot();
  const { deps } = bot.app();
  const mailboxOf = (person: number) => `${deps.committee}:wecom:writer${person}`;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const worked = new Set<string>();
  const instances = [instance(bot, mailboxOf(0), gate, worked), instance(bot, mailboxOf(0), gate, worked)];

  const receivedAt = Date.now();
  const turns = shuffled(
    Array.from({ length: PEOPLE * LINES }, (_, n) => n % PEOPLE),
    SEED,
  );
  const said = new Map<number, number>();
  for (const [turn, person] of turns.entries()) {
    const n = (said.get(person) ?? 0) + 1;
    said.set(person, n);
    const notified = instances[turn % 2] as Worker;
    await accept(
      { ...deps, log: QUIET, stored: notified.notify, spool: UNUSED },
      {
        platform: 'wecom',
        source: 'app',
        key: `msg:${person}-${n}`,
        plaintext: Buffer.from(`${person}:${n}`),
        receivedAt: new Date(receivedAt + turn),
        person: `writer${person}`,
      },
    );
  }
  const others = (PEOPLE - 1) * LINES;
  const until = Date.now() + 200_000;
  while ([...worked].filter((id) => !id.includes('msg:0-')).length < others && Date.now() < until) await sleep(50);
  const beforeOpening = [...worked].filter((id) => !id.includes('msg:0-')).length;
  const blocked = [...worked].filter((id) => id.includes('msg:0-')).length;
  open();
  for (const one of instances) await one.settled();
  for (const one of instances) await one.settled();

  expect(beforeOpening).toBe(others);
  expect(blocked).toBe(0);
  for (let person = 0; person < PEOPLE; person += 1) {
    const mailbox = await deps.store.mailboxes.get(mailboxOf(person));
    expect(partsOf(mailbox?.dialogue as DialogueState), `writer${person}`).toEqual(
      Array.from({ length: LINES }, (_, n) => `${person}:${n + 1}`),
    );
  }
  for (const one of instances) await one.stop();
}, 300_000);
