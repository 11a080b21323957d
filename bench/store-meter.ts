/**
 * Counts what the program asks of its store, below mongoose and above either engine: it wraps the driver's collections
 * as a connection opens. Nothing of the product is changed for it.
 */
import mongoose from 'mongoose';

type Document = Readonly<Record<string, unknown>>;
type Method = (...args: unknown[]) => unknown;

export interface Call {
  readonly collection: string;
  readonly op: string;
  readonly filter: Document;
  readonly sort: Document;
  /** 1 when this call changed something on disk, in one flush however many documents; nothing changed is nothing flushed. */
  writes: 0 | 1;
  /** Documents that came back, or were counted. */
  documents: number;
}

export interface StoreMeter {
  /** What was asked since the last `reset`, in order. */
  readonly calls: Call[];
  /** What the embedded engine itself called unindexed. */
  readonly unindexed: string[];
  readonly reset: () => void;
  readonly stop: () => void;
}

interface Side {
  db: { collection: (name: string, ...rest: unknown[]) => object };
  on: (event: string, listener: (query: { collection: string; op: string; paths: string[] }) => void) => void;
  onOpen: () => void;
}

const CURSORS = new Set(['find', 'aggregate']);
const MEASURED = new Set([
  ...CURSORS,
  ...['findOne', 'countDocuments', 'insertOne', 'insertMany', 'updateOne', 'updateMany', 'replaceOne'],
  ...['deleteOne', 'deleteMany', 'findOneAndUpdate', 'findOneAndReplace', 'findOneAndDelete', 'bulkWrite'],
]);
const FILTERLESS = new Set(['insertOne', 'insertMany', 'bulkWrite', 'aggregate']);
const WRITTEN = ['modifiedCount', 'upsertedCount', 'insertedCount', 'deletedCount'] as const;

/** Connections opened from now on are counted, until `stop`. */
export function meterStores(): StoreMeter {
  const calls: Call[] = [];
  const unindexed: string[] = [];
  const prototype = mongoose.Connection.prototype as unknown as Side;
  const original = prototype.onOpen;
  prototype.onOpen = function onOpen(this: Side): void {
    const { db } = this;
    const collectionOf = db.collection.bind(db);
    db.collection = (name, ...rest) => measured(name, collectionOf(name, ...rest), calls);
    this.on('unindexed', ({ collection, op, paths }) => unindexed.push(`${collection}.${op} ${paths.join(',')}`));
    original.call(this);
  };
  return {
    calls,
    unindexed,
    reset: () => void calls.splice(0),
    stop: () => {
      prototype.onOpen = original;
    },
  };
}

function measured(collection: string, target: object, calls: Call[]): object {
  return new Proxy(target, {
    get(it, name) {
      const member = Reflect.get(it, name, it) as unknown;
      if (typeof member !== 'function') return member;
      const method = (member as Method).bind(it);
      if (typeof name !== 'string' || !MEASURED.has(name)) return method;
      return (...args: unknown[]) => {
        const call = begun(collection, name, args);
        calls.push(call);
        const result = method(...args);
        return CURSORS.has(name) ? cursor(result as object, call) : noted(result as Promise<unknown>, call);
      };
    },
  });
}

function begun(collection: string, op: string, args: readonly unknown[]): Call {
  const filter = FILTERLESS.has(op) ? matchOf(op, args[0]) : (args[0] as Document);
  const options = args.find((arg, at) => at > 0 && typeof arg === 'object' && arg !== null && 'sort' in arg);
  const given = (options as { sort?: Map<string, unknown> | Document } | undefined)?.sort ?? {};
  const sort = given instanceof Map ? Object.fromEntries(given) : given;
  return { collection, op, filter, sort, writes: 0, documents: 0 };
}

const matchOf = (op: string, pipeline: unknown): Document =>
  op === 'aggregate' ? ((pipeline as { $match?: Document }[])[0]?.$match ?? {}) : {};

function cursor(result: object, call: Call): object {
  return new Proxy(result, {
    get(it, name) {
      const member = Reflect.get(it, name, it) as unknown;
      if (typeof member !== 'function') return member;
      const method = (member as Method).bind(it);
      return name === 'toArray' ? () => noted(method() as Promise<unknown>, call) : method;
    },
  });
}

async function noted(answer: Promise<unknown>, call: Call): Promise<unknown> {
  const value = await answer;
  if (Array.isArray(value)) call.documents = value.length;
  else if (typeof value === 'number') call.documents = value;
  else if (call.op === 'findOne') call.documents = value ? 1 : 0;
  else if (call.op.startsWith('findOneAnd')) call.documents = call.writes = value ? 1 : 0;
  else if (call.op === 'insertOne') call.writes = 1;
  else {
    const result = value as Partial<Record<(typeof WRITTEN)[number], number>>;
    call.writes = WRITTEN.some((name) => (result[name] ?? 0) > 0) ? 1 : 0;
  }
  return value;
}

export const writesOf = (calls: readonly Call[]): Call[] => calls.filter(({ writes }) => writes > 0);

/** Collections and operations with how often each came, in the order of the first. */
export function tally(calls: readonly Call[]): string[] {
  const counts = new Map<string, number>();
  for (const { collection, op } of calls) {
    const name = `${collection}.${op}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} ×${count}`));
}
