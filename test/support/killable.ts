import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../../demo/child.ts';
import type { Sheets } from '../../demo/committee.ts';
import { freePort } from '../../demo/free-port.ts';
import { COMMITTEE, demoSettings, FIRST_MORNING, withEmulator } from '../../demo/settings.ts';
import type { World, WorldName } from '../../demo/worlds.ts';
import type { EmulatorConfig, PersonConfig } from '../../emulator/config.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { importDirectory } from '../../src/import/import-directory.ts';
import { type CommitteeStore, openStore } from '../../src/store/store.ts';
import { Hand } from './hand.ts';
import { type Gate, type GateWatch, openGate, throughGate, watchStream } from './kill-gate.ts';

const SERVER = fileURLToPath(new URL('../../demo/server.ts', import.meta.url));
/** The platform redelivers until the program is there again. */
const PATIENT = { retries: 4_000, retrySpacingMs: 150, callbackTimeoutMs: 4_000 } as const;
const PATIENT_STREAM = { withoutConnection: 'hold', redeliveryMs: 500, redeliveries: 10_000 } as const;
/** Longer than a window of the limiter, shorter than what counts as an outage (five minutes). */
const A_WHILE_MS = 121_000;
/** Only a guard against a hang: how long something due may stay unsent (leases of the killed are 30 s, retries up to 60 s). */
const QUIET_GUARD_MS = 300_000;

/** How long the program runs between two looks, and how often before it is killed wherever it is. */
const STEP_MS = 1;
const MAX_STEPS = 150;
const NEVER = new Int32Array(new SharedArrayBuffer(4));

export interface KillOptions {
  /** What the program left behind, before it is started again. */
  readonly look?: (store: CommitteeStore) => Promise<void>;
  /** The power is away until every lease of the killed program has run out: leases are set back instead of waiting for it. */
  readonly outlastsLeases?: boolean;
}

/** The program as a process of its own on the embedded store, so that it can be killed; the emulator lives on. */
export interface Killable extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly company: EmulatorConfig;
  readonly hand: Hand;
  /** Callbacks that are under way to the program. */
  readonly inward: Gate;
  /** SIGKILL at once, whatever it is doing; then it is looked at and started again two civil minutes later. */
  readonly kill: (options?: KillOptions) => Promise<void>;
  /**
   * Lets the program run on a little at a time and looks at what it has left behind whenever it stands still: what a
   * kill at that instant would leave. Ends when that is as wanted; the program stands still then, to be killed.
   */
  readonly stepUntil: (isThere: (store: CommitteeStore) => Promise<boolean>) => Promise<void>;
  /** SIGSTOP for a while: a pause that the process cannot know of. */
  readonly pause: (ms: number) => Promise<void>;
  /** Two civil minutes pass, so that what a person may be told in one minute does not hold the story up. */
  readonly minutePasses: () => void;
  /** Civil time goes on to there; everything due on the way is done and said, however often the program dies meanwhile. */
  readonly travel: (to: Date) => Promise<void>;
  /** After the program is quiet and stopped for good: what it holds. */
  readonly holding: <T>(look: (store: CommitteeStore) => Promise<T>) => Promise<T>;
}

export interface KillableOptions {
  /** Where its people live. Default: WeCom. */
  readonly world?: WorldName;
  /** Members beside the demo's committee, by account. */
  readonly members?: readonly string[];
  /** What is seen of calls to the platform and of callbacks to the program. */
  readonly outward?: GateWatch;
  readonly inward?: GateWatch;
}

type Answer = Readonly<Record<string, unknown>>;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function startKillable(options: KillableOptions = {}): Promise<Killable> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhitong-kill-'));
  const port = await freePort();
  const { world: worldName = 'wecom', members = [] } = options;
  const settings = demoSettings(dataDir, port, 0, worldName);
  await withStore(dataDir, (store) => seed(store, withMembers(settings.sheets, settings.world, members)));
  const inward = await openGate(() => `http://127.0.0.1:${port}`, options.inward ?? {});
  const outward = await openGate(() => emulator.url, options.outward ?? {});
  const demo = settings.emulatorConfig as EmulatorConfig;
  const people = [...demo.people, ...membersOf(settings.world, members)];
  const company = throughGate({ ...demo, people }, inward.url);
  let server: Child;
  let up: Promise<void> = Promise.resolve();

  /** Asks until a process that lives long enough has answered. */
  async function ask(request: Answer): Promise<Answer> {
    for (;;) {
      await up;
      const answer = await server.ask(request);
      if (!answer.error) return answer;
      await sleep(50);
    }
  }

  /** Until nothing due is unsent: what a killed program had claimed is sent once its lease is over. */
  async function untilQuiet(already = false): Promise<boolean> {
    const end = Date.now() + QUIET_GUARD_MS;
    for (let quiet = already; ; ) {
      await emulator.idle();
      if (quiet) return true;
      if (Date.now() > end) return false;
      quiet = (await ask({ type: 'settle' })).quiet === true;
      if (!quiet) await sleep(250);
    }
  }

  /** As the demo's launcher does it, but it goes on only when all is said: the platform forgets repeats after four hours. */
  async function advance(to: Date): Promise<{ now: string; quiet: boolean }> {
    for (;;) {
      const { at } = await ask({ type: 'next' });
      const next = typeof at === 'string' ? new Date(at) : null;
      const stop = next && next < to ? next : to;
      emulator.followClock(stop);
      const { quiet } = await ask({ type: 'travel', to: stop.toISOString() });
      const isQuiet = await untilQuiet(quiet === true);
      if (stop === to || !isQuiet) return { now: emulator.now().toISOString(), quiet: isQuiet };
    }
  }
  const emulator = await startEmulator(company, {
    startAt: new Date(FIRST_MORNING),
    switches: PATIENT,
    streamSwitches: PATIENT_STREAM,
    hooks: { clock: advance, outage: advance, settle: async () => ({ quiet: await untilQuiet() }) },
  });
  const stream = settings.world.dingtalk === 'stream' ? watchStream(emulator.callbacks, options.inward ?? {}) : null;
  const env = { ...withEmulator(settings.env, outward.url), PUBLIC_URL: inward.url, LOG_LEVEL: 'silent' };
  const start = () => startChild(SERVER, { ...env, DEMO_START: emulator.now().toISOString() });
  server = await start();

  async function kill({ look = async () => {}, outlastsLeases = false }: KillOptions = {}): Promise<void> {
    up = (async () => {
      await server.stop('SIGKILL');
      await withStore(dataDir, async (store) => {
        await look(store);
        if (outlastsLeases) await endLeases(store);
      });
      emulator.followClock(new Date(emulator.now().getTime() + A_WHILE_MS));
      server = await start();
    })();
    await up;
  }
  async function stepUntil(isThere: (store: CommitteeStore) => Promise<boolean>): Promise<void> {
    const { process: child } = server;
    child.kill('SIGSTOP');
    for (let steps = 0; steps < MAX_STEPS && !(await asLeft(dataDir, isThere)); steps += 1) {
      child.kill('SIGCONT');
      // Blocks this process too: a timer would come late, and the next phase lasts only a millisecond or two.
      Atomics.wait(NEVER, 0, 0, STEP_MS);
      child.kill('SIGSTOP');
    }
  }
  function minutePasses(): void {
    const to = new Date(emulator.now().getTime() + A_WHILE_MS);
    emulator.followClock(to);
    void ask({ type: 'travel', to: to.toISOString() });
  }
  const settle = async () => {
    await emulator.idle();
    if (!(await untilQuiet()))
      throw new Error('the program is not quiet: something due is unsent or a row unworked after five minutes');
  };
  const hand = new Hand({ base: emulator.url, settle, minutePasses: () => {}, restart: kill });
  return {
    emulator,
    company,
    hand,
    inward: stream ?? inward,
    kill,
    minutePasses,
    stepUntil,
    travel: async (to) => {
      const { now, quiet } = await advance(to);
      if (!quiet) throw new Error(`at ${now}, on the way to ${to.toISOString()}, something due stays unsent`);
    },
    pause: async (ms) => {
      server.process.kill('SIGSTOP');
      await sleep(ms);
      server.process.kill('SIGCONT');
    },
    holding: async (look) => {
      await server.stop();
      return withStore(dataDir, look);
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop('SIGKILL');
      await Promise.all([inward.close(), outward.close(), stream?.close(), emulator.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const TITLE = '市政协委员(测试界)';
const membersOf = (world: World, ids: readonly string[]): PersonConfig[] =>
  ids.map((id) => ({ platform: world.platformOf({ unit: '' }), id, name: id, title: TITLE }));

/** Rows as the demo's table has them: the accounts in the two last columns. */
function withMembers(sheets: Sheets, world: World, ids: readonly string[]): Sheets {
  const rows = membersOf(world, ids).map(({ id, platform }) =>
    [id, id, TITLE, '委员', '', ...(platform === 'dingtalk' ? ['', id] : [id, ''])].join(','),
  );
  const text = sheets.people.bytes.toString('utf8').trimEnd();
  return { ...sheets, people: { ...sheets.people, bytes: Buffer.from(`${[text, ...rows].join('\n')}\n`) } };
}

/** What the time of an outage does: nobody holds anything any more. */
async function endLeases(store: CommitteeStore): Promise<void> {
  const now = new Date();
  await store.mailboxes.updateMany({ 'lease.until': { $gt: now } }, { $set: { 'lease.until': now } });
  // A message that is put off for a later try bears no owner: that is no lease.
  for (const { _id, lease } of await store.messages.find({ state: 'due', 'lease.until': { $gt: now } })) {
    if (lease.owner !== '') await store.messages.update({ _id }, { $set: { 'lease.until': now } });
  }
}

async function withStore<T>(dataDir: string, look: (store: CommitteeStore) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir });
  try {
    return await look(store.forCommittee(COMMITTEE));
  } finally {
    await store.close();
  }
}

/** What a kill at this instant would leave: its files as they are, under another owner. */
async function asLeft<T>(dataDir: string, look: (store: CommitteeStore) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'zhitong-kill-copy-'));
  try {
    for (const file of readdirSync(dataDir)) {
      if (/\.sqlite(-wal)?$/.test(file)) copyFileSync(join(dataDir, file), join(copy, file));
    }
    return await withStore(copy, look);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function seed(store: CommitteeStore, sheets: Sheets): Promise<void> {
  const report = await importDirectory(store, sheets);
  if (report.problems.length > 0) throw new Error(report.problems.join('\n'));
}
