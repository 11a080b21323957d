import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyDue } from '../../src/store/apply-due.ts';
import { anAssignedProposal } from './a-case.ts';
import { aDesk, type Desk, withPeople } from './support.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await withPeople(await aDesk('2026-03-10T10:00:00+08:00'));
});
afterEach(() => desk.close());

interface Row {
  at: string;
  case: string;
  kind: string;
  ordinal: string;
  recipient: string;
  channel: string;
  reason: string;
}
async function planned(...argv: string[]): Promise<Row[]> {
  const { exit, out, err } = await desk.run('plan', ...argv, '--json');
  expect([exit, err]).toEqual([0, []]);
  return out.map((line) => JSON.parse(line) as Row);
}

/**
 * Counted by hand from domain.md C.1 and C.3 on the calendar of 2026: three months from 10 March end on Wednesday
 * 10 June. Half of the 92 days is Saturday 25 April: said on Monday the 27th when the hours open.
 */
const LADDER = [
  ['C-10/R1', '2026-04-27T08:30', ['cheng']],
  ['C-10/R2', '2026-05-11T08:30', ['cheng']],
  ['C-10/R3', '2026-05-26T08:30', ['cheng', 'qin']],
  ['C-10/R4', '2026-06-03T08:30', ['cheng', 'qin']],
  ['C-10/R5', '2026-06-05T08:30', ['cheng', 'lu', 'qin']],
  ['C-10/R6', '2026-06-09T09:00', ['cheng', 'lu', 'qin']],
  ['C-10/R7', '2026-06-10T15:00', ['cheng', 'lu', 'qin', 'wen']],
  ['C-10/E1', '2026-06-11T08:30', ['cheng', 'lu', 'qin', 'wen']],
] as const;

test('the plan of a case is the ladder of its reply limit, with the hours of speaking applied', async () => {
  const kase = await anAssignedProposal(desk);
  await applyDue(desk.deps, kase.id);

  const rows = (await planned('--case', '1')).filter(({ kind }) => kind.startsWith('C-10/'));

  const steps = LADDER.map(([kind, at, to]) => ({ kind, at: new Date(`${at}:00+08:00`).toISOString(), to: [...to] }));
  const found = [...new Set(rows.map(({ kind }) => kind))].map((kind) => {
    const same = rows.filter((row) => row.kind === kind);
    return { kind, at: same[0]?.at, to: same.map(({ recipient }) => recipient).sort() };
  });
  expect(found).toEqual(steps);
  expect(Object.keys(rows[0] ?? {})).toEqual(['at', 'case', 'kind', 'ordinal', 'recipient', 'channel', 'reason']);
  expect(rows.every((row) => row.case === '001' && row.channel === 'app')).toBe(true);
});

test('what has been told already is planned as what is owed, once, and as nothing once it is said', async () => {
  const kase = await anAssignedProposal(desk);
  const before = (await planned('--case', kase.id)).filter(({ kind }) => kind === 'G-10');
  await applyDue(desk.deps, kase.id);
  const swept = (await planned('--case', kase.id)).filter(({ kind }) => kind === 'G-10');
  await desk.deps.store.obligations.updateMany({ case: kase.id }, { $set: { state: 'settled' } });
  const said = (await planned('--case', kase.id)).filter(({ kind }) => kind === 'G-10');

  expect(before.map(({ recipient }) => recipient).sort()).toEqual(['cheng', 'lu', 'qin']);
  expect(swept.map(({ recipient }) => recipient).sort()).toEqual(['cheng', 'lu', 'qin']);
  expect(said).toEqual([]);
});

test('the reason names rule, limit, skipped days and why the moment was moved', async () => {
  await anAssignedProposal(desk);

  const rows = await planned('--case', '001');

  const half = rows.find(({ kind }) => kind === 'C-10/R1')?.reason;
  expect(half).toContain('期限过半提醒。');
  expect(half).toContain('C-10 提案答复期限：3个月，至6月10日（周三）。');
  expect(half).toContain('原定4月25日 08:30，不在提醒时段，移至4月27日 08:30。');
  // C-09, fifteen working days: the Qingming holiday from 4 to 6 April lies after its end, weekends do not.
  expect(rows.find(({ kind }) => kind === 'C-09/T-0')?.reason).toContain('不计：周末6天。');
});

test('a week shows Monday to Sunday of that week only; a person only what is for him', async () => {
  await anAssignedProposal(desk);

  const week = await planned('--week', '2026-06-06');
  const own = await planned('--person', '陆北辰');

  expect([...new Set(week.map(({ kind }) => kind))]).toEqual(['C-10/R4', 'C-10/R5']);
  expect(own.map(({ kind, recipient }) => [kind, recipient])).toEqual(
    ['G-10', 'C-10/R5', 'C-10/R6', 'C-10/R7', 'C-10/E1'].map((kind) => [kind, 'lu']),
  );
});

test('a clock that stops takes its reminders out of the plan', async () => {
  const kase = await anAssignedProposal(desk);
  const clocks = kase.clocks.map((clock) => ({ ...clock, stoppedAt: desk.now }));
  await desk.deps.store.cases.update({ _id: kase.id }, { $set: { clocks } });
  await desk.deps.store.obligations.updateMany({ case: kase.id }, { $set: { state: 'settled' } });

  expect(await planned('--case', '001')).toEqual([]);
});

test('for people it is a table with names; unknown cases and persons are said so', async () => {
  await anAssignedProposal(desk);

  const { out } = await desk.run('plan', '--case', '1');
  expect(out[0]).toMatch(/^时间 +事项 +提醒 +收件人 +渠道 +原因$/);
  expect(out.find((line) => line.includes('C-10/R6'))).toMatch(/^2026年6月9日 09:00 +001 +C-10\/R6 +程砚田 +应用消息/);

  expect((await desk.run('plan', '--case', '999')).err[0]).toContain('没有编号为“999”的事项');
  expect((await desk.run('plan', '--person', '无此人')).err[0]).toContain('名册里没有“无此人”');
  expect((await desk.run('plan', '--week', '2026-02-30')).exit).toBe(2);
  expect((await desk.run('plan', '--week', '2026-06-06', '--case', '1')).exit).toBe(2);
});
