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

const collection = () => things.collection as unknown as import('mongoose').mongo.Collection<Thing>;

test('the second document with the same _id is a duplicate key and the first one stays', async () => {
  await collection().insertOne({ _id: 'a', n: 1 });
  await expect(collection().insertOne({ _id: 'a', n: 2 })).rejects.toMatchObject({ code: 11000 });
  expect(await things.find().lean()).toMatchObject([{ _id: 'a', n: 1 }]);
});

test('a unique index refuses a second document with code 11000, on insert and on update', async () => {
  await collection().createIndex({ key: 1, n: 1 }, { unique: true });
  await collection().insertOne({ _id: 'a', key: '云川', n: 1 });
  await collection().insertOne({ _id: 'b', key: '云川', n: 2 });
  await expect(collection().insertOne({ _id: 'c', key: '云川', n: 1 })).rejects.toMatchObject({ code: 11000 });
  await expect(collection().updateOne({ _id: 'b' }, { $set: { n: 1 } })).rejects.toMatchObject({ code: 11000 });
  expect(await things.countDocuments({ key: '云川' })).toBe(2);
  expect(await things.findById('b').lean()).toMatchObject({ n: 2 });
});

test('the embedded engine names the broken key', async ({ skip }) => {
  skip(store.engine !== 'embedded', 'the second engine leaves keyPattern out');
  await collection().createIndex({ key: 1 }, { unique: true });
  await collection().insertOne({ _id: 'a', key: 'k' });
  const second = collection().insertOne({ _id: 'b', key: 'k' });
  await expect(second).rejects.toMatchObject({ keyPattern: { key: 1 }, keyValue: { key: 'k' } });
});

test('insertMany without order inserts what is new and lists what was there', async () => {
  await collection().insertOne({ _id: 'b', n: 0 });
  const docs = ['a', 'b', 'c'].map((_id) => ({ _id, n: 1 }));
  const outcome = await collection()
    .insertMany(docs, { ordered: false })
    .then(
      () => 'all inserted',
      (error: { code: number; writeErrors: { index: number; code: number }[] }) => error,
    );
  expect(outcome).toMatchObject({ code: 11000 });
  expect([(outcome as { writeErrors: unknown }).writeErrors].flat()).toMatchObject([{ index: 1, code: 11000 }]);
  expect(await things.find().sort({ _id: 1 }).lean()).toMatchObject([{ n: 1 }, { n: 0 }, { n: 1 }]);
});

test('one missing value fits into a unique index, the second is a duplicate', async () => {
  await collection().createIndex({ key: 1 }, { unique: true });
  await collection().insertOne({ _id: 'a' });
  await expect(collection().insertOne({ _id: 'b' })).rejects.toMatchObject({ code: 11000 });
});

test('a sparse unique index takes any number of documents without the field', async () => {
  await collection().createIndex({ key: 1 }, { unique: true, sparse: true });
  await collection().insertMany([{ _id: 'a' }, { _id: 'b' }, { _id: 'c', key: 'k' }]);
  await expect(collection().insertOne({ _id: 'd', key: 'k' })).rejects.toMatchObject({ code: 11000 });
  expect(await things.countDocuments({ key: { $exists: false } })).toBe(2);
});

test('a unique index over documents that already break it is refused and leaves no trace', async ({ skip }) => {
  skip(store.engine !== 'embedded', 'mongo-java-server 1.47 keeps the half-made index');
  await collection().insertMany([
    { _id: 'a', key: 'k' },
    { _id: 'b', key: 'k' },
  ]);
  await expect(collection().createIndex({ key: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
  await collection().updateOne({ _id: 'b' }, { $set: { key: 'l' } });
  await collection().createIndex({ key: 1 }, { unique: true });
  await expect(collection().insertOne({ _id: 'c', key: 'l' })).rejects.toMatchObject({ code: 11000 });
});

test('bulkWrite inserts and updates, and stops at the first error when ordered', async () => {
  const result = await collection().bulkWrite([
    { insertOne: { document: { _id: 'a', n: 1 } } },
    { updateOne: { filter: { _id: 'a' }, update: { $inc: { n: 1 } } } },
    { updateOne: { filter: { _id: 'b' }, update: { $set: { n: 7 } }, upsert: true } },
  ]);
  expect(result).toMatchObject({ insertedCount: 1, matchedCount: 1, modifiedCount: 1, upsertedCount: 1 });
  const broken = collection().bulkWrite([
    { insertOne: { document: { _id: 'a', n: 9 } } },
    { insertOne: { document: { _id: 'never', n: 9 } } },
  ]);
  await expect(broken).rejects.toMatchObject({ code: 11000 });
  expect(await things.find().sort({ _id: 1 }).lean()).toMatchObject([
    { _id: 'a', n: 2 },
    { _id: 'b', n: 7 },
  ]);
});
