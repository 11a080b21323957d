/**
 * Values as the worker sees them: JSON trees in which a date, an object id or bytes is a one-key object
 * (`{"$date": …}`, relaxed Extended JSON). Order and equality follow MongoDB.
 */
export type Tree = null | boolean | number | string | Tree[] | TreeObject;
export interface TreeObject {
  [key: string]: Tree;
}

const LEAF_KEYS = new Set(['$date', '$oid', '$binary', '$numberDouble']);

/** Keys that stand for a value. No object of a caller may carry them: the encoder refuses it. */
export const isLeafKey = (key: string): boolean => LEAF_KEYS.has(key);

export function isObject(value: Tree | undefined): value is TreeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLeaf(value);
}

function isLeaf(value: TreeObject): boolean {
  for (const key in value) return LEAF_KEYS.has(key);
  return false;
}

export function dateLeaf(date: Date): TreeObject {
  const ms = date.getTime();
  const year = date.getUTCFullYear();
  return { $date: year >= 1970 && year <= 9999 ? date.toISOString() : { $numberLong: String(ms) } };
}

export function dateMs(leaf: TreeObject): number {
  const value = leaf.$date;
  return typeof value === 'string' ? Date.parse(value) : Number((value as TreeObject).$numberLong);
}

/** MongoDB's order of types; equal ranks are compared by value. */
type Ranked = readonly [rank: number, value: number | string | Tree[] | TreeObject];

function ranked(value: Tree | undefined): Ranked {
  if (value === null || value === undefined) return [1, 0];
  if (typeof value === 'number') return [2, value];
  if (typeof value === 'string') return [3, value];
  if (typeof value === 'boolean') return [8, Number(value)];
  if (Array.isArray(value)) return [5, value];
  if (!isLeaf(value)) return [4, value];
  if ('$date' in value) return [9, dateMs(value)];
  if ('$oid' in value) return [7, value.$oid as string];
  if ('$numberDouble' in value) return [2, Number(value.$numberDouble)];
  return [6, JSON.stringify(value)];
}

/** Rank of the value's type: ranges compare only within one rank. */
export const rankOf = (value: Tree | undefined): number => ranked(value)[0];

export function compare(left: Tree | undefined, right: Tree | undefined): number {
  const [leftRank, a] = ranked(left);
  const [rightRank, b] = ranked(right);
  if (leftRank !== rightRank) return leftRank - rightRank;
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a < b ? -1 : 1;
  return byCodePoint(asText(a), asText(b));
}

const asText = (value: Ranked[1]): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Null equals missing, as in MongoDB; objects are equal only with their keys in the same order. */
export function equals(left: Tree | undefined, right: Tree | undefined): boolean {
  return left === right || compare(left, right) === 0;
}

/** Order of the UTF-8 bytes, which is MongoDB's and SQLite's; plain `<` puts emoji before U+E000–U+FFFF. */
function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  if (i === length) return a.length - b.length;
  return utf8Weight(a.charCodeAt(i)) - utf8Weight(b.charCodeAt(i));
}

const utf8Weight = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/**
 * Everything a dotted path reaches in a document; an array on the way is entered element by element.
 * A path that leads nowhere yields `undefined` once.
 */
export function valuesAt(doc: Tree | undefined, path: readonly string[], from = 0): (Tree | undefined)[] {
  const segment = path[from];
  if (segment === undefined) return [doc];
  if (Array.isArray(doc)) {
    if (/^\d+$/.test(segment)) return valuesAt(doc[Number(segment)], path, from + 1);
    return doc.filter(isObject).flatMap((element) => valuesAt(element, path, from));
  }
  if (!isObject(doc) || !Object.hasOwn(doc, segment)) return [undefined];
  return valuesAt(doc[segment], path, from + 1);
}

/** The one value at a path, without entering arrays. */
export function valueAt(doc: Tree | undefined, path: readonly string[]): Tree | undefined {
  let value: Tree | undefined = doc;
  for (const segment of path) {
    if (Array.isArray(value)) return value;
    if (!isObject(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}
