import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sheets } from '../../demo/committee.ts';
import { freePort } from '../../demo/free-port.ts';
import { COMMITTEE, demoSettings, FIRST_MORNING, withEmulator } from '../../demo/settings.ts';
import type { WorldName } from '../../demo/worlds.ts';
import {
  DEFAULT_SWITCHES,
  type EmulatorConfig,
  type EmulatorOptions,
  type ServerHooks,
} from '../../emulator/config.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { postCallback } from '../../emulator/wecom/callback.ts';
import { type App, startApp } from '../../src/app.ts';
import { travellingClocks } from '../../src/clock.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import type { Log, LogFields } from '../../src/deps.ts';
import { importDirectory } from '../../src/import/import-directory.ts';
import { openConnection } from '../../src/store/open-connection.ts';
import { openStore } from '../../src/store/store.ts';
import { Hand } from './hand.ts';

export interface LogLine extends LogFields {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
}

export interface BotOptions {
  /** Civil time at the start; default: the demo's first morning. */
  readonly at?: string;
  /** Data directory to go on with; default: a fresh one, removed at the end. */
  readonly storeDir?: string;
  readonly burstQuietMs?: number;
  /** Where its people live. Default: WeCom. */
  readonly world?: WorldName;
  /** Over the demo's environment; an empty text leaves a variable out. `port`: where the program listens. */
  readonly env?: (port: number) => Readonly<Record<string, string>>;
  /** Changes the emulated company, e.g. one person more. */
  readonly company?: (demo: EmulatorConfig, port: number) => EmulatorConfig;
  /** Switches of the emulated platforms. */
  readonly platform?: Pick<EmulatorOptions, 'switches' | 'dingtalkSwitches' | 'streamSwitches'>;
}

/** The real program and a real emulator in one process, the demo's committee imported: tests talk over HTTP only. */
export interface Bot extends AsyncDisposable, Hand {
  readonly emulator: Emulator;
  /** Ids and secrets of the emulated company, and the address its callbacks go to. */
  readonly company: EmulatorConfig;
  readonly app: () => App;
  readonly logged: readonly LogLine[];
  /** Posts plaintext that no phone would make, rightly signed and encrypted. @returns the HTTP status */
  readonly post: (plain: string, to?: number) => Promise<number>;
  /** Stops the program and starts it again on the same data. `whileDown` runs in between. */
  readonly restart: (whileDown?: () => Promise<void> | void) => Promise<void>;
  /** One more instance over the same data: only on a server, the embedded store has one owner. */
  readonly second: () => Promise<App>;
}

/** The second engine's address with a database of its own, or null on the embedded one. */
function ownDatabase(): string | null {
  const server = process.env.TEST_MONGODB_URI;
  if (!server) return null;
  const uri = new URL(server);
  uri.pathname = `/bot-${randomUUID().slice(0, 18)}`;
  return uri.href;
}

/** Longer than a window of the limiter. */
const PATIENCE_MS = 100_000;

/** In the company's directory, but nobody of the committee. */
export const COLLEAGUE = { id: 'muyunshan', name: '沐云衫', title: '' } as const;

export const onSecondEngine = Boolean(process.env.TEST_MONGODB_URI);

export async function startBot(options: BotOptions = {}): Promise<Bot> {
  const dataDir = options.storeDir ?? mkdtempSync(join(tmpdir(), 'zhitong-bot-'));
  const mongodbUri = ownDatabase();
  const port = await freePort();
  const settings = demoSettings(dataDir, port, 0, options.world);
  const demo = settings.emulatorConfig as EmulatorConfig;
  const withColleague: EmulatorConfig = { ...demo, people: [...demo.people, COLLEAGUE] };
  const company = options.company?.(withColleague, port) ?? withColleague;
  const clocks = travellingClocks(new Date(options.at ?? FIRST_MORNING));
  const logged: LogLine[] = [];
  let app: App;
  let emulator: Emulator;

  const hooks: ServerHooks = {
    clock: (to) => advance(to),
    outage: async (to) => {
      await restart(() => travel(to));
      await app.runDue();
      return { now: clocks.civil().toISOString(), quiet: await app.settle() };
    },
    settle: async () => ({ quiet: await app.settle() }),
  };
  emulator = await startEmulator(company, { startAt: clocks.civil(), hooks, ...options.platform });
  const env = {
    ...withEmulator(settings.env, emulator.url),
    ...options.env?.(port),
    ...(mongodbUri ? { MONGODB_URI: mongodbUri } : {}),
  };
  const config = parseConfig(env);
  const start = (given: Config) =>
    startApp(given, { clocks, log: recorder(logged), cron: false, burstQuietMs: options.burstQuietMs ?? 60 });

  /** On a slow machine a burst is answered in more pieces, and the minute's allowance may be used up: that is waited for. */
  async function settled(): Promise<boolean> {
    const until = Date.now() + PATIENCE_MS;
    while (!(await app.settle())) {
      if (Date.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return true;
  }

  function travel(to: Date): void {
    if (to > clocks.civil()) clocks.travel(to);
    emulator.followClock(clocks.civil());
  }

  /** As the demo's launcher does it: stops at every instant at which something is due (decision 5). */
  async function advance(to: Date): Promise<{ now: string; quiet: boolean }> {
    for (;;) {
      const next = await app.nextInstant();
      const stop = next && next < to ? next : to;
      travel(stop);
      await app.runDue();
      const quiet = await settled();
      if (stop === to) return { now: clocks.civil().toISOString(), quiet };
    }
  }

  async function restart(whileDown: () => Promise<void> | void = () => {}): Promise<void> {
    await app.stop();
    await whileDown();
    app = await start(config);
  }

  await seed(config, settings.sheets);
  app = await start(config);
  const others: App[] = [];
  const hand = new Hand({
    base: emulator.url,
    settle: async () => {
      await emulator.idle();
      if (!(await settled())) throw new Error('the program is not quiet: something due is unsent or a row unworked');
    },
    minutePasses: () => travel(new Date(clocks.civil().getTime() + 121_000)),
    restart,
  });
  return Object.assign(hand, {
    emulator,
    company,
    app: () => app,
    logged,
    restart,
    post: async (plain: string, to = port) => {
      const callbackUrl = `http://127.0.0.1:${to}/wecom/callback`;
      return (await postCallback({ ...company, callbackUrl }, DEFAULT_SWITCHES, plain)).status;
    },
    second: async () => {
      const other = await start({ ...config, PORT: 0, DATA_DIR: join(dataDir, `instance-${others.length + 2}`) });
      others.push(other);
      return other;
    },
    [Symbol.asyncDispose]: async () => {
      for (const one of [...others, app]) await one.stop();
      await emulator.close();
      if (mongodbUri) await dropDatabase(mongodbUri);
      if (!options.storeDir) rmSync(dataDir, { recursive: true, force: true });
    },
  });
}

/** The committee comes in by the importer that a clerk uses. */
async function seed(config: Config, sheets: Sheets): Promise<void> {
  const store = await openStore({
    dataDir: config.DATA_DIR,
    ...(config.MONGODB_URI ? { mongodbUri: config.MONGODB_URI } : {}),
  });
  const report = await importDirectory(store.forCommittee(COMMITTEE), sheets);
  await store.close();
  if (report.problems.length > 0) throw new Error(report.problems.join('\n'));
}

async function dropDatabase(mongodbUri: string): Promise<void> {
  const { connection, close } = await openConnection({ mongodbUri, dataDir: '' });
  await connection.dropDatabase();
  await close();
}

function recorder(lines: LogLine[]): Log {
  const at =
    (level: LogLine['level']) =>
    (event: string, fields: LogFields = {}) =>
      void lines.push({ level, event, ...fields });
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
