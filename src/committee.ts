import { randomUUID } from 'node:crypto';
import type Router from 'koa-router';
import { bundleCard } from '../cards/bundle-card.ts';
import type { CardGiven } from '../cards/card-given.ts';
import { digestCard, digestText } from '../cards/digest.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { giveUp, handleRow } from '../handlers/handle-row.ts';
import { actorOf, givenOf, type HandlerDeps } from '../handlers/talk.ts';
import { digestFigures } from '../jobs/digest-figures.ts';
import { digestInstant, digestView } from '../jobs/digest-view.ts';
import { fetchFiles, type MediaSource } from '../jobs/fetch-files.ts';
import type { JobDeps } from '../jobs/job-deps.ts';
import { nextInstant } from '../jobs/next-instant.ts';
import { prepareOutbox, runDue, startSchedule } from '../jobs/schedule.ts';
import type { Clocks } from './clock.ts';
import { type Config, committeeDir } from './config.ts';
import type { Deps, Log } from './deps.ts';
import type { Case, Obligation } from './domain/case.ts';
import { actionsFor, SYSTEM } from './domain/decide.ts';
import { accept, drainSpool } from './inbox/accept.ts';
import { drainWhileSpooled } from './inbox/drain-soon.ts';
import { openSpool } from './inbox/spool.ts';
import { createWorker } from './inbox/worker.ts';
import { loadRules } from './load-rules.ts';
import { createOutbox } from './outbox/outbox.ts';
import type { Wording } from './outbox/ports.ts';
import type { PlatformName } from './platform-name.ts';
import { callCounter } from './platforms/call-counter.ts';
import type { Accept, Platform } from './platforms/platform.ts';
import { channelOf, openPlatforms, platformNames } from './platforms/platforms.ts';
import type { TokenStore } from './platforms/shared-token.ts';
import { singleFlight } from './single-flight.ts';
import { applyCommand } from './store/apply-command.ts';
import { liveDirectory } from './store/live-directory.ts';
import type { InboxRow, MessageRow } from './store/records.ts';
import type { CommitteeStore } from './store/store.ts';

/** One committee at work: its platforms, inbox, outbox and jobs over its own part of the store. */
export interface Committee {
  readonly config: Config;
  readonly deps: JobDeps;
  readonly platforms: readonly Platform[];
  readonly routes: (router: Router) => void;
  readonly lastTick: () => Date | null;
  readonly wake: () => void;
  readonly start: () => Promise<void>;
  readonly settle: () => Promise<boolean>;
  readonly runDue: () => Promise<void>;
  readonly nextInstant: () => Promise<Date | null>;
  /** Takes nothing more in; what is being done is brought to its end. */
  readonly stop: () => Promise<void>;
}

export interface CommitteeOptions {
  readonly clocks: Clocks;
  readonly log: Log;
  readonly cron: boolean;
  readonly burstQuietMs: number;
}

const SWEEP_EVERY_MS = 20_000;

export async function openCommittee(
  config: Config,
  store: CommitteeStore,
  options: CommitteeOptions,
): Promise<Committee> {
  const log = config.suffix === '' ? options.log : logOf(config.COMMITTEE, options.log);
  const deps = await depsOf(config, store, { ...options, log });
  const counters = new Map(deps.platforms.map((name) => [name, callCounter(deps, name)]));
  const platforms = openPlatforms(config, (name) => ({
    publicUrl: (config.PUBLIC_URL ?? '').replace(/\/+$/, ''),
    suffix: config.suffix,
    countCall: () => counters.get(name)?.count(),
    callsThisMonth: async () => counters.get(name)?.thisMonth() ?? 0,
    secretKey: config.SECRET_KEY,
    clocks: options.clocks,
    log,
    tokens: sharedToken(deps, name),
    robotOf: (group) =>
      deps.directory.groups().find((one) => one.name === group && one.platform === name)?.robot ?? group,
  }));
  const outbox = createOutbox({
    ...deps,
    channel: channelOf(platforms),
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
  const platformNamed = (name: PlatformName) => platforms.find((platform) => platform.name === name);
  const files = singleFlight(() => fetchFiles(deps, mediaOf(platforms)));
  const handlerDeps: HandlerDeps = {
    ...deps,
    outbox,
    fetchFiles: () => void files(),
    wakeMailbox: (mailbox) => worker.notify(mailbox),
    departmentsOf: async (name, user) => (await platformNamed(name)?.departmentsOf(user)) ?? null,
    digestOf: (week) => digestOf(deps, week),
  };
  const read = (row: InboxRow) => platformNamed(row.platform)?.read(row) ?? ({ ok: false } as const);
  const worker = createWorker({
    ...deps,
    work: (row, dialogue) => handleRow(handlerDeps, read, row, dialogue),
    giveUp: giveUp(handlerDeps),
    answered: (row) => platformNamed(row.platform)?.worked(row),
    burstQuietMs: options.burstQuietMs,
  });
  const spool = await openSpool(deps.dataDir, config.SECRET_KEY);
  const acceptDeps = { ...deps, spool, stored: worker.notify };
  const draining = drainWhileSpooled(() => drainSpool(acceptDeps), spool.isEmpty);
  const take: Accept = async (received) => {
    const outcome = await accept(acceptDeps, received);
    if (outcome === 'spooled') draining.soon();
    return outcome;
  };

  let lastTick: Date | null = null;
  let sweeping: NodeJS.Timeout | undefined;
  let schedule: ReturnType<typeof startSchedule> | null = null;
  const sweep = async () => {
    lastTick = options.clocks.civil();
    await deps.directory.refreshIfChanged();
    await drainSpool(acceptDeps);
    await worker.sweep();
    void files();
  };
  return {
    config,
    deps: jobDeps,
    platforms,
    routes: (router) => {
      for (const platform of platforms) platform.routes(router, config.suffix, take);
    },
    lastTick: () => lastTick,
    wake: outbox.wake,
    start: async () => {
      for (const platform of platforms) await platform.start(take);
      await sweep();
      outbox.wake();
      const failed = (error: unknown) => log.error('inbox.sweep', { reason: String(error) });
      sweeping = setInterval(() => void sweep().catch(failed), SWEEP_EVERY_MS).unref();
      schedule = options.cron ? startSchedule(jobDeps) : null;
    },
    settle: async () => {
      await drainSpool(acceptDeps);
      await worker.sweep();
      await worker.settled();
      await files();
      const quiet = await outbox.quiet();
      return quiet && worker.idle();
    },
    runDue: () => runDue(jobDeps),
    nextInstant: () => nextInstant(jobDeps),
    stop: async () => {
      clearInterval(sweeping);
      draining.stop();
      await schedule?.stop();
      await worker.stop();
      await outbox.stop();
      for (const platform of platforms) await platform.close();
      for (const counter of counters.values()) await counter.flush();
      await spool.close();
    },
  };
}

async function depsOf(config: Config, store: CommitteeStore, { clocks, log }: CommitteeOptions): Promise<Deps> {
  return {
    committee: config.COMMITTEE,
    store,
    clocks,
    rules: await loadRules(config),
    directory: await liveDirectory(store),
    platforms: platformNames(config),
    log,
    secretKey: config.SECRET_KEY,
    instance: randomUUID(),
    dataDir: committeeDir(config),
    newId: randomUUID,
  };
}

/** With several committees every line says whose it is. */
const logOf = (committee: string, { info, warn, error }: Log): Log => ({
  info: (event, fields) => info(event, { ...fields, committee }),
  warn: (event, fields) => warn(event, { ...fields, committee }),
  error: (event, fields) => error(event, { ...fields, committee }),
});

const mediaOf = (platforms: readonly Platform[]): MediaSource => ({
  getMedia: async (name, mediaId) =>
    platforms.find((platform) => platform.name === name)?.getMedia(mediaId) ?? { ok: false, outcome: { class: 'G' } },
});

async function digestOf(deps: Deps, week: string) {
  const dueAt = digestInstant(week);
  return dueAt ? digestView(await digestFigures(deps, dueAt, false), deps.rules) : null;
}

/** The platform's token is shared by all instances through the store. */
function sharedToken({ store, committee }: Deps, name: string): TokenStore {
  const _id = `${committee}:${name}`;
  return {
    get: async () => store.tokens.get(_id),
    put: async ({ token, expiresAt }) => {
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
