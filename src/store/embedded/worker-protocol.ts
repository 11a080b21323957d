import type { Failure } from './engine-error.ts';
import type { Tree, TreeObject } from './values.ts';

/** Messages between the main thread and the worker. Both directions travel in batches, bodies as JSON text. */
export interface Request {
  id: number;
  collection: string;
  op: Operation;
  body: string;
}

export interface Reply {
  id: number;
  /** JSON text of the answer. */
  body?: string;
  failure?: Failure;
  /** Set when no index served the filter: the paths it asked for. */
  unindexed?: string[];
}

/** First message of the worker: the file is open, or why it is not. */
export interface Greeting {
  ready: boolean;
  message?: string;
}

export interface WorkerStart {
  file: string;
}

export type Operation =
  | 'createCollection'
  | 'createIndex'
  | 'dropIndex'
  | 'listIndexes'
  | 'find'
  | 'count'
  | 'aggregate'
  | 'write'
  | 'findOneAnd'
  | 'close';

export const READS: ReadonlySet<Operation> = new Set<Operation>(['listIndexes', 'find', 'count', 'aggregate']);

export type Keys = Record<string, 1 | -1>;

export interface IndexSpec {
  name: string;
  keys: Keys;
  unique: boolean;
  sparse: boolean;
  partialFilterExpression?: TreeObject;
}

export interface FindBody {
  filter: TreeObject;
  sort?: Keys;
  limit?: number;
  projection?: TreeObject;
}

/** What is done to a document: exactly one of the three. */
export type Change = { update: TreeObject } | { replacement: TreeObject } | { remove: true };

export interface ChangeBody {
  filter: TreeObject;
  change: Change;
  upsert?: boolean;
  /** `_id` for an upsert that does not name one: made by the caller, as the official driver does. */
  newId?: Tree;
}

export type WriteStep = { insert: TreeObject } | (ChangeBody & { many: boolean });

/** One or more steps; each stands for itself, as in MongoDB: a failing one does not undo the others. */
export interface WriteBody {
  steps: WriteStep[];
  ordered: boolean;
}

export interface WriteAnswer {
  inserted: number;
  matched: number;
  modified: number;
  deleted: number;
  upserted: { index: number; _id: Tree }[];
  errors: { index: number; failure: Failure }[];
}

export interface FindOneAndBody extends ChangeBody {
  sort?: Keys;
  projection?: TreeObject;
  returnAfter: boolean;
}

export interface FindOneAndAnswer {
  value: Tree;
  matched: number;
  upserted?: Tree;
}
