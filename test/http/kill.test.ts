import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killCampaign } from '../support/kill-campaign.ts';
import { type Killable, startKillable } from '../support/killable.ts';

/** A process of its own is killed: this needs a store that outlives it on this machine, so it runs on the embedded one. */
let bot: Killable;
beforeAll(async () => {
  bot = await startKillable();
});
afterAll(() => bot[Symbol.asyncDispose]());

describe('P1 P26 SIGKILL', () => {
  test('P1 P2 killed right after the 200: after the restart the draft holds the text exactly once', async () => {
    await bot.hand.say('qiming', '帮助');
    await bot.hand.say('linzhiyuan', '写提案');
    const text = '确认之后、处理之前断电,这句话不能丢。';

    const { delivered } = await bot.hand.control<{ delivered: number }>('say', { from: 'linzhiyuan', text });
    await bot.kill();
    await bot.hand.settle();

    expect(delivered).toBe(200);
    expect((await bot.hand.draft('linzhiyuan')).split(text)).toHaveLength(2);
    await bot.hand.say('linzhiyuan', '取消');
  }, 60_000);

  test('P3 P8 P26 eight kills at random moments while three people write: nothing lost, nothing twice', async () => {
    const { phases, faults, lines } = await killCampaign(bot, { kills: 8, seed: 20261125 });

    console.log(`kills per phase: ${JSON.stringify(phases)}; ${lines} lines written`);
    expect(faults).toEqual([]);
    expect(lines).toBeGreaterThan(20);
    expect(Object.values(phases).reduce((sum, n) => sum + n, 0)).toBe(8);
    expect(phases.idle).toBeLessThan(8);
  }, 240_000);
});
