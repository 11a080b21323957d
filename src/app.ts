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
import { healthRoutes } from './http/health.ts';
import { countedLog } from './metrics.ts';
import { startOperatorSocket } from './ops/socket-server.ts';
import { checkTokens } from './platforms/platforms.ts';
import { openStore, type Store } from './store/store.ts';

export interface App {
  readonly port: number;
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

/** Wires the program: config → store → committee → HTTP. Listens when it resolves. */
export async function startApp(config: Config, options: AppOptions): Promise<App> {
  await mkdir(config.DATA_DIR, { recursive: true });
  const store = await openStore({
    dataDir: config.DATA_DIR,
    ...(config.MONGODB_URI ? { mongodbUri: config.MONGODB_URI } : {}),
  });
  const { log, registry } = countedLog(options.log);
  const committee = await openCommittee(config, store.forCommittee(config.COMMITTEE), {
    clocks: options.clocks,
    log,
    cron: options.cron !== false,
    burstQuietMs: options.burstQuietMs ?? BURST_QUIET_MS,
    suffix: '',
  });
  const { deps } = committee;

  let accepting = true;
  const koa = new Koa();
  koa.silent = true;
  const router = new Router();
  committee.routes(router);
  const health = healthRoutes({
    deps,
    engine: store.engine,
    version: VERSION,
    metrics: registry,
    accepting: () => accepting,
    lastTick: committee.lastTick,
    platformRows: async () => (await Promise.all(committee.platforms.map((platform) => platform.status()))).flat(),
  });
  koa.use(router.routes());
  koa.use(health.routes());
  const server = await listen(koa, config);
  const { port } = server.address() as AddressInfo;
  const operator = await openDoor(config, store, committee, port);
  await committee.start();
  return {
    port,
    deps,
    settle: committee.settle,
    runDue: committee.runDue,
    nextInstant: committee.nextInstant,
    stop: async () => {
      accepting = false;
      await operator.close();
      server.closeIdleConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await committee.stop();
      await store.close();
    },
  };
}

const openDoor = (config: Config, store: Store, { deps, platforms, wake }: Committee, port: number) =>
  startOperatorSocket({
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
