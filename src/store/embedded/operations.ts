import { systemClocks } from '../../clock.ts';
import { totals } from './aggregate.ts';
import { quoted } from './database.ts';
import { badValue, CODES, EngineError, notSupported } from './engine-error.ts';
import { branchesOf, conditionsOf } from './filter.ts';
import { type Found, find, findRows, project, unindexedPaths } from './find.ts';
import type { Store, Table } from './tables.ts';
import { applyUpdate } from './update.ts';
import { isObject, type Tree, type TreeObject } from './values.ts';
import type {
  ChangeBody,
  FindBody,
  FindOneAndAnswer,
  FindOneAndBody,
  IndexSpec,
  Keys,
  Operation,
  WriteAnswer,
  WriteBody,
  WriteStep,
} from './worker-protocol.ts';

/** The answer as JSON text. */
type Run = (store: Store, collection: string, body: never) => string;

export const OPERATIONS: Record<Exclude<Operation, 'close'>, Run> = {
  createCollection: ({ tables }, collection) => {
    tables.ensure(collection);
    return 'null';
  },
  createIndex: ({ db, tables }, collection, spec: IndexSpec) => {
    atomically({ db, tables }, () => tables.createIndex(collection, spec));
    return JSON.stringify(spec.name);
  },
  dropIndex: ({ tables }, collection, name: string) => {
    tables.dropIndex(collection, name);
    return 'null';
  },
  listIndexes: ({ tables }, collection) => JSON.stringify(tables.get(collection)?.indexes ?? []),
  find: (store, collection, body: FindBody) => `[${find(store, collection, body).join(',')}]`,
  count: (store, collection, body: FindBody) => String(findRows(store, collection, body).length),
  aggregate: (store, collection, pipeline: TreeObject[]) => JSON.stringify(totals(store, collection, pipeline)),
  write: (store, collection, body: WriteBody) => JSON.stringify(write(store, collection, body)),
  findOneAnd: (store, collection, body: FindOneAndBody) => JSON.stringify(findOneAnd(store, collection, body)),
};

export function unindexedBy(store: Store, collection: string, op: Operation, body: unknown): string[] | undefined {
  if (op !== 'find' && op !== 'count' && op !== 'findOneAnd') return undefined;
  const { filter, sort } = body as { filter: TreeObject; sort?: Keys };
  return unindexedPaths(store, collection, filter, sort);
}

/** All or nothing of one operation inside the batch's transaction. */
function atomically({ db, tables }: Store, run: () => void): void {
  db.exec('SAVEPOINT op');
  try {
    run();
    db.exec('RELEASE op');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK TO op; RELEASE op');
    tables.reload();
    throw error;
  }
}

function write(store: Store, collection: string, { steps, ordered }: WriteBody): WriteAnswer {
  const answer: WriteAnswer = { inserted: 0, matched: 0, modified: 0, deleted: 0, upserted: [], errors: [] };
  const table = store.tables.ensure(collection);
  for (const [index, step] of steps.entries()) {
    try {
      writeStep(store, table, step, index, answer);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      answer.errors.push({ index, failure: error.failure });
      if (ordered) break;
    }
  }
  return answer;
}

function writeStep(store: Store, table: Table, step: WriteStep, index: number, answer: WriteAnswer): void {
  if ('insert' in step) {
    store.tables.insert(table, step.insert);
    answer.inserted += 1;
    return;
  }
  const rows = findRows(store, table.name, { filter: step.filter, ...(step.many ? {} : { limit: 1 }) });
  if (rows.length === 0 && step.upsert) {
    const made = upsert(store, table, step);
    answer.upserted.push({ index, _id: made._id as Tree });
    return;
  }
  for (const row of rows) {
    const changed = changeRow(store, table, row, step);
    if ('remove' in step.change) answer.deleted += 1;
    else answer.matched += 1;
    if (changed && !('remove' in step.change)) answer.modified += 1;
  }
}

/** @returns whether the document is another one now; `row.doc` is changed in place */
function changeRow({ db, tables }: Store, table: Table, row: Found, { change }: ChangeBody): boolean {
  if ('remove' in change) {
    db.run(`DELETE FROM ${quoted(table.name)} WHERE rowid = ?`, [row.rowid]);
    return true;
  }
  if ('replacement' in change) row.doc = replaced(row.doc, change.replacement);
  else applyUpdate(row.doc, change.update, { inserting: false, now: systemClocks.real });
  const text = JSON.stringify(row.doc);
  if (text === row.text) return false;
  tables.update(table, row.rowid, row.doc, text);
  return true;
}

function replaced(doc: TreeObject, replacement: TreeObject): TreeObject {
  const { _id, ...rest } = replacement;
  if (_id !== undefined && JSON.stringify(_id) !== JSON.stringify(doc._id)) {
    throw badValue(`_id ${JSON.stringify(doc._id)} cannot be changed`, CODES.immutableId);
  }
  return { _id: doc._id as Tree, ...rest };
}

function upsert({ tables }: Store, table: Table, { filter, change, newId }: ChangeBody): TreeObject {
  const seed: TreeObject = {};
  for (const [path, value] of equalities(filter)) applyUpdate(seed, { $set: { [path]: value } }, CREATING);
  let doc = seed;
  if ('replacement' in change) {
    doc = { ...('_id' in seed ? { _id: seed._id as Tree } : {}), ...change.replacement };
  } else if ('update' in change) {
    applyUpdate(seed, change.update, CREATING);
  }
  const { _id = newId ?? null, ...rest } = doc;
  const made = { _id, ...rest };
  tables.insert(table, made);
  return made;
}

const CREATING = { inserting: true, now: systemClocks.real };

/** What an upsert copies from its filter: equalities, also under `$and`. */
function equalities(filter: TreeObject): [string, Tree][] {
  return Object.entries(filter).flatMap(([key, value]): [string, Tree][] => {
    if (key === '$and') return branchesOf(key, value).flatMap(equalities);
    if (key.startsWith('$')) return [];
    return conditionsOf(key, value)
      .filter(({ operator }) => operator === '$eq')
      .map(({ operand }) => [key, operand]);
  });
}

function findOneAnd(store: Store, collection: string, body: FindOneAndBody): FindOneAndAnswer {
  const table = store.tables.ensure(collection);
  const { filter, sort, change, upsert: mayInsert, projection, returnAfter } = body;
  if ('update' in change && Object.keys(change.update).length === 0)
    throw notSupported('an empty update', 'findOneAndUpdate');
  const [row] = findRows(store, collection, { filter, limit: 1, ...(sort && { sort }) });
  const shown = (doc: TreeObject | null): Tree => (doc && projection ? project(doc, projection) : doc);
  if (!row && !mayInsert) return { value: null, matched: 0 };
  if (!row) {
    const made = upsert(store, table, body);
    return { value: shown(returnAfter ? made : null), matched: 0, upserted: made._id as Tree };
  }
  changeRow(store, table, row, body);
  const before = JSON.parse(row.text) as TreeObject;
  if (!isObject(before)) throw badValue(`document ${row.rowid} of ${collection} is no object`);
  return { value: shown(returnAfter && !('remove' in change) ? row.doc : before), matched: 1 };
}
