import { quoted, type SqlValue } from './database.ts';
import { notSupported } from './engine-error.ts';
import { compileFilter, type Predicate } from './filter.ts';
import { orderBy, pathsOf, proposal } from './query-plan.ts';
import type { Store, Table } from './tables.ts';
import { compare, isObject, type Tree, type TreeObject, valueAt } from './values.ts';
import type { FindBody, Keys } from './worker-protocol.ts';

export interface Found {
  rowid: number;
  text: string;
  doc: TreeObject;
}

/** A scan pages through candidates in steps of at most this many, once the first step was not enough. */
const MAX_STEP = 4_096;

/** Matching documents as texts, projected. */
export function find(store: Store, collection: string, body: FindBody): string[] {
  const { projection } = body;
  if (projection) checkProjection(projection);
  const rows = findRows(store, collection, body);
  if (!projection || Object.keys(projection).length === 0) return rows.map(({ text }) => text);
  return rows.map(({ doc }) => JSON.stringify(project(doc, projection)));
}

/** SQL proposes by the indexed paths; the whole filter decides on each document. */
export function findRows(store: Store, collection: string, { filter, sort, limit }: FindBody): Found[] {
  const matches = compileFilter(filter);
  const table = store.tables.get(collection);
  if (!table) return [];
  const order = sort ? orderBy(sort, table.columns) : undefined;
  if (!limit) return sorted(matching(store, table, filter, matches, order), order ? undefined : sort);
  if (sort && order === undefined)
    return sorted(matching(store, table, filter, matches, undefined), sort).slice(0, limit);
  return matching(store, table, filter, matches, order, limit);
}

function matching(
  { db }: Store,
  table: Table,
  filter: TreeObject,
  matches: Predicate,
  order: string | undefined,
  limit?: number,
): Found[] {
  const where = proposal(filter, table.columns);
  const sql = `SELECT rowid, doc FROM ${quoted(table.name)}${where ? ` WHERE ${where.sql}` : ''}${order ? ` ORDER BY ${order}, rowid` : limit ? ' ORDER BY rowid' : ''}`;
  const params: SqlValue[] = where?.params ?? [];
  const read = (tail: string, more: number[]): Found[] =>
    db.all(sql + tail, [...params, ...more]).map(({ rowid, doc }) => {
      const text = String(doc);
      return { rowid: Number(rowid), text, doc: JSON.parse(text) as TreeObject };
    });
  if (!limit) return read('', []).filter(({ doc }) => matches(doc));
  const found: Found[] = [];
  for (let offset = 0, step = limit; found.length < limit; offset += step, step = Math.min(step * 4, MAX_STEP)) {
    const rows = read(' LIMIT ? OFFSET ?', [step, offset]);
    found.push(...rows.filter(({ doc }) => matches(doc)));
    if (rows.length < step) break;
  }
  return found.slice(0, limit);
}

function sorted(rows: Found[], sort: Keys | undefined): Found[] {
  if (!sort) return rows;
  const terms = Object.entries(sort).map(([path, direction]) => ({ path: path.split('.'), direction }));
  return rows.sort((a, b) => {
    for (const { path, direction } of terms) {
      const order = compare(sortValue(a.doc, path), sortValue(b.doc, path));
      if (order !== 0) return order * direction;
    }
    return a.rowid - b.rowid;
  });
}

function sortValue(doc: TreeObject, path: string[]): Tree | undefined {
  const value = valueAt(doc, path);
  if (Array.isArray(value)) throw notSupported(`a sort by the list ${path.join('.')}`, 'find');
  return value;
}

/** Inclusion only; `_id` comes along unless it is switched off. */
function checkProjection(projection: TreeObject): void {
  for (const [path, shown] of Object.entries(projection)) {
    if (shown === 1 || shown === true || (path === '_id' && (shown === 0 || shown === false))) continue;
    throw notSupported(`${path}: ${JSON.stringify(shown)} (inclusion only)`, 'projection');
  }
}

export function project(doc: TreeObject, projection: TreeObject): TreeObject {
  checkProjection(projection);
  const paths = Object.entries(projection).filter(([, shown]) => shown === 1 || shown === true);
  const out: TreeObject = projection._id === 0 || projection._id === false ? {} : { _id: doc._id as Tree };
  if (paths.length === 0) return projection._id ? out : { ...doc, ...out };
  return {
    ...out,
    ...included(
      doc,
      paths.map(([path]) => path.split('.')),
    ),
  };
}

function included(doc: TreeObject, paths: string[][]): TreeObject {
  const out: TreeObject = {};
  for (const [key, value] of Object.entries(doc)) {
    const below = paths.filter(([head]) => head === key).map((path) => path.slice(1));
    if (below.length === 0) continue;
    if (below.some((path) => path.length === 0)) out[key] = value;
    else if (isObject(value)) out[key] = included(value, below);
    else if (Array.isArray(value)) out[key] = value.filter(isObject).map((one) => included(one, below));
  }
  return out;
}

/** The filter's paths when no index begins with one of them: such a query reads the whole collection. */
export function unindexedPaths(
  { tables }: Store,
  collection: string,
  filter: TreeObject,
  sort?: Keys,
): string[] | undefined {
  const table = tables.get(collection);
  const paths = pathsOf(filter);
  const wanted = [...paths, ...Object.keys(sort ?? {}).slice(0, 1)];
  if (!table || wanted.length === 0) return undefined;
  const heads = new Set(table.indexes.map(({ keys }) => Object.keys(keys)[0]));
  return wanted.some((path) => heads.has(path)) ? undefined : wanted;
}
