import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { COLLECTIONS } from '../../src/ops/collections.ts';
import { anAssignedProposal } from './a-case.ts';
import { aDesk, type Desk, withPeople } from './support.ts';

let from: Desk;
let to: Desk;
beforeEach(async () => {
  [from, to] = await Promise.all([aDesk().then(withPeople), aDesk()]);
});
afterEach(() => Promise.all([from.close(), to.close()]));

const PHOTO = Buffer.from('a picture');
const SHA = createHash('sha256').update(PHOTO).digest('hex');

async function withPhoto({ deps, dir }: Desk): Promise<void> {
  mkdirSync(join(dir, 'files', SHA.slice(0, 2)), { recursive: true });
  writeFileSync(join(dir, 'files', SHA.slice(0, 2), SHA), PHOTO);
  const row = { mediaId: 'm', name: '电梯.jpg', type: 'image/jpeg', size: PHOTO.length, sha256: SHA, attempts: 1 };
  await deps.store.files.insert({
    ...row,
    platform: 'wecom',
    _id: 'yunchuan:file-1',
    state: 'stored',
    owner: 'lin',
    at: new Date(0),
  });
}

const counts = async ({ deps }: Desk) =>
  Object.fromEntries(await Promise.all(COLLECTIONS.map(async (name) => [name, await deps.store[name].count({})])));

test('what is exported from one store is the same in another: documents, dates and attachments', async () => {
  const kase = await anAssignedProposal(from);
  await withPhoto(from);
  const out = join(from.dir, 'out');

  expect((await from.run('export', '--out', 'out')).exit).toBe(0);
  const imported = await to.run('import', '--from', out);

  expect(imported).toMatchObject({ exit: 0, err: [] });
  expect(await counts(to)).toEqual(await counts(from));
  expect((await counts(to)).cases).toBe(1);
  expect(await to.deps.store.cases.get(kase.id)).toEqual(await from.deps.store.cases.get(kase.id));
  expect(readFileSync(join(to.dir, 'files', SHA.slice(0, 2), SHA))).toEqual(PHOTO);
  expect(await to.run('verify')).toMatchObject({ exit: 0 });
});

test('lines are Extended JSON that mongoimport reads, also with a line separator inside a sentence', async () => {
  const odd = '第一行\u2028第二行';
  await from.deps.store.units.take(
    { _id: 'yunchuan:odd' },
    { $set: { id: 'odd', name: odd, kind: '', aliases: [] } },
    { upsert: true },
  );
  await anAssignedProposal(from);

  await from.run('export', '--out', 'out');
  const line = readFileSync(join(from.dir, 'out', 'cases.jsonl'), 'utf8').split('\n')[0] ?? '';

  expect(JSON.parse(line).createdAt).toEqual({ $date: '2026-03-02T02:00:00Z' });
  expect((await to.run('import', '--from', join(from.dir, 'out'))).exit).toBe(0);
  expect((await to.deps.store.units.get('yunchuan:odd'))?.name).toBe(odd);
});

test('an export that was tampered with is refused whole', async () => {
  await from.run('export', '--out', 'out');
  appendFileSync(join(from.dir, 'out', 'people.jsonl'), '{"_id":"yunchuan:x","committee":"elsewhere"}\n');

  const { exit, err } = await to.run('import', '--from', join(from.dir, 'out'));

  expect(exit).toBe(1);
  expect(err[0]).toContain('people.jsonl:第8行 属于“elsewhere”');
  expect(err[0]).toContain('people.jsonl:有8行,清单写的是7');
  expect(await to.deps.store.people.count({})).toBe(0);
});

test('a store that has begun takes no export, and neither does a running server', async () => {
  await from.run('export', '--out', 'out');
  const out = join(from.dir, 'out');

  expect((await from.run('import', '--from', out)).err[0]).toContain('库不是空的(people 已有7条)');
  const running = await aDesk(undefined, { port: 5700 });
  expect((await running.run('import', '--from', out)).err[0]).toContain('请先停止服务');
  await running.close();
});

test('an import that was cut off goes on with the same export', async () => {
  await from.run('export', '--out', 'out');
  const out = join(from.dir, 'out');
  const manifest = readFileSync(join(out, 'manifest.json'));
  const mark = createHash('sha256').update(manifest).digest('hex').slice(0, 16);
  await to.deps.store.slots.insert({ _id: 'yunchuan:import', task: `import:${mark}`, at: new Date(0) });
  const [first] = await from.deps.store.people.find({}, { limit: 1 });
  await to.deps.store.people.insert(first!);

  expect((await to.run('import', '--from', out)).exit).toBe(0);

  expect(await counts(to)).toEqual(await counts(from));
});

test('an export goes only into an empty directory', async () => {
  await from.run('export', '--out', 'out');
  expect((await from.run('export', '--out', 'out')).err[0]).toContain('不是空的');
});
