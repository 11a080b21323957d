import { describe, expect, test } from 'vitest';
import { killCampaign } from '../support/kill-campaign.ts';
import { startKillable } from '../support/killable.ts';

/**
 * A process of its own is killed: this needs a store that outlives it on this machine, so it runs on the embedded one.
 * Skipped where the suite runs on the second engine: it would be the same run again.
 */
describe.skipIf(process.env.TEST_MONGODB_URI)('P1 P26 SIGKILL', () => {
  test('P1 P2 killed right after the 200: after the restart the draft holds the text exactly once', async () => {
    await using bot = await startKillable();
    await bot.hand.say('linzhiyuan', '写提案');
    const text = '确认之后、处理之前断电,这句话不能丢。';

    const { delivered } = await bot.hand.control<{ delivered: number }>('say', { from: 'linzhiyuan', text });
    await bot.kill({ outlastsLeases: true });
    await bot.hand.settle();

    expect(delivered).toBe(200);
    expect((await bot.hand.draft('linzhiyuan')).split(text)).toHaveLength(2);
  }, 240_000);

  test('P3 P8 P11 P26 eight kills while a proposal and an opinion are handled, up to the digest: nothing lost, nothing twice', async () => {
    const { hits, kills, cases, faults } = await killCampaign({
      kills: 8,
      seed: 20261125,
      proposals: 1,
      opinions: 1,
      stages: 2,
      longOutages: 1,
    });

    console.log(`kills per phase: ${JSON.stringify(hits)}; ${cases} cases`);
    expect(faults).toEqual([]);
    expect(kills).toBe(8);
    expect(cases).toBeGreaterThanOrEqual(3);
    expect(hits.idle).toBeLessThan(8);
  }, 600_000);
});
