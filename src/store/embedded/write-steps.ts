import mongoose from 'mongoose';
import { notSupported } from './engine-error.ts';
import { encodeDocument, encodeFilter } from './extended-json.ts';
import type { Tree, TreeObject } from './values.ts';
import type { Change, Keys, WriteAnswer, WriteStep } from './worker-protocol.ts';

const { ObjectId, MongoBulkWriteError } = mongoose.mongo;

export interface Options {
  [name: string]: unknown;
  sort?: Keys;
  limit?: number;
  projection?: TreeObject;
  upsert?: boolean;
  ordered?: boolean;
  returnDocument?: 'before' | 'after';
  includeResultMetadata?: boolean;
}

export type Doc = Record<string, unknown>;

/** Options that would change the meaning of a call; others (sessions, concerns, time limits) have no meaning here. */
const REFUSED_OPTIONS = [
  'skip',
  'collation',
  'arrayFilters',
  'hint',
  'min',
  'max',
  'let',
  'expireAfterSeconds',
  'weights',
];

export function refuseOptions(options: Options, where: string): void {
  const refused = REFUSED_OPTIONS.find((name) => options[name] !== undefined && options[name] !== 0);
  if (refused) throw notSupported(`option ${refused}`, where);
}

export function withId(doc: Doc): unknown {
  doc._id ??= new ObjectId();
  return doc._id;
}

export const newId = (): Tree => ({ $oid: new ObjectId().toHexString() });

export function updateTree(update: object): TreeObject {
  if (Array.isArray(update)) throw notSupported('a pipeline', 'update');
  return encodeFilter(update);
}

export function step(filter: object, change: Change, many: boolean, upsert?: unknown): WriteStep {
  return { filter: encodeFilter(filter), change, many, ...(upsert ? { upsert: true, newId: newId() } : {}) };
}

type BulkStep = { document: Doc; filter: object; update: object; replacement: object; upsert?: boolean };

const BULK_STEPS: Record<string, (one: BulkStep) => WriteStep> = {
  insertOne: ({ document }) => {
    withId(document);
    return { insert: encodeDocument(document) };
  },
  updateOne: ({ filter, update, upsert }) => step(filter, { update: updateTree(update) }, false, upsert),
  updateMany: ({ filter, update, upsert }) => step(filter, { update: updateTree(update) }, true, upsert),
  replaceOne: ({ filter, replacement, upsert }) =>
    step(filter, { replacement: encodeDocument(replacement) }, false, upsert),
  deleteOne: ({ filter }) => step(filter, { remove: true }, false),
  deleteMany: ({ filter }) => step(filter, { remove: true }, true),
};

export function stepOf(operation: object): WriteStep {
  const [name, one] = Object.entries(operation)[0] ?? [];
  const make = BULK_STEPS[String(name)];
  if (!make) throw notSupported(String(name), 'bulkWrite');
  refuseOptions(one as Options, 'bulkWrite');
  return make(one as BulkStep);
}

export function bulkResult(answer: WriteAnswer): object {
  const upsertedIds = Object.fromEntries(answer.upserted.map(({ index, _id }) => [index, _id]));
  return {
    ok: 1,
    insertedCount: answer.inserted,
    matchedCount: answer.matched,
    modifiedCount: answer.modified,
    deletedCount: answer.deleted,
    upsertedCount: answer.upserted.length,
    upsertedIds,
  };
}

export function bulkError(answer: WriteAnswer): Error {
  const writeErrors = answer.errors.map(({ index, failure }) => {
    const err = {
      index,
      code: failure.code,
      errmsg: failure.message,
      keyPattern: failure.keyPattern,
      keyValue: failure.keyValue,
    };
    return { ...err, err };
  });
  const [first] = answer.errors;
  const error = new MongoBulkWriteError(
    { message: first?.failure.message ?? '', code: first?.failure.code ?? 0, writeErrors: [] },
    bulkResult(answer) as never,
  );
  return Object.assign(error, { writeErrors });
}
