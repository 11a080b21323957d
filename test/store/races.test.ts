import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenStore } from '../../src/store/open-connection.ts';
import { testConnection } from '../support/test-store.ts';
import { aModel } from './thing.ts';

let store: OpenStore;
let things: ReturnType<typeof aModel>;

beforeEach(async () => {
  store = await testConnection();
  things = aModel(store.connection);
});
afterEach(() => store.close());

test('P16: of 100 parallel compare-and-sets exactly one wins each version', async () => {
  await things.create({ _id: 'case', n: 0 });
  for (let version = 0; version < 5; version += 1) {
    const rivals = Array.from({ length: 100 }, (_, rival) =>
      things
        .findOneAndReplace(
          { _id: 'case', n: version },
          { n: version + 1, owner: `r${rival}` },
          { returnDocument: 'after' },
        )
        .lean(),
    );
    const winners = (await Promise.all(rivals)).filter((doc) => doc !== null);
    expect(winners).toHaveLength(1);
    expect(await things.findById('case').lean()).toEqual(winners[0]);
  }
});

test('100 parallel increments are all counted', async () => {
  await things.create({ _id: 'sum', n: 0 });
  await Promise.all(Array.from({ length: 100 }, () => things.updateOne({ _id: 'sum' }, { $inc: { n: 1 } })));
  expect(await things.findById('sum').lean()).toMatchObject({ n: 100 });
});

test('parallel upserts of one key make one document', async () => {
  const upserts = Array.from({ length: 20 }, () =>
    things
      .findOneAndUpdate(
        { _id: 'one' },
        { $inc: { n: 1 }, $setOnInsert: { key: 'made' } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean()
      .catch((error: { code: number }) => expect(error.code).toBe(11000)),
  );
  await Promise.all(upserts);
  const docs = await things.find().lean();
  expect(docs).toMatchObject([{ _id: 'one', key: 'made' }]);
});

test('8 workers claim 500 due jobs in order, none twice and none left', async () => {
  await things.collection.createIndex({ until: 1 });
  const start = Date.parse('2026-03-02T02:00:00Z');
  const jobs = Array.from({ length: 500 }, (_, i) => ({ _id: `job-${i}`, n: 0, until: new Date(start + i) }));
  await things.insertMany(jobs);
  const now = new Date(start + 1_000);
  const lease = new Date(start + 60_000);

  const claimed: string[] = [];
  const work = async (owner: string) => {
    for (;;) {
      const job = await things
        .findOneAndUpdate(
          { until: { $lte: now } },
          { $set: { owner, until: lease }, $inc: { n: 1 } },
          { sort: { until: 1 } },
        )
        .lean();
      if (!job) return;
      claimed.push(job._id);
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, i) => work(`w${i}`)));

  expect(claimed).toHaveLength(500);
  expect(new Set(claimed).size).toBe(500);
  expect(await things.countDocuments({ n: 1 })).toBe(500);
});
