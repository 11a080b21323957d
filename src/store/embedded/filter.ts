import { badValue, notSupported } from './engine-error.ts';
import { compare, equals, isObject, rankOf, type Tree, type TreeObject, valuesAt } from './values.ts';

export type Predicate = (doc: TreeObject) => boolean;
type Values = (Tree | undefined)[];
type Check = (values: Values) => boolean;

/** One condition on one path, as both the JavaScript check and the SQL proposal read it. */
export interface Condition {
  path: string;
  operator: string;
  operand: Tree;
}

const equalTo =
  (operand: Tree): Check =>
  (values) =>
    values.some(
      (value) => equals(value, operand) || (Array.isArray(value) && value.some((one) => equals(one, operand))),
    );

const within =
  (holds: (order: number) => boolean) =>
  (operand: Tree, where: string): Check => {
    if (operand === null || typeof operand === 'boolean' || Array.isArray(operand) || isObject(operand)) {
      throw badValue(`a range needs a number, text, date or id, ${where} has ${JSON.stringify(operand)}`);
    }
    const rank = rankOf(operand);
    const inRange = (value: Tree | undefined) => rankOf(value) === rank && holds(compare(value, operand));
    return (values) => values.some((value) => (Array.isArray(value) ? value.some(inRange) : inRange(value)));
  };

function anyOf(operand: Tree, where: string): Check {
  if (!Array.isArray(operand)) throw badValue(`$in needs a list, ${where} has ${JSON.stringify(operand)}`);
  const checks = operand.map(equalTo);
  return (values) => checks.some((check) => check(values));
}

function exists(operand: Tree): Check {
  return (values) => values.some((value) => value !== undefined) === Boolean(operand);
}

/** The closed list (store.md). `$eq` is equality spelled out, as mongoose's sanitizeFilter writes it. */
const OPERATORS: Record<string, (operand: Tree, where: string) => Check> = {
  $eq: equalTo,
  $in: anyOf,
  $gt: within((order) => order > 0),
  $gte: within((order) => order >= 0),
  $lt: within((order) => order < 0),
  $lte: within((order) => order <= 0),
  $ne: (operand) => {
    const same = equalTo(operand);
    return (values) => !same(values);
  },
  $exists: exists,
};

/** The conditions of one level; `$and` and `$or` are left to the caller. */
export function conditionsOf(path: string, value: Tree): Condition[] {
  if (!isObject(value)) return [{ path, operator: '$eq', operand: value }];
  const operators = Object.keys(value);
  if (!operators.some((key) => key.startsWith('$'))) return [{ path, operator: '$eq', operand: value }];
  return operators.map((operator) => {
    if (!Object.hasOwn(OPERATORS, operator)) throw notSupported(operator, `filter on ${path}`);
    return { path, operator, operand: value[operator] as Tree };
  });
}

/** The branches of `$and` or `$or`. */
export function branchesOf(operator: string, value: Tree): TreeObject[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) {
    throw badValue(`${operator} needs a list of filters, got ${JSON.stringify(value)}`);
  }
  return value as TreeObject[];
}

/**
 * Turns a filter into a check on documents.
 * @throws EngineError naming any operator outside the closed list, even where no document would reach it
 */
export function compileFilter(filter: TreeObject): Predicate {
  const parts = Object.entries(filter).map(([key, value]) => compilePart(key, value));
  return (doc) => parts.every((part) => part(doc));
}

function compilePart(key: string, value: Tree): Predicate {
  if (key === '$and' || key === '$or') {
    const branches = branchesOf(key, value).map(compileFilter);
    return key === '$and'
      ? (doc) => branches.every((branch) => branch(doc))
      : (doc) => branches.some((branch) => branch(doc));
  }
  if (key.startsWith('$')) throw notSupported(key, 'filter');
  const path = key.split('.');
  const checks = conditionsOf(key, value).map(({ operator, operand }) => {
    const make = OPERATORS[operator];
    if (!make) throw notSupported(operator, `filter on ${key}`);
    return make(operand, `${operator} on ${key}`);
  });
  return (doc) => {
    const values = valuesAt(doc, path);
    return checks.every((check) => check(values));
  };
}
