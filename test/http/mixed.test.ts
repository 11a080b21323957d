import { describe, expect, test } from 'vitest';
import { proposalUpTo, submitProposal } from '../support/acts.ts';
import { shuffled } from '../support/campaign.ts';
import { shown } from '../support/hand.ts';
import { LIN_DING, LIN_WECOM, startWithBoth, WEN } from './dingtalk/both.ts';

const GROUP = '联络员群';
const groupOnDingtalk = { name: GROUP, dingtalk: { conversationId: 'cidBothTestGroup00000==' } };

describe('who is bound on both platforms', () => {
  test('P8 is told once, where he last spoke', async () => {
    await using bot = await startWithBoth();
    await submitProposal(bot, LIN_WECOM);
    await bot.say(LIN_DING, '我的');
    const before = { wecom: await bot.seq(LIN_WECOM), dingtalk: await bot.seq(LIN_DING) };

    await bot.say('wenyizhou', '初审');
    await bot.tap('wenyizhou', '提交');
    await bot.say('jiangyuanshan', '立案');
    const onDingtalk = shown(await bot.screen(LIN_DING, before.dingtalk));
    expect(onDingtalk.match(/^提案已立案/gm)).toHaveLength(1);
    expect(await bot.screen(LIN_WECOM, before.wecom)).toEqual([]);

    await bot.say(LIN_WECOM, '我的');
    const since = { wecom: await bot.seq(LIN_WECOM), dingtalk: await bot.seq(LIN_DING) };
    await bot.say('luoxingjian', '交办');
    await bot.say('luoxingjian', '无');
    await bot.tap('luoxingjian', '提交');
    expect(shown(await bot.screen(LIN_WECOM, since.wecom)).match(/^您的提案已交办/gm)).toHaveLength(1);
    expect(await bot.screen(LIN_DING, since.dingtalk)).toEqual([]);
  });

  test('P3 decision 12: what he writes here and there by turns stands in one draft, in the order sent', async () => {
    await using bot = await startWithBoth();
    await bot.say(LIN_WECOM, '写提案');
    const lines = Array.from({ length: 40 }, (_, n) => `第${String(n + 1).padStart(2, '0')}句,轮流写在两处。`);
    const where = shuffled(
      lines.map((_, n) => (n % 2 === 0 ? LIN_WECOM : LIN_DING)),
      12,
    );
    const platform = { [LIN_WECOM]: 'wecom', [LIN_DING]: 'dingtalk' };

    const calls: number[] = [];
    for (const [n, text] of lines.entries()) {
      const from = where[n] ?? LIN_WECOM;
      const said = { from, platform: platform[from], text };
      calls.push((await bot.control<{ callback: number }>('say', said)).callback);
    }
    for (const call of shuffled(calls, 7)) await bot.repeat(call);
    await bot.settle();

    expect((await bot.draft(LIN_DING)).split('\n')).toEqual(lines);
  });

  test('P4 a form opened by a card of one platform is finished on the other, and answered there', async () => {
    await using bot = await startWithBoth({}, WEN);
    await submitProposal(bot, LIN_WECOM);
    await bot.say('wenyizhou', '待办');
    await bot.say('wenyizhou', '1');
    await bot.tap('wenyizhou', '退回修改');

    await bot.say(WEN.account, '建议写得更具体一些,请补充责任单位。');
    const said = await bot.say(WEN.account, '提交');

    expect(shown(said)).toMatch(/退回修改/);
    expect(await bot.app().deps.store.cases.find({})).toMatchObject([{ state: 'revising' }]);
    expect(await bot.app().deps.store.messages.find({ state: 'dead' })).toEqual([]);
  });

  test('P8 a press on one platform turns that card, also when the form is finished on the other', async () => {
    await using bot = await startWithBoth();
    await proposalUpTo(bot, LIN_WECOM, 'confirm');

    const said = await bot.say(LIN_DING, '1');

    expect(shown(said)).toMatch(/提案已收到/);
    const old = await bot.cardWith(LIN_WECOM, '提交');
    const again = await bot.press({ from: LIN_WECOM, button: '提交', message: old.message });
    expect(shown(again).trim()).not.toBe('');
    expect(await bot.app().deps.store.cases.count({ kind: 'proposal' })).toBe(1);
  });
});

describe('a line in a group', () => {
  const inGroup = () =>
    startWithBoth({
      company: (demo) => ({
        ...demo,
        groups: [...(demo.groups ?? []), groupOnDingtalk],
      }),
    });
  const say = (text: string) => ({ platform: 'dingtalk', from: LIN_DING, to: GROUP, text });

  test('P19 is answered once, there, with nothing of any case; nobody is answered one-to-one', async () => {
    await using bot = await inGroup();
    await submitProposal(bot, LIN_WECOM);
    const before = { wecom: await bot.seq(LIN_WECOM), dingtalk: await bot.seq(LIN_DING) };

    const { callback } = await bot.control<{ callback: number }>('say', say('我的'));
    await bot.repeat(callback, 3);
    await bot.settle();

    const rows = (await bot.control<{ kind: string; text: string }[]>(`ledger/visible?group=${GROUP}`)).filter(
      ({ kind }) => kind !== 'said',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text).toMatch(/群里不办理具体事项/);
    expect(rows[0]?.text).not.toMatch(/电梯|2026-/);
    expect(await bot.screen(LIN_WECOM, before.wecom)).toEqual([]);
    expect(await bot.screen(LIN_DING, before.dingtalk)).toEqual([]);
  });

  test('when the conversation’s address has ended nothing is said anywhere', async () => {
    await using bot = await startWithBoth({
      company: (demo) => ({ ...demo, groups: [...(demo.groups ?? []), groupOnDingtalk] }),
      platform: { dingtalkSwitches: { sessionLifeMs: -1 } },
    });

    await bot.control('say', say('帮助'));
    await bot.settle();

    const rows = await bot.control<{ kind: string }[]>(`ledger/visible?group=${GROUP}`);
    expect(rows.map(({ kind }) => kind)).toEqual(['said']);
    expect(await bot.screen(LIN_DING)).toEqual([]);
    expect(await bot.screen(LIN_WECOM)).toEqual([]);
    expect(bot.emulator.raw().filter(({ path }) => path === '/robot/sendBySession')).toEqual([]);
  });

  test('P7 a classification mark in a group is answered there only', async () => {
    await using bot = await inGroup();

    await bot.control('say', say('机密★10年'));
    await bot.settle();

    expect(await bot.screen(LIN_DING)).toEqual([]);
    const rows = await bot.control<{ kind: string; text: string }[]>(`ledger/visible?group=${GROUP}`);
    expect(rows.filter(({ kind }) => kind !== 'said').map(({ text }) => text)).toEqual([
      '涉密内容不得通过本系统提交，请按保密规定办理',
    ]);
  });
});
