import { randomUUID } from 'node:crypto';
import type { Clocks } from '../clock.ts';
import { type Config, committeeDir } from '../config.ts';
import type { Deps, Log } from '../deps.ts';
import type { Installation } from '../load-committees.ts';
import { loadRules } from '../load-rules.ts';
import type { OperatorParts, Served } from '../ops/command.ts';
import { checkTokens, openPlatforms, platformNames } from '../platforms/platforms.ts';
import { liveDirectory } from '../store/live-directory.ts';
import { embeddedFaults } from '../store/open-connection.ts';
import { openStore, type Store } from '../store/store.ts';

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface OwnParts {
  readonly served: Served;
  readonly close: () => Promise<void>;
}

/**
 * What the commands need when no server runs: the store opened by this process.
 * @throws Error in words for the operator, when another process has the store
 */
export async function openOwnParts(
  [first, ...others]: Installation,
  clocks: Clocks,
  checkFile: boolean,
): Promise<OwnParts> {
  const { DATA_DIR, MONGODB_URI } = first;
  // Before the store is opened: its worker owns the file from then on.
  const faults = !MONGODB_URI && checkFile ? await embeddedFaults(DATA_DIR) : null;
  const store = await openStore({ dataDir: DATA_DIR, ...(MONGODB_URI ? { mongodbUri: MONGODB_URI } : {}) });
  const parts = async (config: Config): Promise<OperatorParts> => ({
    deps: await depsOf(config, store, clocks),
    config,
    engine: store.engine,
    port: null,
    checkToken: () => checkToken(config, clocks),
    ...(faults ? { integrity: async () => faults } : {}),
  });
  return { served: await Promise.all([parts(first), ...others.map(parts)]), close: () => store.close() };
}

async function depsOf(config: Config, store: Store, clocks: Clocks): Promise<Deps> {
  const committee = store.forCommittee(config.COMMITTEE);
  return {
    committee: config.COMMITTEE,
    store: committee,
    clocks,
    rules: await loadRules(config),
    directory: await liveDirectory(committee),
    platforms: platformNames(config),
    log: SILENT,
    secretKey: config.SECRET_KEY,
    instance: randomUUID(),
    dataDir: committeeDir(config),
    newId: randomUUID,
  };
}

/** A fresh one, not the one that the store keeps: that one says nothing about the secret as it is configured now. */
async function checkToken(config: Config, clocks: Clocks) {
  const platforms = openPlatforms(config, () => ({
    secretKey: config.SECRET_KEY,
    clocks,
    log: SILENT,
    tokens: { get: async () => null, put: async () => undefined },
    robotOf: (group) => group,
    publicUrl: '',
    suffix: '',
    countCall: () => undefined,
    callsThisMonth: async () => 0,
  }));
  try {
    return await checkTokens(platforms);
  } finally {
    for (const platform of platforms) await platform.close();
  }
}
