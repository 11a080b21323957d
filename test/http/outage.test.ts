import { expect, test } from 'vitest';
import { submitProposal } from '../support/acts.ts';
import { startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

const PEOPLE = ['linzhiyuan', 'wenyizhou', 'jiangyuanshan', 'luoxingjian', 'chengyantian', 'qinwangshu', 'lubeichen'];

test('P10 decision 2: after three weeks without the program each person gets at most one message with everything in it', async () => {
  await using bot = await startBot();
  await submitProposal(bot, 'linzhiyuan');
  await bot.say('wenyizhou', '初审');
  await bot.tap('wenyizhou', '提交');
  await bot.say('jiangyuanshan', '立案');
  await bot.say('luoxingjian', '交办');
  await bot.say('luoxingjian', '无');
  await bot.tap('luoxingjian', '提交');
  await bot.tap('chengyantian', '签收');
  const before = new Map<string, number>();
  for (const person of PEOPLE) before.set(person, await bot.seq(person));

  await bot.advance({ to: '2026-05-18T10:00:00+08:00' });
  for (const person of PEOPLE) before.set(person, await bot.seq(person));
  await bot.outage('P21D');

  const told: string[] = [];
  for (const person of PEOPLE) {
    const rows = await bot.screen(person, before.get(person) ?? 0);
    expect(rows.length, `${person}: ${rows.map((row) => shown([row])).join('\n---\n')}`).toBeLessThanOrEqual(1);
    told.push(...rows.map((row) => shown([row])));
  }
  expect(told.length).toBeGreaterThan(0);
  expect(told.join('\n')).toMatch(/补发/);
  expect(told.join('\n')).toMatch(/逾期/);
});

test('P10 nothing that came due in the outage is lost: the deadline that passed is named to the unit', async () => {
  await using bot = await startBot();
  await submitProposal(bot, 'linzhiyuan');
  const before = await bot.seq('jiangyuanshan');

  await bot.outage('P21D');
  await bot.settle();

  const open = await bot.app().deps.store.obligations.find({ state: 'open' });
  const now = Date.parse((await bot.control<{ now: string }>('clock')).now);
  expect(open.filter((row) => row.dueAt.getTime() <= now && row.urgency !== 'reminder')).toEqual([]);
  expect((await bot.screen('jiangyuanshan', before)).length).toBeLessThanOrEqual(1);
});
