import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../../demo/child.ts';
import { COMMITTEE, COMMITTEE_DIR, demoSettings, FIRST_MORNING } from '../../demo/settings.ts';
import type { EmulatorConfig } from '../../emulator/config.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { importDirectory } from '../../src/import/import-directory.ts';
import { type CommitteeStore, openStore } from '../../src/store/store.ts';
import { freePort } from './bot.ts';
import { Hand } from './hand.ts';

const SERVER = fileURLToPath(new URL('../../demo/server.ts', import.meta.url));
/** The platform redelivers until the program is there again. */
const PATIENT = { retries: 400, retrySpacingMs: 150, callbackTimeoutMs: 4_000 } as const;

/** The program as a process of its own on the embedded store, so that it can be killed; the emulator lives on. */
export interface Killable extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly hand: Hand;
  /** SIGKILL at once, whatever it is doing; then `look` at what it left, then it is started again. */
  readonly kill: (look?: (store: CommitteeStore) => Promise<void>) => Promise<void>;
  /** SIGSTOP for a while: a pause that the process cannot know of. */
  readonly pause: (ms: number) => Promise<void>;
  /** After the program is quiet and stopped for good: what it holds. */
  readonly holding: <T>(look: (store: CommitteeStore) => Promise<T>) => Promise<T>;
}

type Answer = Readonly<Record<string, unknown>>;

export async function startKillable(): Promise<Killable> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhitong-kill-'));
  const settings = demoSettings(dataDir, await freePort(), 0);
  await withStore(dataDir, seed);
  let server: Child;
  let up: Promise<void> = Promise.resolve();

  /** Asks until a process that lives long enough has answered. */
  async function ask(request: Answer): Promise<Answer> {
    for (;;) {
      await up;
      const answer = await server.ask(request);
      if (!answer.error) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  async function advance(to: Date): Promise<{ now: string; quiet: boolean }> {
    for (;;) {
      const { at } = await ask({ type: 'next' });
      const next = typeof at === 'string' ? new Date(at) : null;
      const stop = next && next < to ? next : to;
      emulator.followClock(stop);
      const { now, quiet } = await ask({ type: 'travel', to: stop.toISOString() });
      if (stop === to) return { now: String(now), quiet: quiet === true };
    }
  }
  const emulator = await startEmulator(settings.emulatorConfig as EmulatorConfig, {
    startAt: new Date(FIRST_MORNING),
    switches: PATIENT,
    hooks: {
      clock: advance,
      outage: advance,
      settle: async () => ({ quiet: (await ask({ type: 'settle' })).quiet === true }),
    },
  });
  const env = { ...settings.env, WECOM_API_BASE: emulator.url, LOG_LEVEL: 'silent' };
  const start = () => startChild(SERVER, { ...env, DEMO_START: emulator.now().toISOString() });
  server = await start();

  async function kill(look: (store: CommitteeStore) => Promise<void> = async () => {}): Promise<void> {
    up = (async () => {
      await server.stop('SIGKILL');
      await withStore(dataDir, look);
      server = await start();
    })();
    await up;
  }
  const hand = new Hand({
    base: emulator.url,
    settle: async () => {
      await emulator.idle();
      // What waits for a free place in a minute's allowance is due and unsent: it is waited for, not judged.
      const until = Date.now() + 150_000;
      let quiet = false;
      while (!quiet && Date.now() < until) {
        quiet = (await ask({ type: 'settle' })).quiet === true;
        await emulator.idle();
        if (!quiet) await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
      if (!quiet) throw new Error('the program is not quiet: something due is unsent or a row unworked');
    },
    minutePasses: () => {},
    restart: kill,
  });
  return {
    emulator,
    hand,
    kill,
    pause: async (ms) => {
      server.process.kill('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, ms));
      server.process.kill('SIGCONT');
    },
    holding: async (look) => {
      await server.stop();
      return withStore(dataDir, look);
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop('SIGKILL');
      await emulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function withStore<T>(dataDir: string, look: (store: CommitteeStore) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir });
  try {
    return await look(store.forCommittee(COMMITTEE));
  } finally {
    await store.close();
  }
}

async function seed(store: CommitteeStore): Promise<void> {
  const sheet = (file: string) => ({ file, bytes: readFileSync(join(COMMITTEE_DIR, file)) });
  const report = await importDirectory(store, {
    people: sheet('people.csv'),
    units: sheet('units.csv'),
    groups: sheet('groups.csv'),
  });
  if (report.problems.length > 0) throw new Error(report.problems.join('\n'));
}
