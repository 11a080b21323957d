import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../../demo/free-port.ts';
import { type DemoSettings, demoSettings, FIRST_MORNING } from '../../demo/settings.ts';
import type { Stage } from '../../demo/stage.ts';
import type { EmulatorConfig } from '../../emulator/config.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { type App, startApp } from '../../src/app.ts';
import type { Clocks } from '../../src/clock.ts';
import type { Committee } from '../../src/committee.ts';
import type { Log, LogFields } from '../../src/deps.ts';
import { importDirectory } from '../../src/import/import-directory.ts';
import { type Installation, loadCommittees } from '../../src/load-committees.ts';
import { defineModels, type Models } from '../../src/store/models.ts';
import { openConnection } from '../../src/store/open-connection.ts';
import { openStore } from '../../src/store/store.ts';
import { Hand } from './hand.ts';

/** How often the program is asked to look for what is left lying. */
const LOOK_MS = 1_000;

/** One committee with a company of its own: emulator, secrets, phones. */
export interface Side {
  readonly slug: string;
  readonly hand: Hand;
  readonly emulator: Emulator;
  readonly company: EmulatorConfig;
  readonly committee: () => Committee;
  /** For a story: where the clock moves or the program restarts, it waits until the others stand there too. */
  readonly stage: Stage;
}

export interface Twins extends AsyncDisposable {
  readonly sides: readonly Side[];
  readonly app: () => App;
  /** What the operator's tool would be started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly logged: readonly (LogFields & { readonly level: string; readonly event: string })[];
  readonly advance: (to: Date) => Promise<void>;
  /** Ends the program and shows its store as no committee sees it. */
  readonly stopAndRead: <T>(read: (models: Models) => Promise<T>) => Promise<T>;
}

/**
 * The program with these committees in one process and one store; one alone is configured as a single installation.
 * Civil time stands still between moves, so that no text depends on how fast this machine plays.
 */
export async function startTwins(slugs: readonly string[]): Promise<Twins> {
  const dir = mkdtempSync(join(tmpdir(), 'zhitong-twins-'));
  const mongodbUri = ownDatabase();
  const port = await freePort();
  let now = new Date(FIRST_MORNING);
  const clocks: Clocks = { civil: () => now, real: () => new Date(), monotonic: () => performance.now() };
  const logged: (LogFields & { level: string; event: string })[] = [];
  const worlds = await Promise.all(slugs.map((slug) => world(slug, join(dir, `company-${slug}`), port, slugs.length)));
  const env = configure(dir, port, mongodbUri, worlds);
  const configs = await loadCommittees(env);
  await seed(configs, worlds);
  const start = () => startApp(configs, { clocks, log: recorder(logged), cron: false, burstQuietMs: 60 });
  let app = await start();
  let running = true;

  async function advance(to: Date): Promise<void> {
    for (;;) {
      const next = await app.nextInstant();
      const stop = next && next < to ? next : to;
      if (stop > now) now = stop;
      for (const { emulator } of worlds) emulator.followClock(now);
      await app.runDue();
      if (!(await app.settle())) throw new Error(`not quiet at ${now.toISOString()}`);
      if (stop === to) return;
    }
  }
  // Once, on a loaded machine, a line was not answered within a minute while civil time stood still: cause not found yet.
  let paused = false;
  let looking: Promise<unknown> = Promise.resolve();
  const look = () => {
    if (!paused) looking = looking.then(() => Promise.all(app.committees.map((one) => one.settle()))).catch(() => {});
  };
  const looker = setInterval(look, LOOK_MS);
  const end = async () => {
    paused = true;
    await looking;
    await app.stop();
  };
  const restart = async () => {
    await end();
    app = await start();
    paused = false;
  };
  const meet = meetingPoint(slugs.length);
  const sides = worlds.map((one, at): Side => {
    const committee = () => app.committees[at] ?? app.committees[0];
    const settle = async () => {
      await one.emulator.idle();
      if (!(await committee().settle())) throw new Error(`${one.slug} is not quiet`);
    };
    const minutePasses = () => {
      throw new Error('time stands still here: let the story say when it moves');
    };
    const hand = new Hand({ base: one.emulator.url, settle, minutePasses, restart: () => meet('restart', restart) });
    const goTo = (to: string) => meet(to, () => advance(new Date(to)));
    return { ...one, hand, committee, stage: { ...hand.stage(), goTo } };
  });
  const stop = async () => {
    clearInterval(looker);
    if (running) await end();
    running = false;
  };
  return {
    sides,
    app: () => app,
    env,
    dataDir: configs[0].DATA_DIR,
    logged,
    advance,
    stopAndRead: async (read) => {
      await stop();
      const { connection, close } = await openConnection(target(configs));
      return read(await defineModels(connection)).finally(close);
    },
    [Symbol.asyncDispose]: async () => {
      await stop();
      for (const { emulator } of worlds) await emulator.close();
      if (mongodbUri) await drop(mongodbUri);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

interface World {
  readonly slug: string;
  readonly settings: DemoSettings;
  readonly company: EmulatorConfig;
  readonly emulator: Emulator;
}

async function world(slug: string, dir: string, port: number, count: number): Promise<World> {
  const settings = demoSettings(dir, port, 0);
  const demo = settings.emulatorConfig as EmulatorConfig;
  const callbackUrl = count === 1 ? demo.callbackUrl : `${demo.callbackUrl}/${slug}`;
  const company = { ...demo, callbackUrl };
  return { slug, settings, company, emulator: await startEmulator(company, { startAt: new Date(FIRST_MORNING) }) };
}

const isAccount = (name: string) => name.startsWith('WECOM_');

/** By environment and COMMITTEES_FILE, as an operator would. */
function configure(
  dir: string,
  port: number,
  mongodbUri: string | null,
  worlds: readonly World[],
): Record<string, string> {
  const { SECRET_KEY = '' } = worlds[0]?.settings.env ?? {};
  const shared = {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: join(dir, 'data'),
    SECRET_KEY,
    ...(mongodbUri ? { MONGODB_URI: mongodbUri } : {}),
  };
  const own = worlds.map(({ slug, settings, emulator }) => {
    const accounts = Object.entries(settings.env).filter(([name]) => isAccount(name));
    return [slug, { ...Object.fromEntries(accounts), WECOM_API_BASE: emulator.url }] as const;
  });
  const [only] = own;
  if (own.length === 1 && only) return { ...shared, ...only[1], COMMITTEE: only[0] };
  const file = join(dir, 'committees.yaml');
  writeFileSync(file, stringify(Object.fromEntries(own)), { mode: 0o600 });
  return { ...shared, COMMITTEES_FILE: file };
}

const target = ([{ DATA_DIR, MONGODB_URI }]: Installation) => ({
  dataDir: DATA_DIR,
  ...(MONGODB_URI ? { mongodbUri: MONGODB_URI } : {}),
});

async function seed(configs: Installation, worlds: readonly World[]): Promise<void> {
  const store = await openStore(target(configs));
  for (const { slug, settings } of worlds) {
    const { problems } = await importDirectory(store.forCommittee(slug), settings.sheets);
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
  await store.close();
}

/** The last to come does the work; all go on when it is done. @throws when two come with different errands */
function meetingPoint(count: number) {
  let waiting: { errand: string; done: PromiseWithResolvers<void> } | null = null;
  let here = 0;
  return async (errand: string, work: () => Promise<void>): Promise<void> => {
    waiting ??= { errand, done: withResolvers() };
    const mine = waiting;
    if (mine.errand !== errand) throw new Error(`one story is at "${mine.errand}", the other at "${errand}"`);
    here += 1;
    if (here < count) return mine.done.promise;
    here = 0;
    waiting = null;
    await work().then(mine.done.resolve, mine.done.reject);
    return mine.done.promise;
  };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

function withResolvers(): PromiseWithResolvers<void> {
  let resolve: () => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function ownDatabase(): string | null {
  const server = process.env.TEST_MONGODB_URI;
  if (!server) return null;
  const uri = new URL(server);
  uri.pathname = `/twins-${randomUUID().slice(0, 18)}`;
  return uri.href;
}

async function drop(mongodbUri: string): Promise<void> {
  const { connection, close } = await openConnection({ mongodbUri, dataDir: '' });
  await connection.dropDatabase();
  await close();
}

function recorder(lines: (LogFields & { level: string; event: string })[]): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      void lines.push({ level, event, ...fields });
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
