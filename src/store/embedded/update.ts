import { badValue, CODES, notSupported } from './engine-error.ts';
import { compare, dateLeaf, equals, isObject, type Tree, type TreeObject } from './values.ts';

interface Context {
  /** The document is being made by an upsert. */
  inserting: boolean;
  now: () => Date;
}

/** What an operator makes of the present value; `undefined` removes the field, `KEEP` leaves it alone. */
const KEEP = Symbol('keep');
type Apply = (
  present: Tree | undefined,
  operand: Tree,
  where: string,
  context: Context,
) => Tree | undefined | typeof KEEP;

/** The closed list of updates (store.md). */
const OPERATORS: Record<string, Apply> = {
  $set: (_present, operand) => operand,
  $setOnInsert: (_present, operand, _where, { inserting }) => (inserting ? operand : KEEP),
  $unset: () => undefined,
  $inc: (present, operand, where) => number(present ?? 0, where, present !== null) + number(operand, where, true),
  $push: (present, operand, where) => [...list(present, where), ...pushed(operand, where)],
  $min: (present, operand) => (present === undefined || compare(operand, present) < 0 ? operand : KEEP),
  $max: (present, operand) => (present === undefined || compare(operand, present) > 0 ? operand : KEEP),
  $currentDate: (_present, operand, where, { now }) => {
    if (operand !== true) throw notSupported(JSON.stringify(operand), where);
    return dateLeaf(now());
  },
};

/**
 * Changes `doc` in place by one update document.
 * @throws EngineError naming an operator outside the closed list, or what about the document forbids the change
 */
export function applyUpdate(doc: TreeObject, update: TreeObject, context: Context): void {
  const id = doc._id;
  const seen: string[] = [];
  for (const [operator, fields] of Object.entries(update)) {
    const apply = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
    if (!apply) throw notSupported(operator.startsWith('$') ? operator : `replacement by ${operator}`, 'update');
    if (!isObject(fields)) throw badValue(`${operator} needs an object, got ${JSON.stringify(fields)}`);
    for (const [path, operand] of Object.entries(fields)) {
      refuseConflict(path, seen);
      const where = `${operator} on ${path}`;
      if (operator !== '$push') refuseDollar(operand, where);
      change(doc, path.split('.'), where, operator === '$unset', (present) => apply(present, operand, where, context));
    }
  }
  if (id !== undefined && !equals(doc._id, id)) {
    throw badValue(`_id ${JSON.stringify(id)} cannot be changed`, CODES.immutableId);
  }
}

function refuseConflict(path: string, seen: string[]): void {
  const other = seen.find((one) => one === path || one.startsWith(`${path}.`) || path.startsWith(`${one}.`));
  if (other !== undefined) throw badValue(`update touches ${path} and ${other} at once`, CODES.conflictingUpdate);
  seen.push(path);
}

/** Walks to the last container of a path, making objects on the way, and puts there what `next` says. */
function change(
  doc: TreeObject,
  path: string[],
  where: string,
  removing: boolean,
  next: (present: Tree | undefined) => Tree | undefined | typeof KEEP,
): void {
  let container: TreeObject | Tree[] = doc;
  for (const [depth, segment] of path.entries()) {
    checkSegment(segment, where);
    const present = read(container, segment, where, removing);
    if (depth === path.length - 1) {
      const value = next(present);
      if (value !== KEEP) put(container, segment, value);
      return;
    }
    if (present === undefined) {
      if (removing) return;
      put(container, segment, {});
    }
    const child: Tree | undefined = read(container, segment, where, removing);
    if (!isObject(child) && !Array.isArray(child)) {
      if (removing) return;
      throw badValue(`${where}: ${segment} holds ${JSON.stringify(child)}, no object`, CODES.pathNotViable);
    }
    container = child;
  }
}

function checkSegment(segment: string, where: string): void {
  if (segment.startsWith('$')) throw notSupported(`positional ${segment}`, where);
  if (segment === '' || segment === '__proto__') throw badValue(`${where}: "${segment}" is no name of a field`);
}

function read(container: TreeObject | Tree[], segment: string, where: string, removing: boolean): Tree | undefined {
  if (!Array.isArray(container)) return Object.hasOwn(container, segment) ? container[segment] : undefined;
  if (/^\d+$/.test(segment)) return container[Number(segment)];
  if (removing) return undefined;
  throw badValue(`${where}: ${segment} is no position in a list`, CODES.pathNotViable);
}

function put(container: TreeObject | Tree[], segment: string, value: Tree | undefined): void {
  if (!Array.isArray(container)) {
    if (value === undefined) delete container[segment];
    else container[segment] = value;
    return;
  }
  const index = Number(segment);
  if (value === undefined && !(index < container.length)) return;
  while (container.length < index) container.push(null);
  container[index] = value ?? null;
}

function number(value: Tree, where: string, allowed: boolean): number {
  if (typeof value === 'number' && allowed) return value;
  throw badValue(`${where}: ${JSON.stringify(value)} is no number`, CODES.typeMismatch);
}

function list(present: Tree | undefined, where: string): Tree[] {
  if (present === undefined) return [];
  if (Array.isArray(present)) return present;
  throw badValue(`${where}: ${JSON.stringify(present)} is no list`);
}

function pushed(operand: Tree, where: string): Tree[] {
  if (!isObject(operand) || !Object.keys(operand).some((key) => key.startsWith('$'))) {
    refuseDollar(operand, where);
    return [operand];
  }
  const other = Object.keys(operand).find((key) => key !== '$each');
  if (other !== undefined) throw notSupported(other, where);
  if (!Array.isArray(operand.$each)) throw badValue(`${where}: $each needs a list`);
  refuseDollar(operand.$each, where);
  return operand.$each;
}

/** A stored field that begins with `$` would be read back as an operator or as a value of another type. */
function refuseDollar(value: Tree, where: string): void {
  if (Array.isArray(value)) for (const one of value) refuseDollar(one, where);
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith('$')) throw notSupported(key, where);
    refuseDollar(inner, where);
  }
}
