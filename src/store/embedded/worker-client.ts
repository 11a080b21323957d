import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import mongoose from 'mongoose';
import type { Failure } from './engine-error.ts';
import { decode } from './extended-json.ts';
import type { Tree } from './values.ts';
import type { Greeting, Operation, Reply, Request, WorkerStart } from './worker-protocol.ts';

const { MongoServerError } = mongoose.mongo;

interface Waiting {
  request: Request;
  resolve: (body: string) => void;
  reject: (error: Error) => void;
}

export type OnUnindexed = (query: { collection: string; op: Operation; paths: string[] }) => void;

/** The worker seen from the main thread. What is asked within one turn of the event loop travels together. */
export class WorkerClient {
  readonly #worker: Worker;
  readonly #onUnindexed: OnUnindexed;
  readonly #waiting = new Map<number, Waiting>();
  #unsent: Request[] = [];
  #lastId = 0;
  #gone: Error | undefined;

  private constructor(worker: Worker, onUnindexed: OnUnindexed) {
    this.#worker = worker;
    this.#onUnindexed = onUnindexed;
    worker.on('message', (replies: Reply[]) => this.#receive(replies));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('嵌入式数据库已经关闭。')));
    // An open store keeps no process alive; an unanswered request does.
    worker.unref();
  }

  /** @throws Error with the worker's words when the file cannot be opened */
  static async start(file: string, onUnindexed: OnUnindexed): Promise<WorkerClient> {
    const worker = startWorker({ file });
    const greeting = await new Promise<Greeting>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    // By name: without arguments this would also cut the worker's own wiring of messages.
    worker.removeAllListeners('error');
    if (greeting.ready) return new WorkerClient(worker, onUnindexed);
    await worker.terminate();
    throw new Error(greeting.message);
  }

  /** @throws MongoServerError with MongoDB's code, as the official driver does */
  request(collection: string, op: Operation, body: unknown): Promise<string> {
    if (this.#gone) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      const request: Request = { id: this.#lastId, collection, op, body: JSON.stringify(body) };
      if (this.#waiting.size === 0) this.#worker.ref();
      this.#waiting.set(request.id, { request, resolve, reject });
      if (this.#unsent.push(request) === 1) setImmediate(() => this.#send());
    });
  }

  async close(): Promise<void> {
    if (this.#gone) return;
    await this.request('', 'close', null);
    await this.#worker.terminate();
  }

  #send(): void {
    const batch = this.#unsent;
    this.#unsent = [];
    this.#worker.postMessage(batch);
  }

  #receive(replies: Reply[]): void {
    for (const { id, body, failure, unindexed } of replies) {
      const waiting = this.#waiting.get(id);
      if (!waiting) continue;
      this.#waiting.delete(id);
      if (failure) waiting.reject(serverError(failure));
      else waiting.resolve(body ?? 'null');
      const { collection, op } = waiting.request;
      if (unindexed) this.#onUnindexed({ collection, op, paths: unindexed });
    }
    if (this.#waiting.size === 0) this.#worker.unref();
  }

  #fail(error: Error): void {
    this.#gone ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#gone);
    this.#waiting.clear();
  }
}

export function serverError({ keyValue, ...failure }: Failure): Error {
  const description = { ...failure, errmsg: failure.message, ...(keyValue && { keyValue: decode(keyValue as Tree) }) };
  return new MongoServerError(description);
}

/** The worker lies beside this file: in the built form as one file with all it needs, below tsx and vitest as `.ts`. */
function startWorker(workerData: WorkerStart): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./sqlite-worker.cjs', import.meta.url), { workerData });
  // `--import tsx` registers nothing inside a worker on Node 20, so a line of plain JavaScript does it by hand; the
  // CommonJS side of tsx, because its other side starts a second thread for each worker.
  const require = createRequire(import.meta.url);
  const [loader, file] = [
    require.resolve('tsx/cjs/api'),
    fileURLToPath(new URL('./sqlite-worker.ts', import.meta.url)),
  ];
  const boot = `require(${JSON.stringify(loader)}).register(); require(${JSON.stringify(file)});`;
  return new Worker(boot, { workerData, eval: true, execArgv: [] });
}
