import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineModels, type Models } from '../../src/store/models.ts';
import type { OpenStore } from '../../src/store/open-connection.ts';
import type { UnitRow } from '../../src/store/records.ts';
import type { Scoped } from '../../src/store/scoped.ts';
import { committeeStore } from '../../src/store/store.ts';
import { testConnection } from '../support/test-store.ts';

/** One slug begins with the other: a key cut at the wrong place would be found. */
const [MINE, OTHERS] = ['yun', 'yun-b'];
const ROUNDS = 250;

let store: OpenStore;
let models: Models;
let mine: Scoped<UnitRow>;
beforeAll(async () => {
  store = await testConnection();
  models = await defineModels(store.connection);
  mine = committeeStore(models, MINE).units;
});
afterAll(() => store?.close());

const raw = () => models.units.collection as unknown as import('mongoose').mongo.Collection<UnitRow>;
const unit = (committee: string, n: number): UnitRow => ({
  _id: `${committee}:u${n}`,
  committee,
  id: `u${n}`,
  name: `单位${n % 2}`,
  kind: '政府系统',
  aliases: [],
});

/** Both committees with the same units. */
async function fill(): Promise<void> {
  await raw().deleteMany({});
  await raw().insertMany([MINE, OTHERS].flatMap((slug) => [0, 1, 2].map((n) => unit(slug, n))));
}
const theirs = () =>
  raw()
    .find({ committee: OTHERS }, { sort: { _id: 1 } })
    .toArray();

const slug = fc.constantFrom(MINE, OTHERS);
const aboutCommittee: fc.Arbitrary<object> = fc.oneof(
  slug.map((committee) => ({ committee })),
  fc.constant({ committee: { $ne: MINE } }),
  fc.constant({ committee: { $in: [MINE, OTHERS] } }),
  fc.constant({ committee: { $gt: MINE } }),
  fc.constant({ committee: { $exists: true } }),
);
const aboutUnit: fc.Arbitrary<object> = fc.oneof(
  fc.tuple(slug, fc.integer({ min: 0, max: 3 })).map(([committee, n]) => ({ _id: `${committee}:u${n}` })),
  fc.constant({ _id: { $gt: '' } }),
  fc.constantFrom('单位0', '单位1').map((name) => ({ name })),
  fc.constant({}),
);
/** Conditions that try to speak of the other committee, at any depth. */
const { filter } = fc.letrec<{ filter: object }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    aboutCommittee,
    aboutUnit,
    fc.tuple(aboutCommittee, aboutUnit).map(([a, b]) => ({ ...b, ...a })),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((list) => ({ $or: list })),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((list) => ({ $and: list })),
    fc.tuple(aboutCommittee, tie('filter')).map(([a, b]) => ({ ...a, $or: [a, b] })),
  ),
}));

type Given = Readonly<Record<string, unknown>>;
const CHANGE = { $set: { kind: 'changed' } };

/** Every way of the scoped store to reach documents by a filter; what comes back, where documents do. */
const READS: Readonly<Record<string, (given: Given) => Promise<readonly (UnitRow | null)[]>>> = {
  find: (given) => mine.find(given),
  findOne: async (given) => [await mine.findOne(given)],
  take: async (given) => [await mine.take(given, CHANGE)],
};
const OTHER_WAYS: Readonly<Record<string, (given: Given) => Promise<number>>> = {
  count: (given) => mine.count(given),
  sums: async (given) => [...(await mine.sums(given, 'name', 'n')).keys()].length,
  update: async (given) => Number(await mine.update(given, CHANGE)),
  updateMany: (given) => mine.updateMany(given, CHANGE),
  replace: async (given) => {
    const found = await mine.findOne(given);
    return Number(await mine.replace(given, { ...unit(OTHERS, 0), _id: found?._id ?? `${MINE}:u0` }));
  },
  remove: (given) => mine.remove(given),
};

test.each(Object.entries(READS))(
  '%s: no filter, however nested, shows a document of another committee',
  async (_name, read) => {
    await fill();
    const before = await theirs();
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(filter, async (given) => {
        const rows = (await read(given as Given)).filter((row) => row !== null);
        shown += rows.length;
        expect(rows.map(({ committee }) => committee).filter((one) => one !== MINE)).toEqual([]);
      }),
      { numRuns: ROUNDS },
    );
    expect(shown).toBeGreaterThan(ROUNDS / 10);
    expect(await theirs()).toEqual(before);
  },
);

test.each(Object.entries(OTHER_WAYS))('%s: no filter, however nested, counts or changes one', async (name, way) => {
  await fill();
  const before = await theirs();
  let reached = 0;
  await fc.assert(
    fc.asyncProperty(filter, async (given) => {
      if (name === 'remove') await mine.insertMissing([0, 1, 2].map((n) => unit(MINE, n)));
      const n = await way(given as Given);
      reached += n;
      expect(n).toBeLessThanOrEqual(3);
    }),
    { numRuns: ROUNDS },
  );
  expect(reached).toBeGreaterThan(ROUNDS / 10);
  expect(await theirs()).toEqual(before);
});

test('what is written belongs to the committee that writes it, whatever the document says', async () => {
  await fill();
  const before = await theirs();

  await mine.insert({ ...unit(OTHERS, 7), _id: `${MINE}:u7` });
  await mine.insertMissing([unit(OTHERS, 1), { ...unit(OTHERS, 8), _id: `${MINE}:u8` }]);
  await mine.replace({ _id: `${MINE}:u2` }, { ...unit(OTHERS, 2), _id: `${MINE}:u2` });
  // The key is taken by the other: refused, and nothing of it is changed.
  expect(await mine.insert(unit(OTHERS, 1))).toBe(false);
  await expect(mine.take({ _id: `${OTHERS}:u1` }, CHANGE, { upsert: true })).rejects.toMatchObject({ code: 11000 });
  expect(await mine.get(`${OTHERS}:u1`)).toBeNull();

  expect(await theirs()).toEqual(before);
  const own = await mine.find({}, { sort: { _id: 1 } });
  expect(own.map(({ _id }) => _id)).toEqual([0, 1, 2, 7, 8].map((n) => `${MINE}:u${n}`));
});

test('every index begins with the committee', () => {
  const indexes = Object.entries(models).flatMap(([name, model]) =>
    (model as Models['units']).schema.indexes().map(([keys]) => [name, Object.keys(keys)] as const),
  );

  expect(indexes.length).toBeGreaterThan(20);
  expect(indexes.filter(([, keys]) => keys[0] !== 'committee')).toEqual([]);
});

const SRC = fileURLToPath(new URL('../../', import.meta.url));

/** Source of the product, by path. */
function sources(): ReadonlyMap<string, string> {
  const files = ['src', 'handlers', 'jobs', 'cards'].flatMap((folder) =>
    readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  const own = files.filter((file) => file.endsWith('.ts') && !file.startsWith(join('src', 'store', 'embedded')));
  return new Map(own.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));
}

test('models are touched in the scoped store alone, and its one door for whole operations is used by nobody', () => {
  const users = (pattern: RegExp) => [...sources()].filter(([, text]) => pattern.test(text)).map(([file]) => file);

  expect(users(/\b(?:this\.)?model\.(?:find|findOne|findOneAnd\w+|update\w+|delete\w+|aggregate|bulkWrite)\b/)).toEqual(
    [join('src', 'store', 'scoped.ts')],
  );
  expect(users(/\.collection\(|\.collection\.(?:find|insert|update|delete)/)).toEqual([
    join('src', 'store', 'scoped.ts'),
  ]);
});
