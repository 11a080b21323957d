import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenStore } from '../../src/store/open-connection.ts';
import { testConnection } from '../support/test-store.ts';
import { type PlainFilter, plainMatches, plainUpdate } from './plain-model.ts';
import { aModel, type Thing } from './thing.ts';

const ROUNDS = 1_000;

let store: OpenStore;
let things: ReturnType<typeof aModel>;

beforeAll(async () => {
  store = await testConnection();
  things = aModel(store.connection);
  for (const keys of [{ n: 1 }, { key: 1, at: -1 }, { 'sub.b': 1 }] as const) await things.collection.createIndex(keys);
});
afterAll(() => store.close());

const raw = () => things.collection as unknown as import('mongoose').mongo.Collection<Thing>;

/** Few values, so that documents and filters meet often; none outside the BMP, where the second engine orders otherwise. */
const values = {
  n: fc.integer({ min: -2, max: 3 }),
  key: fc.constantFrom('', 'a', 'b', '云', '川'),
  at: fc.constantFrom(-86_400_000, -1, 0, 1, 1_772_416_800_000).map((ms) => new Date(ms)),
  flag: fc.boolean(),
  'sub.a': fc.integer({ min: 0, max: 2 }),
  'sub.b': fc.constantFrom('x', 'y', '号'),
} as const;
type Path = keyof typeof values;
const paths = Object.keys(values) as Path[];
const path = fc.constantFrom(...paths);
const orNull = (arbitrary: fc.Arbitrary<unknown>) => fc.option(arbitrary, { nil: null, freq: 6 });

const thing = fc.record(
  {
    n: orNull(values.n),
    key: orNull(values.key),
    at: orNull(values.at),
    flag: values.flag,
    sub: fc.record({ a: values['sub.a'], b: values['sub.b'] }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Omit<Thing, '_id'>>;

const condition = (where: Path): fc.Arbitrary<unknown> => {
  const value = values[where] as fc.Arbitrary<unknown>;
  const choices = [
    orNull(value),
    fc.record({ $in: fc.array(orNull(value), { maxLength: 3 }) }),
    fc.record({ $ne: orNull(value) }),
    fc.record({ $exists: fc.boolean() }),
  ];
  const ranges = fc.record({ $gt: value, $gte: value, $lt: value, $lte: value }, { requiredKeys: [] });
  const some = ranges.filter((range) => Object.keys(range).length > 0);
  return where === 'flag' ? fc.oneof(...choices) : fc.oneof(...choices, some);
};

const conditions = fc
  .uniqueArray(path, { minLength: 1, maxLength: 2 })
  .chain((some) => fc.record(Object.fromEntries(some.map((one) => [one, condition(one)]))));
const filter: fc.Arbitrary<PlainFilter> = fc.oneof(
  fc.constant({}),
  conditions,
  fc.record({ $or: fc.array(conditions, { minLength: 1, maxLength: 3 }) }),
  fc.record({ $and: fc.array(conditions, { minLength: 1, maxLength: 2 }) }),
);

const update = fc
  .record(
    {
      $set: fc.record(
        { key: orNull(values.key), at: orNull(values.at), 'sub.b': values['sub.b'] },
        { requiredKeys: [] },
      ),
      $unset: fc.record({ flag: fc.constant(1), 'sub.a': fc.constant(1) }, { requiredKeys: [] }),
      $inc: fc.record({ 'sub.c': fc.integer({ min: -3, max: 3 }) }, { requiredKeys: [] }),
      $push: fc.record(
        { list: fc.record({ $each: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 }) }) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  )
  .map((parts) =>
    Object.fromEntries(Object.entries(parts).filter(([, fields]) => Object.keys(fields ?? {}).length > 0)),
  )
  .filter((parts) => Object.keys(parts).length > 0) as fc.Arbitrary<Record<string, Record<string, unknown>>>;

test(`${ROUNDS} random filters and updates do what plain JavaScript does on a list`, { timeout: 180_000 }, async () => {
  let list: Thing[] = [];
  let hits = 0;
  const refill = async (docs: Omit<Thing, '_id'>[]) => {
    await raw().deleteMany({});
    list = docs.map((doc, i) => ({ _id: `t${String(i).padStart(2, '0')}`, ...structuredClone(doc) }));
    await raw().insertMany(structuredClone(list));
  };
  const round = async (
    docs: Omit<Thing, '_id'>[],
    where: PlainFilter,
    what: Record<string, Record<string, unknown>>,
  ) => {
    await refill(docs);
    const expected = list.filter((doc) => plainMatches(doc, where));
    hits += expected.length;
    expect(
      await raw()
        .find(where, { sort: { _id: 1 } })
        .toArray(),
    ).toEqual(expected);
    expect(await raw().countDocuments(where)).toBe(expected.length);
    const answer = await raw().updateMany(where, what);
    expect(answer.matchedCount).toBe(expected.length);
    list = list.map((doc) => (expected.includes(doc) ? plainUpdate(doc, what) : doc));
    expect(
      await raw()
        .find({}, { sort: { _id: 1 } })
        .toArray(),
    ).toEqual(list);
  };
  const docs = fc.array(thing, { minLength: 4, maxLength: 8 });
  await fc.assert(fc.asyncProperty(docs, filter, update, round), { numRuns: ROUNDS });
  expect(hits).toBeGreaterThan(ROUNDS);
});
