import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import mongoose, { type Mongoose } from 'mongoose';
import nativeDriver from 'mongoose/lib/drivers/node-mongodb-native/index.js';
import { EmbeddedCollection } from './collection.ts';
import { clearStaleLock, type Ownership, takeOwnership } from './ownership.ts';
import { WorkerClient } from './worker-client.ts';

const SCHEME = 'embedded:';
const FILE = 'store.sqlite';

/** Members of mongoose's connection that its drivers use and its types leave out (decisions.md 16: exact pin). */
interface DriverSide {
  db: unknown;
  client: unknown;
  name: string;
  readyState: number;
  onOpen(): void;
  collections: Record<string, { onOpen(): void }>;
  emit(event: string, ...args: unknown[]): boolean;
}

/**
 * A mongoose connection whose "server" is a SQLite file. Emits `unindexed` with `{collection, op, paths}` for a query
 * that no index serves.
 */
class EmbeddedConnection extends mongoose.Connection {
  #worker: WorkerClient | undefined;
  #ownership: Ownership | undefined;

  async createClient(uri: string): Promise<this> {
    (this as unknown as DriverSide).readyState = mongoose.ConnectionStates.connecting;
    const dataDir = uri.slice(SCHEME.length);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const directory = realpathSync(dataDir);
    const ownership = await takeOwnership(directory);
    try {
      this.#worker = await this.#start(join(directory, FILE));
    } catch (error) {
      await ownership.release();
      throw error;
    }
    this.#ownership = ownership;
    this.#opened(this.#worker);
    return this;
  }

  async doClose(): Promise<this> {
    await this.#worker?.close();
    await this.#ownership?.release();
    this.#worker = undefined;
    this.#ownership = undefined;
    return this;
  }

  async #start(file: string): Promise<WorkerClient> {
    clearStaleLock(file);
    const worker = await WorkerClient.start(file, (query) => (this as unknown as DriverSide).emit('unindexed', query));
    chmodSync(file, 0o600);
    return worker;
  }

  #opened(worker: WorkerClient): void {
    const side = this as unknown as DriverSide;
    side.name = 'embedded';
    side.db = databaseOf(worker);
    side.client = {};
    side.onOpen();
    for (const collection of Object.values(side.collections)) collection.onOpen();
  }
}

function databaseOf(worker: WorkerClient): object {
  return {
    databaseName: 'embedded',
    collection: (name: string) => new EmbeddedCollection(name, worker),
    createCollection: async (name: string) => {
      await worker.request(name, 'createCollection', null);
      return new EmbeddedCollection(name, worker);
    },
  };
}

/** Makes `instance` speak to SQLite files instead of servers, and opens the one in `dataDir`. */
export async function openEmbedded(instance: Mongoose, dataDir: string): Promise<mongoose.Connection> {
  instance.setDriver({ ...nativeDriver, Connection: EmbeddedConnection });
  return instance.createConnection(SCHEME + dataDir).asPromise();
}
