import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proposalUpTo } from '../support/acts.ts';
import { type Bot, startBot } from '../support/bot.ts';
import { campaign, shuffled } from '../support/campaign.ts';
import { shown } from '../support/hand.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot[Symbol.asyncDispose]());

describe('P3 the same callback has one effect', () => {
  test('P3 300 deliveries, repeated and out of order, leave every line in its draft once', async () => {
    const result = await campaign(bot, { deliveries: 300, seed: 20260302 });

    expect(result.statuses).toEqual([200]);
    expect(result.missing).toEqual([]);
    expect(result.twice).toEqual([]);
    expect(result.delivered).toBeGreaterThanOrEqual(300);
  }, 60_000);

  test('P3 P4 one press of 提交 delivered ten times, also after a restart, makes one proposal and one receipt', async () => {
    await proposalUpTo(bot, 'zhouruoning', 'confirm');
    const card = await bot.cardWith('zhouruoning', '提交');
    const press = await bot.holdPress({ from: 'zhouruoning', button: '提交', message: card.message });

    expect(await bot.repeat(press, 5)).toEqual([200, 200, 200, 200, 200]);
    await bot.settle();
    await bot.restart();
    await bot.repeat(press, 5);
    await bot.settle();

    const cases = await bot.app().deps.store.cases.find({ kind: 'proposal' });
    expect(cases).toHaveLength(1);
    const receipts = (await bot.screen('zhouruoning')).filter((row) => /^提案已收到/.test(shown([row])));
    expect(receipts).toHaveLength(1);
  });

  test('P3 the same callback to two connections at the same moment is one line', async () => {
    await bot.say('heyian', '取消');
    await bot.say('heyian', '反映社情民意');
    const line = await bot.hold('heyian', '同一时刻两次送达的一句话。');

    await Promise.all([bot.repeat(line, 3), bot.repeat(line, 3)]);
    await bot.settle();

    const draft = await bot.draft('heyian');
    expect(draft.split('同一时刻两次送达的一句话。')).toHaveLength(2);
  });
});

test('a shuffle loses nothing', () => {
  expect(shuffled([1, 2, 3, 4, 5, 6], 7).sort()).toEqual([1, 2, 3, 4, 5, 6]);
});
