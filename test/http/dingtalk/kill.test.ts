import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startChild } from '../../../demo/child.ts';
import { freePort } from '../../../demo/free-port.ts';
import { COMMITTEE, demoSettings, FIRST_MORNING, withEmulator } from '../../../demo/settings.ts';
import type { WorldName } from '../../../demo/worlds.ts';
import type { EmulatorConfig } from '../../../emulator/config.ts';
import { startEmulator } from '../../../emulator/emulator.ts';
import { importDirectory } from '../../../src/import/import-directory.ts';
import { openStore } from '../../../src/store/store.ts';
import { Hand } from '../../support/hand.ts';

const SERVER = new URL('../../../demo/server.ts', import.meta.url).pathname;
/** Only against a hang: leases of the killed run out after 30 s. */
const GUARD_MS = 120_000;

/** The program as a process of its own in a world of DingTalk, and a kill that it cannot know of. */
async function startProcess(world: WorldName) {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhitong-ding-kill-'));
  const settings = demoSettings(dataDir, await freePort(), 0, world);
  const store = await openStore({ dataDir });
  await importDirectory(store.forCommittee(COMMITTEE), settings.sheets);
  await store.close();
  const emulator = await startEmulator(settings.emulatorConfig as EmulatorConfig, {
    startAt: new Date(FIRST_MORNING),
    streamSwitches: { withoutConnection: 'hold', redeliveryMs: 500, redeliveries: 1_000 },
  });
  const env = { ...withEmulator(settings.env, emulator.url), DEMO_START: FIRST_MORNING, LOG_LEVEL: 'silent' };
  let server = await startChild(SERVER, env);
  const kill = async () => {
    await server.stop('SIGKILL');
    server = await startChild(SERVER, env);
  };
  const settle = async () => {
    await emulator.idle();
    const quiet = async () => (await server.ask({ type: 'settle' })).quiet;
    await expect.poll(quiet, { timeout: GUARD_MS, interval: 250 }).toBe(true);
  };
  const hand = new Hand({ base: emulator.url, settle, minutePasses: () => {}, restart: kill });
  return {
    hand,
    kill,
    [Symbol.asyncDispose]: async () => {
      await server.stop('SIGKILL');
      await emulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

// On the embedded store in any case: where the suite runs on the second engine it would be the same run again.
describe.skipIf(process.env.TEST_MONGODB_URI)('P1 P26 SIGKILL', () => {
  test.each(['dingtalk', 'stream'] as const)(
    'P1 P2 %s: killed right after the acknowledgement, the text stands in the draft exactly once',
    async (world) => {
      await using bot = await startProcess(world);
      await bot.hand.say('linzhiyuan', '写提案');
      const text = '确认之后、处理之前断电,这句话不能丢。';

      const said = { platform: 'dingtalk', from: 'linzhiyuan', text };
      const { delivered } = await bot.hand.control<{ delivered: number }>('say', said);
      await bot.kill();
      await bot.hand.settle();

      expect(delivered).toBe(200);
      expect((await bot.hand.draft('linzhiyuan')).split(text)).toHaveLength(2);
    },
    240_000,
  );
});
