import { describe, expect, test } from 'vitest';
import type { WorldName } from '../../../demo/worlds.ts';
import { killCampaign } from '../../support/kill-campaign.ts';
import { startKillable } from '../../support/killable.ts';

/** As on WeCom (../kill.test.ts). On the embedded store in any case: on the second engine it would be the same run again. */
describe.skipIf(process.env.TEST_MONGODB_URI)('P1 P26 SIGKILL', () => {
  test.each(['dingtalk', 'stream'] as const)(
    'P1 P2 %s: killed right after the acknowledgement, the text stands in the draft exactly once',
    async (world) => {
      await using bot = await startKillable({ world });
      await bot.hand.say('linzhiyuan', '写提案');
      const text = '确认之后、处理之前断电,这句话不能丢。';

      const said = { platform: 'dingtalk', from: 'linzhiyuan', text };
      const { delivered } = await bot.hand.control<{ delivered: number }>('say', said);
      await bot.kill({ outlastsLeases: true });
      await bot.hand.settle();

      expect(delivered).toBe(200);
      expect((await bot.hand.draft('linzhiyuan')).split(text)).toHaveLength(2);
    },
    240_000,
  );

  const KILLS = 3;
  const CAMPAIGNS: readonly (readonly [world: WorldName, stages: number])[] = [
    ['dingtalk', 1],
    ['stream', 1],
    ['mixed', 1],
  ];
  test.each(CAMPAIGNS)(
    'P3 P8 P9 P26 %s: kills while a proposal and an opinion are handled: nothing lost, nothing twice',
    async (world, stages) => {
      const { hits, kills, cases, faults } = await killCampaign({
        world,
        stages,
        kills: KILLS,
        seed: 20261126,
        proposals: 1,
        opinions: 1,
        longOutages: 1,
      });

      console.log(`${world}: kills per phase: ${JSON.stringify(hits)}; ${cases} cases`);
      expect(faults).toEqual([]);
      expect(kills).toBe(KILLS);
      expect(cases).toBeGreaterThanOrEqual(2);
      expect(hits.idle).toBeLessThan(KILLS);
    },
    600_000,
  );
});
