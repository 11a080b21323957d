import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShownRow } from '../../../demo/shown.ts';
import { OPINION_LINES, OPINION_TITLE } from '../../../demo/texts.ts';
import { proposalUpTo, submitProposal } from '../../support/acts.ts';
import { type Bot, startBot } from '../../support/bot.ts';
import { shown } from '../../support/hand.ts';

/** A committee that has not built the card template: everything goes by typed numbers and ActionCard buttons. */
const STRANGER = { platform: 'dingtalk', id: 'muyunlan', name: '沐云岚', title: '' } as const;
const bare = () =>
  startBot({
    world: 'dingtalk',
    env: () => ({ DINGTALK_CARD_TEMPLATES: '' }),
    company: (demo) => ({ ...demo, people: [...demo.people, STRANGER] }),
  });

let bot: Bot;
beforeAll(async () => {
  bot = await bare();
});
afterAll(() => bot[Symbol.asyncDispose]());

const tap = async (person: string, button: string) => shown(await bot.tap(person, button));
const say = async (person: string, text: string) => shown(await bot.say(person, text));

test('P2 decision 39: a whole opinion report, from the first word to its adoption', async () => {
  await say('heyian', '反映社情民意');
  for (const line of OPINION_LINES) await say('heyian', line);
  expect(await say('heyian', '写完了')).toMatch(/我这样分段，对吗/);
  expect(await tap('heyian', '就这样')).toMatch(/标题/);
  expect(await say('heyian', OPINION_TITLE)).toMatch(/情况从哪里来/);
  expect(await tap('heyian', '亲自走访')).toMatch(/国家秘密/);
  expect(await tap('heyian', '确认不涉密')).toMatch(/请确认/);
  expect(await tap('heyian', '提交')).toMatch(/信息已收到/);

  expect(await say('xuqinghe', '待办')).toMatch(/乡村小规模学校/);
  expect(await say('xuqinghe', '1')).toMatch(/待筛选/);
  expect(await tap('xuqinghe', '录用')).toMatch(/编辑/);
  expect(shown(await bot.screen('heyian'))).toMatch(/信息已录用编辑/);
  expect(await say('xuqinghe', '送审')).toMatch(/请确认核稿送审/);
  expect(await say('xuqinghe', '1')).toMatch(/待审核/);
  expect(await say('gumingchuan', '审核')).toMatch(/待签发/);
  expect(await say('fangjingzhi', '签发')).toMatch(/抄送/);
  expect(await say('fangjingzhi', '市教育局、市财政局')).toMatch(/请确认签发/);
  expect(await tap('fangjingzhi', '提交')).toMatch(/已印发/);
  expect(shown(await bot.screen('heyian'))).toMatch(/信息已编发/);
  // A card with selectors is numbered text here: each question is answered in words.
  expect(await say('xuqinghe', '采用')).toMatch(/采用层级/);
  expect(await say('xuqinghe', '省政协')).toMatch(/采用形式/);
  expect(await say('xuqinghe', '单篇')).toMatch(/哪一天采用/);
  expect(await say('xuqinghe', '今天')).toMatch(/依据/);
  expect(await say('xuqinghe', '省政协社情民意信息2026年第31期')).toMatch(/请确认登记采用/);
  expect(await tap('xuqinghe', '提交')).toMatch(/已印发/);

  expect(shown(await bot.screen('heyian'))).toMatch(/信息被省政协采用/);
  const [kase] = await bot.app().deps.store.cases.find({ kind: 'opinionReport' });
  expect(kase).toMatchObject({ state: 'issued' });
  expect(bot.emulator.raw().filter(({ path }) => path.includes('/card/instances'))).toEqual([]);
}, 60_000);

describe('decision 9: a button means the card it stands on, however old that is', () => {
  /** What a press of this button says in its person's name. */
  const wordsOf = (row: ShownRow, button: string): string => {
    const buttons = (row.card?.buttons ?? []) as readonly { text: string; url?: string }[];
    const url = buttons.find(({ text }) => text === button)?.url ?? '';
    return new URL(url).searchParams.get('content') ?? '';
  };

  test('P3 an old confirmation sends its own form, not the one that is open now', async () => {
    await proposalUpTo(bot, 'zhouruoning', 'confirm');
    const old = await bot.cardWith('zhouruoning', '提交');
    await say('zhouruoning', '取消');
    await say('zhouruoning', '反映社情民意');
    for (const line of OPINION_LINES) await say('zhouruoning', line);
    await say('zhouruoning', '写完了');
    await tap('zhouruoning', '就这样');
    await say('zhouruoning', OPINION_TITLE);
    await tap('zhouruoning', '亲自走访');
    expect(await tap('zhouruoning', '确认不涉密')).toMatch(/请确认社情民意信息/);

    const said = shown(await bot.press({ from: 'zhouruoning', message: old.message, button: '提交' }));

    expect(said).toMatch(/提案已收到/);
    const { store } = bot.app().deps;
    const mine = await store.relations.find({ holder: 'person:zhou' });
    const cases = await store.cases.find({ _id: { $in: mine.map((one) => one.case) } });
    expect(cases.map(({ kind }) => kind)).toEqual(['proposal']);
  });

  test('P3 P16 pressed twice it acts once, and shows where the case stands', async () => {
    await submitProposal(bot, 'linzhiyuan');
    await say('wenyizhou', '待办');
    await say('wenyizhou', '1');
    const card = await bot.cardWith('wenyizhou', '初审通过');
    const words = wordsOf(card, '初审通过');
    const { store } = bot.app().deps;
    const about = (await store.messages.find({ recipient: 'wen' })).find(({ choices }) =>
      choices.some(({ text }) => text === '初审通过'),
    );
    expect(words).toMatch(/ \d·[\w-]{6}$/);

    await say('wenyizhou', words);
    await tap('wenyizhou', '提交');
    const between = await store.cases.get(about?.case ?? '');
    const again = await say('wenyizhou', words);

    expect(between?.state).toBe('underReview');
    expect(again.trim()).not.toBe('');
    expect((await store.cases.get(about?.case ?? ''))?.version).toBe(between?.version);
  });

  test("P19 the words of another person's card are 未找到该事项, also in the middle of a form", async () => {
    await say('luoxingjian', '待办');
    await say('jiangyuanshan', '待办');
    await say('jiangyuanshan', '1');
    const card = await bot.cardWith('jiangyuanshan', '立案');
    const { store } = bot.app().deps;
    const before = (await store.cases.find({})).map(({ _id, version }) => `${_id} ${version}`);

    await say('linzhiyuan', '写提案');
    for (const person of ['wenyizhou', 'linzhiyuan', 'heyian'])
      expect(await say(person, wordsOf(card, '立案')), person).toMatch(/未找到该事项/);

    expect((await store.cases.find({})).map(({ _id, version }) => `${_id} ${version}`)).toEqual(before);
  });
});

test('decision 38: who is not bound asks to be by the buttons of his card', async () => {
  await say(STRANGER.id, '沐云岚 市住建局');
  const said = await tap(STRANGER.id, '提交');

  expect(said).toMatch(/已收到：沐云岚（市住建局）/);
  expect(await bot.app().deps.store.bindings.find({})).toMatchObject([{ name: '沐云岚', state: 'waiting' }]);
});
