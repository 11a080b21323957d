import type { SqlValue } from './database.ts';
import { badValue } from './engine-error.ts';
import { branchesOf, type Condition, conditionsOf } from './filter.ts';
import { dateMs, isObject, type Tree, type TreeObject } from './values.ts';

/** Indexed path → quoted column. */
export type Columns = ReadonlyMap<string, string>;

export interface Sql {
  sql: string;
  params: SqlValue[];
}

/** More placeholders than this go to JavaScript: SQLite allows 32,766 in a statement. */
const MAX_IN = 5_000;
const RANGES: Record<string, string> = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };

/**
 * A value as its column keeps it: dates as milliseconds, ids as text; null stands for missing too.
 * @throws EngineError for arrays and objects, which an index cannot hold (store.md)
 */
export function columnValue(value: Tree | undefined, where: string): SqlValue {
  const simple = sqlValue(value);
  if (simple === undefined) throw badValue(`indexed path ${where} cannot hold ${JSON.stringify(value)?.slice(0, 80)}`);
  // The driver binds C strings: what follows a NUL would be lost and two keys become one.
  if (typeof simple === 'string' && simple.includes('\0')) throw badValue(`indexed path ${where} cannot hold U+0000`);
  return simple;
}

function sqlValue(value: Tree | undefined): SqlValue | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value)) return undefined;
  if ('$date' in value) return dateMs(value);
  return '$oid' in value ? (value.$oid as string) : undefined;
}

/**
 * A SQL condition that every matching document fulfils, perhaps others too; `undefined` when columns cannot tell.
 * The caller re-checks each candidate with the whole filter.
 */
export function proposal(filter: TreeObject, columns: Columns): Sql | undefined {
  const parts = Object.entries(filter).flatMap(([key, value]) => partsOf(key, value, columns));
  return joined(parts, ' AND ');
}

function partsOf(key: string, value: Tree, columns: Columns): Sql[] {
  if (key === '$and') return present(branchesOf(key, value).map((branch) => proposal(branch, columns)));
  if (key === '$or') {
    const branches = branchesOf(key, value).map((branch) => proposal(branch, columns));
    const all = branches.includes(undefined) ? undefined : joined(present(branches), ' OR ');
    return all ? [all] : [];
  }
  const column = columns.get(key);
  if (column === undefined) return [];
  return present(conditionsOf(key, value).map((condition) => conditionSql(column, condition)));
}

function conditionSql(column: string, { operator, operand }: Condition): Sql | undefined {
  if (operator === '$in') return inSql(column, operand);
  if (operator === '$exists') return operand ? undefined : { sql: `${column} IS NULL`, params: [] };
  const value = sqlValue(operand);
  if (value === undefined) return undefined;
  if (operator === '$ne') return value === null ? { sql: `${column} IS NOT NULL`, params: [] } : undefined;
  if (operator === '$eq') return equalSql(column, value);
  const range = RANGES[operator];
  return range && value !== null ? { sql: `${column} ${range} ?`, params: [value] } : undefined;
}

const equalSql = (column: string, value: SqlValue): Sql =>
  value === null ? { sql: `${column} IS NULL`, params: [] } : { sql: `${column} = ?`, params: [value] };

function inSql(column: string, operand: Tree): Sql | undefined {
  if (!Array.isArray(operand) || operand.length > MAX_IN) return undefined;
  const values = operand.map(sqlValue);
  if (values.includes(undefined)) return undefined;
  const some = values.filter((value) => value !== null) as SqlValue[];
  const listed: Sql = { sql: `${column} IN (${some.map(() => '?').join(',')})`, params: some };
  return some.length === values.length ? listed : joined([listed, equalSql(column, null)], ' OR ');
}

const present = (parts: (Sql | undefined)[]): Sql[] => parts.filter((part) => part !== undefined);

function joined(parts: Sql[], by: ' AND ' | ' OR '): Sql | undefined {
  if (parts.length <= 1) return parts[0];
  return { sql: `(${parts.map(({ sql }) => sql).join(by)})`, params: parts.flatMap(({ params }) => params) };
}

/** ORDER BY for a sort that columns can give, else `undefined`. */
export function orderBy(sort: Record<string, number>, columns: Columns): string | undefined {
  const terms = Object.entries(sort).map(([path, direction]) => {
    const column = columns.get(path);
    return column && `${column} ${direction < 0 ? 'DESC' : 'ASC'}`;
  });
  return terms.includes(undefined) ? undefined : terms.join(', ');
}

/** Paths that every document matching the filter is narrowed by: what an index must start with. */
export function pathsOf(filter: TreeObject): string[] {
  return Object.entries(filter).flatMap(([key, value]) =>
    key === '$and' || key === '$or' ? branchesOf(key, value).flatMap(pathsOf) : [key],
  );
}

/**
 * The WHERE clause of a partial index, which must be exact and so knows less than a filter: equality with a scalar,
 * ranges, and `$exists: true` (read as "not null").
 */
export function partialSql(filter: TreeObject, columns: Columns): string {
  const terms = Object.entries(filter).flatMap(([path, value]) => {
    const column = columns.get(path);
    return conditionsOf(path, value).map(({ operator, operand }) => {
      if (operator === '$exists' && operand === true) return `${column} IS NOT NULL`;
      const sign = operator === '$eq' ? '=' : RANGES[operator];
      if (!column || !sign || operand === null || isObject(operand) || path.startsWith('$')) {
        throw badValue(`partialFilterExpression cannot hold ${operator} on ${path}`);
      }
      return `${column} ${sign} ${literal(columnValue(operand, path))}`;
    });
  });
  return terms.join(' AND ');
}

const literal = (value: SqlValue): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
