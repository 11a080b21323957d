import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importDirectory } from '../src/import/import-directory.ts';
import { openStore } from '../src/store/store.ts';
import { type Child, startChild } from './child.ts';
import { COMMITTEE, type DemoSettings, demoSettings, FIRST_MORNING } from './settings.ts';
import type { WorldName } from './worlds.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const SERVER = join(HERE, 'server.ts');
const EMULATOR = join(HERE, '..', 'emulator', 'main.ts');

export interface Demo {
  readonly settings: DemoSettings;
  readonly serverUrl: string;
  readonly emulatorUrl: string;
  /** Ends the server at once, as a power cut would, and starts it again. */
  readonly restartServer: (signal?: NodeJS.Signals) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface DemoOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly emulatorPort: number;
  readonly world: WorldName;
}

type Message = Readonly<Record<string, unknown>>;

/**
 * Emulator and server as two processes. Only this launcher moves the server's clock, by process channel (decisions.md 5):
 * advancing stops at every instant at which something is due and has it done; an outage stops the server instead.
 */
export async function launchDemo(options: DemoOptions): Promise<Demo> {
  const settings = demoSettings(options.dataDir, options.port, options.emulatorPort, options.world);
  await seed(settings);
  const clockFile = join(settings.dataDir, 'clock.json');
  let civil = existsSync(clockFile) ? String(JSON.parse(readFileSync(clockFile, 'utf8')).civil) : FIRST_MORNING;
  const keep = (now: string) => {
    civil = now;
    writeFileSync(clockFile, JSON.stringify({ civil }));
  };
  const startServer = () => startChild(SERVER, { ...settings.env, DEMO_START: civil });

  const configFile = join(settings.dataDir, 'emulator.json');
  writeFileSync(configFile, JSON.stringify(settings.emulatorConfig), { mode: 0o600 });
  let server: Child;
  const emulator: Child = await startChild(
    EMULATOR,
    {
      EMULATOR_CONFIG: configFile,
      EMULATOR_PORT: String(options.emulatorPort),
      EMULATOR_LEDGER_DIR: join(settings.dataDir, 'emulator'),
      EMULATOR_START: civil,
    },
    (message) => void onEmulator(message),
  );
  // After the platforms: what is written to a Stream robot before its line is open may be lost.
  server = await startServer();
  const tellEmulator = (message: object) => emulator.process.connected && emulator.process.send(message);

  async function onEmulator(message: Message): Promise<void> {
    if (message.type === 'clock') await reply(message, () => advance(new Date(String(message.to))));
    if (message.type === 'outage') await reply(message, () => outage(new Date(String(message.to))));
    if (message.type === 'settle') await reply(message, () => server.ask({ type: 'settle' }));
  }

  async function reply(message: Message, work: () => Promise<Message>): Promise<void> {
    const { now, quiet, error } = await work().catch((failure: unknown) => ({
      error: String(failure),
      quiet: false,
      now: undefined,
    }));
    if (error) console.error(`演示时钟:${String(error)}`);
    tellEmulator({ type: 'answer', id: message.id, quiet: quiet === true, ...(now ? { now } : {}) });
  }

  async function advance(to: Date): Promise<Message> {
    for (;;) {
      const { at } = await server.ask({ type: 'next' });
      const next = typeof at === 'string' ? new Date(at) : null;
      const stop = next && next < to ? next : to;
      tellEmulator({ type: 'now', now: stop.toISOString() });
      const done = await server.ask({ type: 'travel', to: stop.toISOString() });
      if (done.error) return done;
      keep(String(done.now));
      if (stop === to) return done;
    }
  }

  async function outage(to: Date): Promise<Message> {
    await server.stop();
    keep(to.toISOString());
    tellEmulator({ type: 'now', now: to.toISOString() });
    server = await startServer();
    return server.ask({ type: 'travel', to: to.toISOString() });
  }

  return {
    settings,
    serverUrl: `http://127.0.0.1:${server.port}`,
    emulatorUrl: `http://127.0.0.1:${emulator.port}`,
    restartServer: async (signal = 'SIGKILL') => {
      const { now } = await server.ask({ type: 'settle' });
      if (now) keep(String(now));
      await server.stop(signal);
      server = await startServer();
    },
    stop: async () => {
      await Promise.all([emulator.stop(), server.stop()]);
    },
  };
}

/** The committee comes in by the same importer that a clerk uses. */
async function seed(settings: DemoSettings): Promise<void> {
  const store = await openStore({ dataDir: settings.dataDir });
  const report = await importDirectory(store.forCommittee(COMMITTEE), settings.sheets);
  await store.close();
  if (report.problems.length > 0) throw new Error(`演示用的名册有误:\n${report.problems.join('\n')}`);
}
