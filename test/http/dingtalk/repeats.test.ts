import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proposalUpTo } from '../../support/acts.ts';
import { type Bot, startBot } from '../../support/bot.ts';
import { campaign, shuffled } from '../../support/campaign.ts';
import { shown } from '../../support/hand.ts';

const PRESSERS = ['zhouruoning', 'linzhiyuan', 'heyian'] as const;
const PRESSES_EACH = 4;

describe.each(['dingtalk', 'stream'] as const)('P3 in the world of %s', (world) => {
  let bot: Bot;
  beforeAll(async () => {
    bot = await startBot({ world });
  });
  afterAll(() => bot[Symbol.asyncDispose]());

  test('1,000 deliveries, repeated and out of order, leave every line in its draft once', async () => {
    const result = await campaign(bot, { deliveries: 1_000, seed: 20260302 });

    expect(result.statuses).toEqual([200]);
    expect(result.missing).toEqual([]);
    expect(result.twice).toEqual([]);
    expect(result.delivered).toBe(1_000);
    for (const person of ['linzhiyuan', 'heyian']) await bot.say(person, '取消');
  }, 120_000);

  test('presses of 提交, repeated and mixed, also after a restart, make one proposal and one receipt each', async () => {
    const writer = PRESSERS[0];
    await proposalUpTo(bot, writer, 'confirm');
    const card = await bot.cardWith(writer, '提交');
    const press = await bot.holdPress({ from: writer, button: '提交', message: card.message });
    const line = await bot.hold(writer, '我的');

    const queue = shuffled([...Array(PRESSES_EACH).fill(press), ...Array(PRESSES_EACH).fill(line)], 3);
    for (const callback of queue) {
      // One person is sent twenty messages a minute at most (P12): the answers to all this need more minutes.
      await bot.advance({ advance: 'PT2M' });
      expect(await bot.repeat(callback)).toEqual([200]);
    }
    await bot.settle();
    await bot.restart();
    for (const callback of [press, line]) await bot.repeat(callback, 2);
    await bot.settle();

    const { store } = bot.app().deps;
    const mine = await store.relations.find({ holder: 'person:zhou' });
    expect(new Set(mine.map((one) => one.case)).size).toBe(1);
    const receipts = (await bot.screen(writer)).filter((row) => /^提案已收到/.test(shown([row])));
    expect(receipts).toHaveLength(1);
  }, 60_000);
});

describe.each(['new', 'same'] as const)(
  'P3 a Stream frame that comes again with %s messageId',
  (redeliveryMessageId) => {
    test('is one line of the draft', async () => {
      await using bot = await startBot({
        world: 'stream',
        platform: {
          streamSwitches: { redeliveryMessageId, redeliveryMs: 50, redeliveries: 1_000, withoutConnection: 'hold' },
        },
      });
      await bot.say('linzhiyuan', '写提案');
      const { inbox } = bot.app().deps.store;
      const before = await inbox.count({});

      // The line is cut while they are under way: whatever was not acknowledged comes again.
      const said = ['断线前的第一句。', '断线前的第二句。', '断线后的第三句。'].map((text, n) => {
        if (n === 2) bot.emulator.gateway?.cut();
        return bot.control('say', { platform: 'dingtalk', from: 'linzhiyuan', text });
      });
      await Promise.all(said);
      await bot.settle();

      expect(await inbox.count({})).toBe(before + 3);
      const draft = await bot.draft('linzhiyuan');
      for (const text of ['断线前的第一句。', '断线前的第二句。', '断线后的第三句。'])
        expect(draft.split(text), text).toHaveLength(2);
    }, 60_000);
  },
);
