import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenStore, openConnection } from '../../src/store/open-connection.ts';

/** The server that the suite runs on instead of the embedded store (contract.md). */
const server = process.env.TEST_MONGODB_URI;

/** A fresh, empty store of its own, on whichever engine this run is for. `close` takes its data away. */
export async function testConnection(): Promise<OpenStore> {
  return server ? onServer(server) : embedded();
}

async function embedded(): Promise<OpenStore> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhitong-store-'));
  const store = await openConnection({ dataDir });
  const close = async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...store, close };
}

async function onServer(uri: string): Promise<OpenStore> {
  const target = new URL(uri);
  target.pathname = `/test-${randomUUID().slice(0, 18)}`;
  const store = await openConnection({ mongodbUri: target.href, dataDir: '' });
  const close = async () => {
    await store.connection.dropDatabase();
    await store.close();
  };
  return { ...store, close };
}
