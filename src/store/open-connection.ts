import { type Connection, Mongoose } from 'mongoose';
import { openEmbedded } from './embedded/connection.ts';

export interface StoreTarget {
  /** Server or replica set; empty or missing = the embedded store in `dataDir`. */
  mongodbUri?: string;
  dataDir: string;
}

export interface OpenStore {
  connection: Connection;
  engine: 'embedded' | 'mongodb';
  close(): Promise<void>;
}

/**
 * Opens the store that the configuration names. Behind the connection both engines behave alike; nothing else of the
 * program may ask which one it is, except to show it.
 *
 * `sanitizeFilter` is left off: it wraps our own operators too, and filters are written by code, never from input.
 * @throws Error for the operator: the server does not answer within a second, or another process owns `dataDir`
 */
export async function openConnection({ mongodbUri, dataDir }: StoreTarget): Promise<OpenStore> {
  const instance = new Mongoose();
  // Indexes are made at start and by a command, and buffered commands would live in memory only.
  for (const option of ['bufferCommands', 'autoIndex', 'autoCreate'] as const) instance.set(option, false);
  instance.set('strictQuery', 'throw');
  const connection = mongodbUri ? await openMongodb(instance, mongodbUri) : await openEmbedded(instance, dataDir);
  return { connection, engine: mongodbUri ? 'mongodb' : 'embedded', close: () => connection.close() };
}

function openMongodb(instance: Mongoose, uri: string): Promise<Connection> {
  const options = { serverSelectionTimeoutMS: 1_000, writeConcern: { w: 'majority', journal: true } } as const;
  return instance.createConnection(uri, options).asPromise();
}

/** For `zhitong verify`, before the store is opened; nothing to check on the other engine. */
export { embeddedFaults } from './embedded/file-faults.ts';
