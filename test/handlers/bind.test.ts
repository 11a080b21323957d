import { describe, expect, test } from 'vitest';
import { buttonsOf } from '../../demo/shown.ts';
import { type Bot, COLLEAGUE, startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

/** Decisions 38 and 43: an account that nobody is bound to becomes somebody by a clerk's word. */

const ME = COLLEAGUE.id;
const CLERK = 'wenyizhou';
const ADMIN = 'jiangyuanshan';

/** In the roster, with a unit, and without any account. */
async function givenPerson(bot: Bot, person: { id: string; name: string; unit?: string; title?: string }) {
  const { store, directory } = bot.app().deps;
  await store.people.insert({
    _id: `yunchuan:${person.id}`,
    ...{ title: '', unit: null, wecomId: '', dingtalkId: '', state: 'active', roles: ['unitLiaison'] },
    ...person,
  });
  await directory.refresh();
}

const holderOf = async (bot: Bot, account: string): Promise<string | null> =>
  (await bot.app().deps.store.people.findOne({ wecomId: account }))?.id ?? null;

const requestsSeenBy = async (bot: Bot, clerk: string): Promise<number> =>
  (await bot.screen(clerk)).filter((row) => shown([row]).includes('说自己是')).length;

describe('decision 38: name and unit', () => {
  test('asked step by step, confirmed by the clerk, and from then on he works as that person', async () => {
    await using bot = await startBot();
    await givenPerson(bot, { id: 'mu', name: '沐云衫', unit: 'czj' });

    expect(shown(await bot.say(ME, '你好'))).toMatch(/尚未开通[\s\S]*电话[\s\S]*有邀请码/);
    expect(shown(await bot.tap(ME, '没有邀请码'))).toMatch(/姓名/);
    expect(shown(await bot.say(ME, '沐云衫'))).toMatch(/单位/);
    await bot.restart();
    expect(shown(await bot.say(ME, '帮助'))).toMatch(/邀请码[\s\S]*电话[\s\S]*请回复您的单位/);
    expect(shown(await bot.say(ME, '市财政局'))).toMatch(/沐云衫[\s\S]*市财政局/);
    expect(shown(await bot.tap(ME, '提交'))).toMatch(/已收到：沐云衫（市财政局）.*电话/);
    expect(await holderOf(bot, ME)).toBeNull();

    const card = await bot.cardWith(CLERK, '确认');
    expect(shown([card])).toMatch(/企业微信账号 muyunshan 说自己是 沐云衫（市财政局）[\s\S]*沐云衫 云川市财政局/);
    expect(buttonsOf(card)).toEqual(['确认', '不是本人']);
    const before = await bot.seq(ME);
    const after = await bot.press({ from: CLERK, button: '确认', message: card.message });

    expect(shown(after)).toMatch(/已由闻一舟确认为 沐云衫/);
    expect(after.flatMap(buttonsOf)).not.toContain('确认');
    expect(shown(await bot.screen(ME, before))).toMatch(/沐云衫，您好。账号已开通/);
    expect(await holderOf(bot, ME)).toBe('mu');
    expect(shown(await bot.say(ME, '帮助'))).toMatch(/沐云衫同志.*您好。现在可以[\s\S]*待办/);
    expect(bot.logged).toContainEqual(expect.objectContaining({ event: 'binding.bound' }));
  });

  test('refused: he is told with the telephone, and a second clerk who presses sees the present state', async () => {
    await using bot = await startBot();
    const { store, directory } = bot.app().deps;
    await store.people.update({ _id: 'yunchuan:jiang' }, { $set: { roles: ['proposalStaff'] } });
    await directory.refresh();
    await bot.say(ME, '林知远 市人民医院');
    await bot.say(ME, '1');
    const [first, second] = [await bot.cardWith(CLERK, '不是本人'), await bot.cardWith(ADMIN, '不是本人')];

    const before = await bot.seq(ME);
    await bot.press({ from: CLERK, button: '不是本人', message: first.message });
    const late = await bot.press({ from: ADMIN, button: '不是本人', message: second.message });

    expect(shown(await bot.screen(ME, before)).match(/未能开通.*电话/g)).toHaveLength(1);
    expect(shown(late)).toMatch(/已由闻一舟退回/);
    expect(await holderOf(bot, ME)).toBeNull();
    expect(shown(await bot.say(ME, '待办'))).toMatch(/尚未开通/);
  });

  test('P19 nothing tells whether the roster has a name; a repeat within a day sends no second card', async () => {
    await using bot = await startBot();
    await givenPerson(bot, { id: 'mu', name: '沐云衫', unit: 'czj' });

    await bot.say(ME, '沐云衫 市财政局');
    const known = shown(await bot.say(ME, '提交'));
    await bot.say(ME, '史无名 市财政局');
    const unknown = shown(await bot.say(ME, '提交'));
    expect(unknown.replace('史无名', '沐云衫').replace(/（第\d次答复）|\(第\d次答复\)\n/, '')).toBe(known);
    expect(await requestsSeenBy(bot, CLERK)).toBe(2);
    expect(shown([await bot.cardWith(CLERK, '不是本人')])).toMatch(/名册中没有这个姓名/);

    await bot.say(ME, ' 史无名  市财政局');
    expect(shown(await bot.say(ME, '提交'))).toMatch(/已收到/);
    expect(await requestsSeenBy(bot, CLERK)).toBe(2);
    // The first card speaks of a request that is no more.
    const [old] = (await bot.screen(CLERK)).filter((row) => buttonsOf(row).includes('确认'));
    expect(shown(await bot.press({ from: CLERK, button: '确认', message: old?.message ?? '' }))).toMatch(/重新提交/);
    expect(await holderOf(bot, ME)).toBeNull();

    const everything = shown(await bot.screen(ME));
    for (const { id, name } of bot.app().deps.directory.people())
      if (id !== 'mu') expect(everything).not.toContain(name);
  });

  test('two of one name are told apart by the unit; where it does not, the clerk chooses', async () => {
    await using bot = await startBot();
    await givenPerson(bot, { id: 'mu1', name: '沐云衫', unit: 'czj' });
    await givenPerson(bot, { id: 'mu2', name: '沐云衫', unit: 'jyj' });

    await bot.say(ME, '沐云衫 市教育局');
    await bot.say(ME, '提交');
    expect(shown([await bot.cardWith(CLERK, '确认')])).toMatch(/云川市教育局/);
    await bot.say(ME, '沐云衫 不知哪里');
    await bot.say(ME, '提交');
    expect(buttonsOf(await bot.cardWith(CLERK, '确认1'))).toEqual(['确认1', '确认2', '不是本人']);

    await bot.say(CLERK, '2');

    expect(await holderOf(bot, ME)).toBe('mu2');
  });

  test('a person who has another account there is not given a second one', async () => {
    await using bot = await startBot();
    await bot.say(ME, '林知远 市人民医院');
    await bot.say(ME, '提交');

    const card = await bot.cardWith(CLERK, '不是本人');

    expect(shown([card])).toMatch(/已绑定其他账号/);
    expect(buttonsOf(card)).toEqual(['不是本人']);
    expect(await holderOf(bot, 'linzhiyuan')).toBe('lin');
  });

  test('three different requests a day reach the clerk, the fourth does not; the next day the same one does', async () => {
    await using bot = await startBot();
    for (const name of ['史无名', '史有名', '史同名', '史再名']) {
      await bot.say(ME, `${name} 某单位`);
      const said = shown(await bot.say(ME, '提交'));
      expect(said).toMatch(name === '史再名' ? /一天最多提交3次.*电话/ : /已收到/);
    }
    expect(await requestsSeenBy(bot, CLERK)).toBe(3);

    await bot.advance({ advance: 'PT25H' });
    await bot.say(ME, '史同名 某单位');
    await bot.say(ME, '提交');

    expect(await requestsSeenBy(bot, CLERK)).toBe(4);
  });

  test('whatever else is sent leads back to the question, and stores nothing but the question', async () => {
    await using bot = await startBot();
    expect(shown(await bot.sendPhoto(ME))).toMatch(/没有收下[\s\S]*邀请码/);
    for (const word of ['058', '待办', '我的提案', '不知所云']) {
      const said = shown(await bot.say(ME, word));
      expect(said).toMatch(/邀请码/);
      expect(said).not.toMatch(/未找到|提案号|待办事项/);
    }
    expect(shown(await bot.say(ME, '没有'))).toMatch(/请回复您的姓名/);
    expect(shown(await bot.say(ME, '返回'))).toMatch(/邀请码/);
    expect(shown(await bot.say(ME, '取消'))).toMatch(/尚未开通/);
    expect(await bot.app().deps.store.files.count({})).toBe(0);
    expect(await bot.app().deps.store.bindings.count({})).toBe(0);
  });
});
