import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import Router from 'koa-router';
import type { JobDeps } from '../jobs/job-deps.ts';
import type { Clocks } from './clock.ts';
import { type Committee, openCommittee } from './committee.ts';
import type { Config } from './config.ts';
import type { Log } from './deps.ts';
import { type CommitteeHealth, healthRoutes } from './http/health.ts';
import type { Installation } from './load-committees.ts';
import { countedLog } from './metrics.ts';
import type { OperatorParts } from './ops/command.ts';
import { startOperatorSocket } from './ops/socket-server.ts';
import { checkTokens } from './platforms/platforms.ts';
import { openStore, type Store } from './store/store.ts';

export interface App {
  readonly port: number;
  /** In the order of the configuration. */
  readonly committees: Committees;
  /** Of the first committee; an installation that serves one has no other. */
  readonly deps: JobDeps;
  /** Everything that is due now is done and said; true when nothing is left. */
  readonly settle: () => Promise<boolean>;
  /** After civil time was moved: the jobs once, and what they caused. */
  readonly runDue: () => Promise<void>;
  readonly nextInstant: () => Promise<Date | null>;
  readonly stop: () => Promise<void>;
}

export interface AppOptions {
  readonly clocks: Clocks;
  readonly log: Log;
  /** Cron wakes; off in tests that move the clock themselves. */
  readonly cron?: boolean;
  /** How long a burst of lines must be quiet before it is answered. */
  readonly burstQuietMs?: number;
}

const VERSION = '0.1.0';
const BURST_QUIET_MS = 800;

/**
 * Wires the program: configuration → store → committees → HTTP. Listens when it resolves.
 * All committees share port, store and process, and each works for itself: one whose platform does not answer holds
 * nobody else up.
 */
export async function startApp(given: Config | Installation, options: AppOptions): Promise<App> {
  const configs: Installation = isInstallation(given) ? given : [given];
  const [shared] = configs;
  await mkdir(shared.DATA_DIR, { recursive: true });
  const store = await openStore({
    dataDir: shared.DATA_DIR,
    ...(shared.MONGODB_URI ? { mongodbUri: shared.MONGODB_URI } : {}),
  });
  const { log, registry } = countedLog(options.log);
  const committees = await openCommittees(configs, store, { ...options, log });
  const [first, ...others] = committees;

  let accepting = true;
  const koa = new Koa();
  koa.silent = true;
  const router = new Router();
  for (const committee of committees) committee.routes(router);
  const health = healthRoutes({
    committees: [healthOf(first), ...others.map(healthOf)],
    dataDir: shared.DATA_DIR,
    engine: store.engine,
    version: VERSION,
    metrics: registry,
    accepting: () => accepting,
  });
  koa.use(router.routes());
  koa.use(health.routes());
  const server = await listen(koa, shared);
  const { port } = server.address() as AddressInfo;
  const parts = (committee: Committee) => operatorParts(store, committee, port);
  const operator = await startOperatorSocket([parts(first), ...others.map(parts)]);
  await Promise.all(committees.map((committee) => committee.start()));
  return {
    port,
    committees,
    deps: first.deps,
    ...together(committees),
    stop: async () => {
      accepting = false;
      await operator.close();
      server.closeIdleConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(committees.map((committee) => committee.stop()));
      await store.close();
    },
  };
}

const isInstallation = (given: Config | Installation): given is Installation => Array.isArray(given);

type Committees = readonly [Committee, ...Committee[]];

async function openCommittees(
  [first, ...others]: Installation,
  store: Store,
  { clocks, log, cron, burstQuietMs }: AppOptions,
): Promise<Committees> {
  const given = { clocks, log, cron: cron !== false, burstQuietMs: burstQuietMs ?? BURST_QUIET_MS };
  const open = (config: Config) => openCommittee(config, store.forCommittee(config.COMMITTEE), given);
  return Promise.all([open(first), ...others.map(open)]);
}

/** What is asked of the whole program, answered by all committees. */
const together = (committees: Committees): Pick<App, 'settle' | 'runDue' | 'nextInstant'> => ({
  settle: async () => (await Promise.all(committees.map((committee) => committee.settle()))).every(Boolean),
  runDue: async () => void (await Promise.all(committees.map((committee) => committee.runDue()))),
  nextInstant: async () => {
    const instants = await Promise.all(committees.map((committee) => committee.nextInstant()));
    return instants.reduce((first, next) => (first && next && first <= next ? first : (next ?? first)), null);
  },
});

const healthOf = ({ config, deps, lastTick, platforms }: Committee): CommitteeHealth => ({
  slug: config.COMMITTEE,
  deps,
  lastTick,
  problems: () => platforms.map((platform) => platform.problem()).filter((problem) => problem !== null),
  platformRows: async () => (await Promise.all(platforms.map((platform) => platform.status()))).flat(),
});

const operatorParts = (store: Store, { config, deps, platforms, wake }: Committee, port: number): OperatorParts => ({
  deps,
  config,
  engine: store.engine,
  port,
  checkToken: () => checkTokens(platforms),
  wake,
});

async function listen(koa: Koa, config: Config): Promise<Server> {
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 10_000, maxHeaderSize: 16 * 1024 },
    koa.callback(),
  );
  server.maxConnections = 2_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.PORT, config.HOST, resolve);
  });
  return server;
}
