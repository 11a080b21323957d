import type { Thing } from './thing.ts';

/** The closed list of operators once more, written the plain way: what both engines must agree with. */
export type PlainFilter = { [path: string]: unknown };

const get = (doc: object, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], doc);

const plain = (value: unknown): unknown => (value instanceof Date ? value.getTime() : (value ?? null));
const sameType = (a: unknown, b: unknown) => a instanceof Date === b instanceof Date && typeof a === typeof b;

function holds(value: unknown, operator: string, operand: unknown): boolean {
  const [a, b] = [plain(value) as number, plain(operand) as number];
  switch (operator) {
    case '$in':
      return (operand as unknown[]).some((one) => plain(one) === a);
    case '$ne':
      return a !== b;
    case '$exists':
      return (value !== undefined) === operand;
    case '$gt':
      return sameType(value, operand) && a > b;
    case '$gte':
      return sameType(value, operand) && a >= b;
    case '$lt':
      return sameType(value, operand) && a < b;
    case '$lte':
      return sameType(value, operand) && a <= b;
    default:
      throw new Error(operator);
  }
}

export function plainMatches(doc: Thing, filter: PlainFilter): boolean {
  return Object.entries(filter).every(([path, condition]) => {
    if (path === '$and') return (condition as PlainFilter[]).every((branch) => plainMatches(doc, branch));
    if (path === '$or') return (condition as PlainFilter[]).some((branch) => plainMatches(doc, branch));
    const value = get(doc, path);
    const operators = typeof condition === 'object' && condition !== null && !(condition instanceof Date);
    if (!operators) return plain(value) === plain(condition);
    return Object.entries(condition).every(([operator, operand]) => holds(value, operator, operand));
  });
}

type Fields = Record<string, unknown>;

export function plainUpdate(doc: Thing, update: Record<string, Fields>): Thing {
  const next = structuredClone(doc) as unknown as Fields;
  const at = (path: string): [Fields, string] => {
    const keys = path.split('.');
    const last = keys.pop() as string;
    let holder = next;
    for (const key of keys) {
      holder[key] ??= {};
      holder = holder[key] as Fields;
    }
    return [holder, last];
  };
  for (const [operator, fields] of Object.entries(update)) {
    for (const [path, operand] of Object.entries(fields)) {
      if (operator === '$unset' && get(next, path) === undefined) continue;
      const [holder, key] = at(path);
      if (operator === '$set') holder[key] = operand;
      else if (operator === '$unset') delete holder[key];
      else if (operator === '$inc') holder[key] = ((holder[key] as number | undefined) ?? 0) + (operand as number);
      else if (operator === '$push') {
        holder[key] = [...((holder[key] as unknown[] | undefined) ?? []), ...(operand as { $each: unknown[] }).$each];
      } else throw new Error(operator);
    }
  }
  return next as unknown as Thing;
}
