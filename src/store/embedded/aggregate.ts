import { badValue, notSupported } from './engine-error.ts';
import { findRows } from './find.ts';
import type { Store } from './tables.ts';
import { isObject, type Tree, type TreeObject, valueAt } from './values.ts';

/** `$match` (optional), then `$group` by fields with `$sum`: all that the closed list has. */
export function totals(store: Store, collection: string, pipeline: TreeObject[]): TreeObject[] {
  const { match, group } = stagesOf(pipeline);
  const rows = findRows(store, collection, { filter: match });
  if (!group) return rows.map(({ doc }) => doc);
  const { _id: by, ...sums } = group;
  const groups = new Map<string, TreeObject>();
  for (const { doc } of rows) {
    const id = keyOf(by ?? null, doc);
    const key = JSON.stringify(id);
    const total: TreeObject = groups.get(key) ?? {
      _id: id,
      ...Object.fromEntries(Object.keys(sums).map((name) => [name, 0])),
    };
    for (const [name, sum] of Object.entries(sums)) total[name] = Number(total[name]) + amountOf(name, sum, doc);
    groups.set(key, total);
  }
  return [...groups.values()];
}

function stagesOf(pipeline: TreeObject[]): { match: TreeObject; group: TreeObject | undefined } {
  const names = pipeline.map((stage) => Object.keys(stage).join(' '));
  const other = names.find((name) => name !== '$match' && name !== '$group');
  if (other !== undefined) throw notSupported(other, 'aggregate');
  if (!['$match', '$group', '$match $group'].includes(names.join(' ')))
    throw notSupported(names.join(' then '), 'aggregate');
  const stage = (name: string) => pipeline[names.indexOf(name)]?.[name];
  const match = stage('$match') ?? {};
  const group = stage('$group');
  if (!isObject(match) || (group !== undefined && !isObject(group)))
    throw badValue('aggregate: a stage needs an object');
  return { match, group };
}

function keyOf(by: Tree, doc: TreeObject): Tree {
  if (typeof by === 'string' && by.startsWith('$')) return valueAt(doc, by.slice(1).split('.')) ?? null;
  if (!isObject(by)) return by;
  const fields = Object.entries(by).map(([name, expression]): [string, Tree | undefined] => {
    if (typeof expression !== 'string' || !expression.startsWith('$'))
      throw notSupported(JSON.stringify(expression), '$group');
    return [name, valueAt(doc, expression.slice(1).split('.'))];
  });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as TreeObject;
}

function amountOf(name: string, sum: Tree, doc: TreeObject): number {
  const operators = isObject(sum) ? Object.keys(sum) : [];
  if (!isObject(sum) || operators.length !== 1 || operators[0] !== '$sum') {
    throw notSupported(operators.join(' ') || JSON.stringify(sum), `$group on ${name}`);
  }
  if (typeof sum.$sum === 'number') return sum.$sum;
  if (typeof sum.$sum !== 'string' || !sum.$sum.startsWith('$'))
    throw notSupported(JSON.stringify(sum.$sum), `$sum of ${name}`);
  const value = valueAt(doc, sum.$sum.slice(1).split('.'));
  return typeof value === 'number' ? value : 0;
}
