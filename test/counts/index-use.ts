/** Whether an index narrows a query. The engine itself only asks that some index begins with one of its paths. */
import type { Call } from '../../bench/store-meter.ts';
import { defineModels } from '../../src/store/models.ts';
import { testConnection } from '../support/test-store.ts';

type Indexes = Readonly<Record<string, readonly (readonly string[])[]>>;

/** Small tables that are read whole on purpose, into memory at start and after an import. */
const READ_WHOLE = new Set(['people', 'units', 'groups']);

/** The paths of every declared index, by collection. */
export async function declaredIndexes(): Promise<Indexes> {
  const { connection, close } = await testConnection();
  const models = Object.values(await defineModels(connection));
  await close();
  return Object.fromEntries(
    models.map((model) => [
      model.modelName,
      model.schema.indexes().map(([keys]: [object, unknown]) => Object.keys(keys)),
    ]),
  );
}

/**
 * Every index begins with the committee, and so does every query: that alone reads all of a committee's rows. Served
 * means found by `_id`, or narrowed by the path that follows the committee.
 */
export function isServed({ collection, op, filter }: Call, indexes: Indexes): boolean {
  if (op.startsWith('insert') || op === 'bulkWrite' || '_id' in filter) return true;
  if (READ_WHOLE.has(collection) && Object.keys(filter).join() === 'committee') return true;
  return (indexes[collection] ?? []).some(([first, second]) => first === 'committee' && second && second in filter);
}

export const asText = ({ collection, op, filter }: Call): string =>
  `${collection}.${op} {${Object.keys(filter).join(', ')}}`;
