/** What one chat line asks of the store, from the callback to the platform's answer, in the whole program. */
import { type App, startApp } from '../src/app.ts';
import { systemClocks } from '../src/clock.ts';
import { parseConfig } from '../src/config.ts';
import { seedMembers, serverEnv, silentLog, temporaryPlace } from './environment.ts';
import { type Call, meterStores } from './store-meter.ts';
import { type Platform, startPlatform, textCallback } from './wecom-side.ts';

export interface LineTrial {
  /** The calls of each line, in order; each was one message of a member in a draft, answered on its own. */
  readonly lines: readonly (readonly Call[])[];
  /** Everything from the start of the program on. */
  readonly everything: readonly Call[];
  readonly unindexed: readonly string[];
}

const OPENING = ['提案', '截至2025年11月,我市已有137个老旧小区加装电梯412台。'];
const BURST_QUIET_MS = 20;

export async function tryLines(count: number): Promise<LineTrial> {
  const place = temporaryPlace();
  const meter = meterStores();
  const everything: Call[] = [];
  const platform = await startPlatform();
  let app: App | null = null;
  try {
    await seedMembers(place.dataDir, 3);
    meter.reset();
    const config = parseConfig(serverEnv(place.dataDir, platform.base));
    app = await startApp(config, { clocks: systemClocks, log: silentLog, cron: false, burstQuietMs: BURST_QUIET_MS });
    for (const text of OPENING) await say(app, platform, text);
    const lines: Call[][] = [];
    for (let n = 0; n < count; n += 1) {
      everything.push(...meter.calls);
      meter.reset();
      await say(app, platform, `居民反映:装好后无人牵头管理,第${n}处。`);
      lines.push([...meter.calls]);
    }
    everything.push(...meter.calls);
    return { lines, everything, unindexed: meter.unindexed };
  } finally {
    await app?.stop();
    platform.close();
    meter.stop();
    place.remove();
  }
}

/** Sends one line and waits until its answer has reached the platform and is written down. */
async function say(app: App, platform: Platform, text: string): Promise<void> {
  const sentBefore = platform.sent();
  const { path, body } = textCallback('m0', text);
  const answer = await fetch(`http://127.0.0.1:${app.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body,
  });
  if (answer.status !== 200) throw new Error(`bench: the callback answered ${answer.status}`);
  const end = Date.now() + 10_000;
  while (platform.sent() === sentBefore) {
    if (Date.now() > end) throw new Error(`bench: no answer to “${text}” within ten seconds`);
    await pause(5);
  }
  // The outcome is written after the platform's answer; nothing of the program tells when, and `settle` would be counted.
  await pause(150);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
