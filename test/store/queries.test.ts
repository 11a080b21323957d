import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenStore } from '../../src/store/open-connection.ts';
import { testConnection } from '../support/test-store.ts';
import { aModel, type Thing } from './thing.ts';

let store: OpenStore;
let things: ReturnType<typeof aModel>;

beforeEach(async () => {
  store = await testConnection();
  things = aModel(store.connection);
});
afterEach(() => store.close());

const raw = () => things.collection as unknown as import('mongoose').mongo.Collection<Thing>;
const ids = async (filter: object) =>
  (
    await raw()
      .find(filter, { sort: { _id: 1 } })
      .toArray()
  ).map(({ _id }) => _id);

test.each([false, true])('null equals missing, and $exists tells them apart (indexed: %s)', async (indexed) => {
  if (indexed) await raw().createIndex({ key: 1 });
  await raw().insertMany([{ _id: 'missing' }, { _id: 'null', key: null }, { _id: 'value', key: 'k' }]);
  expect(await ids({ key: null })).toEqual(['missing', 'null']);
  expect(await ids({ key: { $ne: null } })).toEqual(['value']);
  expect(await ids({ key: { $exists: false } })).toEqual(['missing']);
  expect(await ids({ key: { $exists: true } })).toEqual(['null', 'value']);
  expect(await ids({ key: { $in: [null, 'k'] } })).toEqual(['missing', 'null', 'value']);
  expect(await ids({ key: { $ne: 'k' } })).toEqual(['missing', 'null']);
});

test.each([false, true])('ranges with equal bounds hold exactly the bound (indexed: %s)', async (indexed) => {
  if (indexed) await raw().createIndex({ at: 1 });
  const at = new Date('2026-03-02T01:00:00.001Z');
  const near = [-1, 0, 1].map((ms) => new Date(at.getTime() + ms));
  await raw().insertMany(near.map((when, i) => ({ _id: `d${i}`, at: when })));
  expect(await ids({ at: { $gte: at, $lte: at } })).toEqual(['d1']);
  expect(await ids({ at: { $gt: at, $lte: at } })).toEqual([]);
  expect(await ids({ at: { $gt: near[0], $lt: near[2] } })).toEqual(['d1']);
  expect(await ids({ $or: [{ at: { $lt: at } }, { at: { $gt: at } }] })).toEqual(['d0', 'd2']);
});

test('keyset paging sees every row that was there once, while others are inserted', async () => {
  const name = (i: number) => `k${String(i).padStart(4, '0')}`;
  await raw().insertMany(Array.from({ length: 200 }, (_, i) => ({ _id: name(i * 10) })));
  const seen: string[] = [];
  for (let after = ''; ; ) {
    const page = await things
      .find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(17)
      .lean();
    const last = page.at(-1);
    if (!last) break;
    after = last._id;
    seen.push(...page.map(({ _id }) => _id));
    await raw()
      .insertOne({ _id: `${name(Math.max(0, seen.length - 9) * 10)}x` })
      .catch(() => undefined);
    // Behind the page: seen on a later one. Only beside the first rows, or the pages would never end.
    if (last._id.length === 5) await raw().insertOne({ _id: `${last._id}-next` });
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((id) => id.length === 5)).toHaveLength(200);
});

test('unicode, emoji and control characters come back as they went in', async () => {
  const text = '云川市政协〔2026〕第058号 👨‍👩‍👧 \u0000\u200b"\\\' é e\u0301 𠮷';
  await raw().createIndex({ key: 1 });
  await raw().insertOne({ _id: '号-👍', key: '𠮷野家👍', text });
  expect(await raw().findOne({ key: '𠮷野家👍' })).toEqual({ _id: '号-👍', key: '𠮷野家👍', text });
  expect(await raw().findOne({ _id: '号-👍', text })).not.toBeNull();
  expect(await raw().findOne({ key: '𠮷野家' })).toBeNull();
});

test('documents of 1 MB', async () => {
  const text = '提案正文'.repeat(90_000);
  await Promise.all(['a', 'b', 'c'].map((_id) => raw().insertOne({ _id, text })));
  expect((await raw().findOne({ _id: 'b' }))?.text).toBe(text);
});

test('dates before 1970 and after 9999 keep their milliseconds and their order', async () => {
  await raw().createIndex({ at: 1 });
  const dates = [
    '1889-12-31T23:59:59.999Z',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00.000Z',
    '+010000-01-01T00:00:00.001Z',
  ];
  await raw().insertMany(dates.map((at, i) => ({ _id: `d${i}`, at: new Date(at) })).reverse());
  const found = await raw()
    .find({ at: { $lt: new Date('+020000-01-01T00:00:00Z') } }, { sort: { at: 1 } })
    .toArray();
  expect(found.map(({ at }) => at?.getTime())).toEqual(dates.map((at) => Date.parse(at)));
});

test('projection shows what is named, and _id unless it is switched off', async () => {
  await raw().insertOne({ _id: 'a', n: 1, key: 'k', sub: { a: 1, b: 'x' } });
  expect(await raw().findOne({ _id: 'a' }, { projection: { n: 1, 'sub.b': 1 } })).toEqual({
    _id: 'a',
    n: 1,
    sub: { b: 'x' },
  });
  expect(await raw().findOne({ _id: 'a' }, { projection: { key: 1, _id: 0 } })).toEqual({ key: 'k' });
  expect(await things.findById('a').select('n').lean()).toEqual({ _id: 'a', n: 1 });
});

test('a limit counts matches, not candidates of the index', async () => {
  await raw().createIndex({ key: 1, n: 1 });
  await raw().insertMany(Array.from({ length: 60 }, (_, n) => ({ _id: `${n}`, key: 'k', n, flag: n % 20 === 19 })));
  const found = await raw()
    .find({ key: 'k', flag: true }, { sort: { n: -1 }, limit: 2 })
    .toArray();
  expect(found.map(({ n }) => n)).toEqual([59, 39]);
  expect(await ids({ key: 'k', flag: true, n: { $in: [19, 20] } })).toEqual(['19']);
});

test('groups add up by one field and by several', async () => {
  await raw().insertMany([
    { _id: 'a', key: 'x', owner: 'o', n: 2 },
    { _id: 'b', key: 'x', owner: 'p', n: 3 },
    { _id: 'c', key: 'y', owner: 'o', n: 5 },
  ]);
  const byKey = await things.aggregate([
    { $match: { n: { $gt: 1 } } },
    { $group: { _id: '$key', count: { $sum: 1 }, n: { $sum: '$n' } } },
  ]);
  expect(byKey.sort((l, r) => l._id.localeCompare(r._id))).toEqual([
    { _id: 'x', count: 2, n: 5 },
    { _id: 'y', count: 1, n: 5 },
  ]);
  const byBoth = await things.aggregate([{ $group: { _id: { key: '$key', owner: '$owner' }, n: { $sum: '$n' } } }]);
  expect(byBoth).toHaveLength(3);
  expect(byBoth).toContainEqual({ _id: { key: 'x', owner: 'p' }, n: 3 });
});

test('mongoose documents: create, change nested and list fields, save', async () => {
  const doc = await things.create({ _id: 'a', n: 1, list: ['x'] });
  doc.set('sub', { a: 1 });
  doc.list?.push('y', 'z');
  await doc.save();
  expect(await things.findById('a').lean()).toEqual({ _id: 'a', n: 1, list: ['x', 'y', 'z'], sub: { a: 1 } });
  expect(await things.exists({ list: 'y' })).toEqual({ _id: 'a' });
  await doc.deleteOne();
  expect(await things.countDocuments()).toBe(0);
});
