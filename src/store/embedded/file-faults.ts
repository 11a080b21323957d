import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'node-sqlite3-wasm';
import { clearStaleLock, takeOwnership } from './ownership.ts';

const FILE = 'store.sqlite';

/**
 * What SQLite's own check says about the embedded store's file: pages, indexes against tables, unique keys.
 * @returns empty when it is whole, or when there is no file yet
 * @throws Error when another process has the store
 */
export async function embeddedFaults(dataDir: string): Promise<readonly string[]> {
  const file = join(dataDir, FILE);
  if (!existsSync(file)) return [];
  const ownership = await takeOwnership(realpathSync(dataDir));
  try {
    clearStaleLock(file);
    // Asked for here alone in this thread: the server's own SQLite runs in the worker, and each copy takes 17 MB.
    const { default: sqlite } = await import('node-sqlite3-wasm');
    return check(new sqlite.Database(file));
  } finally {
    await ownership.release();
  }
}

function check(db: Database): readonly string[] {
  try {
    db.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;');
    const rows = db.all('PRAGMA integrity_check') as { integrity_check: string }[];
    return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  } catch (error) {
    return [`检查没有完成:${error instanceof Error ? error.message : String(error)}`];
  } finally {
    db.close();
  }
}
