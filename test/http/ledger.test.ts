import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ShownRow, textOf } from '../../demo/shown.ts';
import { opinionStory } from '../../demo/story-opinion.ts';
import { proposalStory } from '../../demo/story-proposal.ts';
import { type Bot, startBot } from '../support/bot.ts';

/** Both stories once in this process; afterwards the ledgers are judged. */
let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
  await proposalStory(bot.stage());
  await opinionStory(bot.stage());
  await bot.advance({ advance: 'P7D' });
}, 180_000);
afterAll(() => bot[Symbol.asyncDispose]());

const everything = async (): Promise<ShownRow[]> =>
  (await bot.control<ShownRow[]>('ledger/visible')).filter((row) => row.kind !== 'said');

describe('P8 the visible ledger after the whole straight path', () => {
  test('P8 every obligation that was settled stands in exactly one message that its recipient was shown', async () => {
    const { obligations, messages } = bot.app().deps.store;
    const settled = await obligations.find({ state: 'settled' });
    const sent = await messages.find({ state: 'sent' });
    const visible = new Set((await everything()).map((row) => row.message));

    expect(settled.length).toBeGreaterThan(25);
    for (const obligation of settled) {
      const carriers = sent.filter((message) => message.obligations.includes(obligation._id));
      // The pieces of one answer share the id of their first.
      expect(carriers.length, obligation._id).toBe(1);
      expect(carriers[0]?.recipient, obligation._id).toBe(obligation.recipient);
      const { call, platformMessage } = carriers[0] ?? {};
      if (call === 'send') expect(visible.has(platformMessage?.msgid ?? ''), obligation._id).toBe(true);
    }
  });

  test('P8 nothing that is due stays open, and nothing was given up', async () => {
    const { obligations, messages, inbox } = bot.app().deps.store;
    const now = bot.emulator.now();

    expect((await obligations.find({ state: 'open' })).filter((row) => row.dueAt < now)).toEqual([]);
    expect(await messages.find({ state: { $in: ['dead', 'held'] } })).toEqual([]);
    expect(await inbox.find({ state: 'dead' })).toEqual([]);
    expect(bot.logged.filter((line) => line.level === 'error')).toEqual([]);
  });

  test('P8 no person was shown the same message twice', async () => {
    const seen = new Map<string, number>();
    for (const row of bot.emulator.raw()) {
      if (!row.path.endsWith('/message/send') || row.status !== 200) continue;
      const body = JSON.stringify(row.body);
      seen.set(body, (seen.get(body) ?? 0) + 1);
    }
    expect(seen.size).toBeGreaterThan(60);
    expect([...seen.values()].filter((times) => times > 1)).toEqual([]);
  });

  test('decision 27: the unit never sees marks or text of the rating', async () => {
    const unit = ['chengyantian', 'qinwangshu', 'lubeichen', 'helanzhou', 'zhuoyuanfan', 'taojingzhi'];
    const sent = bot.emulator.raw().filter(({ body }) => unit.includes(String((body as { touser?: string })?.touser)));

    expect(sent.length).toBeGreaterThan(10);
    for (const { body } of sent) expect(JSON.stringify(body)).not.toMatch(/基本满意|对办理态度|对办理结果|针对性/);
    for (const row of await everything())
      if (unit.includes(row.to)) expect(textOf(row)).not.toMatch(/基本满意|对办理态度|对办理结果/);
  });

  test('P19 people without a relation to the cases were shown nothing of them', async () => {
    for (const person of ['zhouruoning', 'helanzhou', 'zhuoyuanfan']) {
      for (const row of await bot.screen(person)) expect(textOf(row), person).not.toMatch(/加装电梯|取暖/);
    }
  });

  test('P5 the proposal holds what was typed, to the letter', async () => {
    const { PROPOSAL_LINES } = await import('../../demo/texts.ts');
    const [kase] = await bot.app().deps.store.cases.find({ kind: 'proposal' });

    expect(kase).toMatchObject({ form: { original: [...PROPOSAL_LINES] } });
  });

  test('P22 the log holds no wording', async () => {
    const lines = JSON.stringify(bot.logged);
    for (const word of ['电梯', '取暖', '林知远', '程砚田']) expect(lines).not.toContain(word);
  });

  test('P23 every change has its audit entry and the chains hold', async () => {
    const { cases, audit } = bot.app().deps.store;
    for (const kase of await cases.find({})) {
      const entries = (await audit.find({ case: kase.id })).sort((a, b) => a.seq - b.seq);
      expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, index) => index + 1));
      for (const [index, entry] of entries.entries())
        if (index > 0) expect(entry.previous).toBe(entries[index - 1]?.hash);
    }
  });
});
