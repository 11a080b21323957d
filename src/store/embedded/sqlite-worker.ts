import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Database } from './database.ts';
import { CODES, EngineError, type Failure } from './engine-error.ts';
import { OPERATIONS, unindexedBy } from './operations.ts';
import { type Store, Tables } from './tables.ts';
import { type Greeting, READS, type Reply, type Request, type WorkerStart } from './worker-protocol.ts';

/**
 * The thread that owns the SQLite file. Whatever waits when a flush ends goes into the next transaction, and nothing
 * is answered before its commit is on disk: group commit.
 */
function start(port: MessagePort): void {
  const { file } = workerData as WorkerStart;
  const store = openStore(file);
  if (typeof store === 'string') {
    port.postMessage({ ready: false, message: store } satisfies Greeting);
    return;
  }
  port.on('message', (first: Request[]) => {
    const batch = [...first];
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) batch.push(...next.message);
    const closing = batch.find(({ op }) => op === 'close');
    const replies = runBatch(
      store,
      batch.filter(({ op }) => op !== 'close'),
    );
    if (closing) replies.push(close(store, closing.id));
    port.postMessage(replies);
    if (closing) port.close();
  });
  port.postMessage({ ready: true } satisfies Greeting);
}

function openStore(file: string): Store | string {
  try {
    const db = new Database(file);
    return { db, tables: new Tables(db) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function close({ db }: Store, id: number): Reply {
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // A full disk: the log stays and is read at the next start.
  }
  db.close();
  return { id, body: 'null' };
}

function runBatch(store: Store, batch: Request[]): Reply[] {
  if (batch.every(({ op }) => READS.has(op))) return batch.map((request) => answer(store, request));
  try {
    store.db.exec('BEGIN');
    const replies = batch.map((request) => {
      const reply = answer(store, request);
      // SQLite gives up the whole transaction on some failures (full disk); the earlier writes are gone then.
      if (!store.db.inTransaction) throw new Error(reply.failure?.message ?? 'transaction lost');
      return reply;
    });
    store.db.exec('COMMIT');
    return replies;
  } catch (error) {
    return batchFailed(store, batch, error);
  }
}

/** Nothing of the batch was kept: every write is told so, reads are answered from what is on disk. */
function batchFailed(store: Store, batch: Request[], error: unknown): Reply[] {
  if (store.db.inTransaction) store.db.exec('ROLLBACK');
  store.tables.reload();
  const failure = failureOf(error);
  return batch.map((request) => (READS.has(request.op) ? answer(store, request) : { id: request.id, failure }));
}

function answer(store: Store, { id, collection, op, body }: Request): Reply {
  try {
    if (op === 'close') throw new Error('close is no operation of a batch');
    const parsed = JSON.parse(body) as never;
    const reply: Reply = { id, body: OPERATIONS[op](store, collection, parsed) };
    const unindexed = unindexedBy(store, collection, op, parsed);
    return unindexed ? { ...reply, unindexed } : reply;
  } catch (error) {
    return { id, failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof EngineError) return error.failure;
  const cause = error instanceof Error ? error.message : String(error);
  return {
    code: CODES.writeFailed,
    message: `嵌入式数据库未能完成操作(${cause}):请检查数据目录所在磁盘的剩余空间与权限。`,
  };
}

if (parentPort) start(parentPort);
