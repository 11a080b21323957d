import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenStore } from '../../src/store/open-connection.ts';
import { testConnection } from '../support/test-store.ts';

/** Only the embedded engine refuses; on a server these would work and the program would come to depend on them. */
describe.skipIf(process.env.TEST_MONGODB_URI)('whatever is outside the closed list is refused by name', () => {
  let store: OpenStore;
  const raw = () => store.connection.collection('things') as unknown as import('mongoose').mongo.Collection;

  beforeAll(async () => {
    store = await testConnection();
    await raw().insertOne({ n: 1, list: [1, 2] });
    await raw().createIndex({ n: 1 });
  });
  afterAll(() => store.close());

  test.each([
    ['$nin', { n: { $nin: [1] } }],
    ['$not', { n: { $not: { $gt: 1 } } }],
    ['$regex', { n: { $regex: 'a' } }],
    ['$elemMatch', { list: { $elemMatch: { $gt: 1 } } }],
    ['$size', { list: { $size: 2 } }],
    ['$all', { list: { $all: [1] } }],
    ['$type', { n: { $type: 'int' } }],
    ['$mod', { n: { $mod: [2, 0] } }],
    ['$nor', { $nor: [{ n: 1 }] }],
    ['$where', { $where: 'true' }],
    ['$expr', { $expr: { $gt: ['$n', 0] } }],
    ['$text', { $text: { $search: 'a' } }],
    ['$constructor', { n: { $constructor: 1 } }],
    ['regular expression', { n: /a/ }],
  ])('filter %s', async (name, filter) => {
    await expect(raw().findOne(filter as object)).rejects.toThrow(name);
  });

  test.each([
    ['$pull', { $pull: { list: 1 } }],
    ['$addToSet', { $addToSet: { list: 1 } }],
    ['$pop', { $pop: { list: 1 } }],
    ['$rename', { $rename: { n: 'm' } }],
    ['$mul', { $mul: { n: 2 } }],
    ['$bit', { $bit: { n: { or: 1 } } }],
    ['positional $', { $set: { 'list.$': 1 } }],
    ['positional $[]', { $set: { 'list.$[]': 1 } }],
    ['$slice', { $push: { list: { $each: [1], $slice: 1 } } }],
    ['$position', { $push: { list: { $each: [1], $position: 0 } } }],
    ['pipeline', [{ $set: { n: 2 } }]],
    ['$evil', { $set: { 'sub.x': { $evil: 1 } } }],
    ['$date', { $set: { n: { $date: 'x' } } }],
  ])('update %s', async (name, update) => {
    await expect(raw().updateMany({}, update as object)).rejects.toThrow(name);
    expect(await raw().findOne({})).toMatchObject({ n: 1, list: [1, 2] });
  });

  test.each([
    ['$lookup', [{ $lookup: {} }]],
    ['$unwind', [{ $unwind: '$list' }]],
    ['$group then $match', [{ $group: { _id: '$n' } }, { $match: {} }]],
    ['$avg', [{ $group: { _id: '$n', m: { $avg: '$n' } } }]],
  ])('aggregate %s', async (name, pipeline) => {
    await expect(raw().aggregate(pipeline).toArray()).rejects.toThrow(name);
  });

  test.each([
    ['skip', () => raw().find({}, { skip: 1 }).toArray()],
    [
      'collation',
      () =>
        raw()
          .find({}, { collation: { locale: 'zh' } })
          .toArray(),
    ],
    ['arrayFilters', () => raw().updateOne({}, { $set: { 'list.$[x]': 1 } }, { arrayFilters: [{ x: 1 }] })],
    ['expireAfterSeconds', () => raw().createIndex({ n: 1 }, { expireAfterSeconds: 1 })],
    ['index type text', () => raw().createIndex({ n: 'text' })],
    [
      'inclusion only',
      () =>
        raw()
          .find({}, { projection: { n: 0 } })
          .toArray(),
    ],
    ['indexed path things.n cannot hold', () => raw().insertOne({ n: [1] })],
    ['field name $n', () => raw().insertOne({ $n: 1 })],
    ['_id must be text', () => raw().insertOne({ _id: 5 as never })],
  ])('%s', async (name, call) => {
    await expect((async () => call())()).rejects.toThrow(name);
    expect(await raw().countDocuments({})).toBe(1);
  });

  test('a query that no index serves is told to whoever listens', async () => {
    const told: unknown[] = [];
    store.connection.on('unindexed', (query) => told.push(query));
    await raw().findOne({ list: 1 });
    await raw().findOne({ n: 1, list: 1 });
    expect(told).toEqual([{ collection: 'things', op: 'find', paths: ['list'] }]);
  });
});
