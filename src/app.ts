import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import Router from 'koa-router';
import { bundleCard } from '../cards/bundle-card.ts';
import type { CardGiven } from '../cards/card-given.ts';
import { digestCard, digestText } from '../cards/digest.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { giveUp, handleRow } from '../handlers/handle-row.ts';
import { actorOf, givenOf, type HandlerDeps } from '../handlers/talk.ts';
import { digestFigures } from '../jobs/digest-figures.ts';
import { digestInstant, digestView } from '../jobs/digest-view.ts';
import { fetchFiles } from '../jobs/fetch-files.ts';
import type { JobDeps } from '../jobs/job-deps.ts';
import { nextInstant } from '../jobs/next-instant.ts';
import { prepareOutbox, runDue, startSchedule } from '../jobs/schedule.ts';
import type { Clocks } from './clock.ts';
import type { Config } from './config.ts';
import type { Deps, Log } from './deps.ts';
import type { Case, Obligation } from './domain/case.ts';
import { actionsFor, SYSTEM } from './domain/decide.ts';
import { healthRoutes } from './http/health.ts';
import { accept, drainSpool } from './inbox/accept.ts';
import { openSpool } from './inbox/spool.ts';
import { createWorker } from './inbox/worker.ts';
import { loadRules } from './load-rules.ts';
import { countedLog } from './metrics.ts';
import { startOperatorSocket } from './ops/socket-server.ts';
import { createOutbox } from './outbox/outbox.ts';
import type { Wording } from './outbox/ports.ts';
import { wecomCallback } from './platforms/wecom/callback.ts';
import { wecomChannel } from './platforms/wecom/channel.ts';
import { wecomClient } from './platforms/wecom/client.ts';
import { readInner } from './platforms/wecom/inner-xml.ts';
import { applyCommand } from './store/apply-command.ts';
import { liveDirectory } from './store/live-directory.ts';
import type { InboxRow, MessageRow } from './store/records.ts';
import { openStore } from './store/store.ts';

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

/** Wires the program: config → store → inbox, outbox, jobs → HTTP. Listens when it resolves. */
export async function startApp(config: Config, options: AppOptions): Promise<App> {
  await mkdir(config.DATA_DIR, { recursive: true });
  const store = await openStore({
    dataDir: config.DATA_DIR,
    ...(config.MONGODB_URI ? { mongodbUri: config.MONGODB_URI } : {}),
  });
  const { log, registry } = countedLog(options.log);
  const committee = store.forCommittee(config.COMMITTEE);
  const deps: Deps = {
    committee: config.COMMITTEE,
    store: committee,
    clocks: options.clocks,
    rules: await loadRules(config),
    directory: await liveDirectory(committee),
    log,
    secretKey: config.SECRET_KEY,
    instance: randomUUID(),
    dataDir: config.DATA_DIR,
    newId: randomUUID,
  };
  const client = wecomClient({
    apiBase: config.WECOM_API_BASE,
    corpId: config.WECOM_CORP_ID,
    secret: config.WECOM_SECRET,
    clocks: options.clocks,
    tokens: tokenStore(deps),
  });
  const robots = config.WECOM_GROUP_ROBOTS;
  const channel = wecomChannel({
    client,
    agentId: config.WECOM_AGENT_ID,
    secretKey: config.SECRET_KEY,
    robotKeyOf: (group) => robots[deps.directory.groups().find((one) => one.name === group)?.robot ?? group],
  });
  const outbox = createOutbox({
    ...deps,
    channel,
    wording: wordingOf(deps),
    prepare: () => prepareOutbox(deps),
    onDelivered: (message) => delivered(deps, message),
  });
  const jobDeps: JobDeps = {
    ...deps,
    outbox,
    digest: {
      text: (figures, rules) => digestText(digestView(figures, rules), rules),
      card: (figures, rules) => digestCard(digestView(figures, rules), rules),
    },
  };
  const files = singleFlight(() => fetchFiles(deps, client));
  const handlerDeps: HandlerDeps = {
    ...deps,
    outbox,
    fetchFiles: () => void files(),
    digestOf: (week) => digestOf(deps, week),
  };
  const worker = createWorker({
    ...deps,
    work: (row, dialogue) => handleRow(handlerDeps, parseRow, row, dialogue),
    giveUp: giveUp(handlerDeps),
    burstQuietMs: options.burstQuietMs ?? 800,
  });

  const spool = await openSpool(config.DATA_DIR, config.SECRET_KEY);
  const acceptDeps = { ...deps, spool, stored: worker.notify };

  let accepting = true;
  let lastTick: Date | null = null;
  const koa = new Koa();
  koa.silent = true;
  const callback = wecomCallback({
    token: config.WECOM_TOKEN,
    encodingAesKey: config.WECOM_ENCODING_AES_KEY,
    corpId: config.WECOM_CORP_ID,
    agentId: config.WECOM_AGENT_ID,
    clocks: options.clocks,
    accept: (record) => accept(acceptDeps, record),
    log: (event, fields) => log.info(event, fields),
  });
  const router = new Router();
  router.all('/wecom/callback', callback);
  const health = healthRoutes({
    deps,
    engine: store.engine,
    version: VERSION,
    metrics: registry,
    accepting: () => accepting,
    lastTick: () => lastTick,
  });
  koa.use(router.routes());
  koa.use(health.routes());
  const server = await listen(koa, config);
  const { port } = server.address() as AddressInfo;
  const operator = await startOperatorSocket({
    deps,
    config,
    engine: store.engine,
    port,
    checkToken: client.checkToken,
    wake: outbox.wake,
  });

  const sweep = async () => {
    lastTick = options.clocks.civil();
    await drainSpool(acceptDeps);
    await worker.sweep();
    void files();
  };
  await sweep();
  outbox.wake();
  const sweeping = setInterval(
    () => void sweep().catch((error: unknown) => log.error('inbox.sweep', { reason: String(error) })),
    20_000,
  );
  sweeping.unref();
  const schedule = options.cron === false ? null : startSchedule(jobDeps);

  const settle = async (): Promise<boolean> => {
    await drainSpool(acceptDeps);
    await worker.sweep();
    await worker.settled();
    await files();
    const quiet = await outbox.quiet();
    return quiet && worker.idle();
  };
  return {
    port,
    deps: jobDeps,
    settle,
    runDue: () => runDue(jobDeps),
    nextInstant: () => nextInstant(jobDeps),
    stop: async () => {
      accepting = false;
      await operator.close();
      clearInterval(sweeping);
      await schedule?.stop();
      server.closeIdleConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await worker.stop();
      await outbox.stop();
      await client.close();
      await spool.close();
      await store.close();
    },
  };
}

async function digestOf(deps: Deps, week: string) {
  const dueAt = digestInstant(week);
  return dueAt ? digestView(await digestFigures(deps, dueAt, false), deps.rules) : null;
}

function parseRow(row: InboxRow) {
  const bytes = Buffer.from(row.body, row.encoding);
  const inner = readInner(bytes);
  return inner.kind === 'event' ? ({ ok: true, event: inner.event } as const) : ({ ok: false } as const);
}

/** The platform's token is shared by all instances through the store. */
function tokenStore({ store, committee }: Deps) {
  const _id = `${committee}:wecom`;
  return {
    get: async () => store.tokens.get(_id),
    put: async ({ token, expiresAt }: { token: string; expiresAt: Date }) => {
      await store.tokens.take({ _id }, { $set: { token, expiresAt } }, { upsert: true });
    },
  };
}

/** Words for obligations, for the person they are owed to. */
function wordingOf(deps: Deps): Wording {
  const givenFor = (recipient: string, kase: Case | null): CardGiven => {
    const person = deps.directory.person(recipient);
    const reader = {
      id: recipient,
      name: person?.name ?? '',
      title: person?.title ?? '',
      roles: person?.roles ?? [],
      unit: person?.unit ?? null,
    };
    const actions = person && kase ? actionsFor(kase, actorOf(person), givenOf(deps)) : [];
    return { recipient: reader, rules: deps.rules, now: deps.clocks.civil(), directory: deps.directory, actions };
  };
  return {
    notice: (obligation: Obligation, kase: Case) => noticeCard(obligation, kase, givenFor(obligation.recipient, kase)),
    bundle: (items) => bundleCard(items, givenFor(items[0]?.obligation.recipient ?? '', null), false),
  };
}

/** What the domain wants to know once a message has reached its reader (e.g. the author has been told). */
async function delivered(deps: Deps, message: MessageRow): Promise<void> {
  if (!message.onDelivered) return;
  const { event, case: id } = message.onDelivered;
  await applyCommand(deps, id, [{ event, actor: SYSTEM, cause: `delivered:${message._id}` }]);
}

/** One run at a time; whoever asks while it runs gets one more run after it. */
function singleFlight(run: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const loop = async () => {
    do {
      again = false;
      await run();
    } while (again);
  };
  return () => {
    if (running !== null) {
      again = true;
      return running;
    }
    // A failure is the next run's business: what is undone is found again.
    running = loop()
      .catch(() => {})
      .finally(() => {
        running = null;
      });
    return running;
  };
}

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
