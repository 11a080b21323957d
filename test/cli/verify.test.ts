import { afterEach, beforeEach, expect, test } from 'vitest';
import { anAssignedProposal } from './a-case.ts';
import { aDesk, type Desk, withPeople } from './support.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await withPeople(await aDesk());
  await anAssignedProposal(desk);
});
afterEach(() => desk.close());

async function findings(): Promise<{ check: string; where: string; what: string }[]> {
  const { out } = await desk.run('verify', '--json');
  return out.map((line) => JSON.parse(line)).filter(({ check }) => check);
}

test('whole data verify, with counts', async () => {
  const { exit, out } = await desk.run('verify');

  expect(exit).toBe(0);
  expect(out).toContain('people:7');
  expect(out.at(-1)).toBe('核对完毕,没有发现问题。');
});

test('a changed line of the log is found at its place', async () => {
  await desk.deps.store.audit.update({ case: 'case-1', seq: 3 }, { $set: { actor: 'somebody' } });

  expect((await desk.run('verify')).exit).toBe(1);
  expect(await findings()).toEqual([
    { ok: false, check: 'audit', where: '事项 case-1', what: expect.stringContaining('第3条断开') },
  ]);
});

test('the last line cannot be cut off unnoticed', async () => {
  const last = (await desk.deps.store.cases.get('case-1'))?.auditHead.seq ?? 0;
  await desk.deps.store.cases.update({ _id: 'case-1' }, { $set: { effects: [] } });
  await desk.deps.store.audit.remove({ case: 'case-1', seq: last });

  expect((await findings())[0]?.what).toContain('末尾有缺失');
});

test('a case that was edited beside the program no longer fits its log', async () => {
  await desk.deps.store.cases.update({ _id: 'case-1' }, { $set: { title: '另一个题目' } });

  expect((await findings())[0]?.what).toContain('在程序之外被改动过');
});

test('rows of missing cases and missing attachments are found', async () => {
  await desk.deps.store.relations.insert({ _id: 'yunchuan:x', case: 'gone', holder: 'person:lin', role: 'author' });
  const row = { mediaId: 'm', name: 'a.jpg', type: 'image/jpeg', size: 1, attempts: 1, owner: 'lin', at: new Date(0) };
  await desk.deps.store.files.insert({
    ...row,
    platform: 'wecom',
    _id: 'yunchuan:f',
    state: 'stored',
    sha256: 'ab'.repeat(32),
  });

  expect((await findings()).map(({ check, where }) => [check, where])).toEqual([
    ['reference', 'relations'],
    ['attachment', '附件 yunchuan:f'],
  ]);
});
