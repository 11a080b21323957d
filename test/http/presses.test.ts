import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShownRow } from '../../demo/shown.ts';
import { buttonsOf } from '../../demo/shown.ts';
import { proposalUpTo, submitProposal } from '../support/acts.ts';
import { type Bot, startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

/** Decision 9: stale, second and foreign presses. */
let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
  await submitProposal(bot, 'linzhiyuan');
});
afterAll(() => bot[Symbol.asyncDispose]());

const theCase = async () => {
  const [kase] = await bot.app().deps.store.cases.find({ kind: 'proposal' });
  if (!kase) throw new Error('no proposal was filed');
  return kase;
};
const tokenOf = (row: ShownRow, button: string): string =>
  row.card?.button_list?.find((one) => one.text === button)?.key ?? '';
const pressXml = (from: string, card: ShownRow & { card?: { task_id?: string } }, button: string): string => `<xml>
<ToUserName><![CDATA[ww00000000000000de]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName>
<CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgType><![CDATA[event]]></MsgType>
<Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[${tokenOf(card, button)}]]></EventKey>
<TaskId><![CDATA[${card.card?.task_id ?? ''}]]></TaskId><CardType><![CDATA[button_interaction]]></CardType>
<ResponseCode><![CDATA[code-of-a-stranger]]></ResponseCode><AgentID>1000002</AgentID></xml>`;

describe('decision 9: an old card', () => {
  test('P3 style.md: pressing 立案 twice files the proposal once', async () => {
    await bot.say('wenyizhou', '初审');
    await bot.tap('wenyizhou', '提交');
    await bot.say('jiangyuanshan', '待办');
    await bot.say('jiangyuanshan', '1');
    const card = await bot.cardWith('jiangyuanshan', '立案');
    const press = { from: 'jiangyuanshan', button: '立案', message: card.message };

    const first = await bot.press(press);
    const between = await theCase();
    const second = await bot.press(press);

    expect(shown(first)).toMatch(/已立案/);
    expect(shown(second)).toMatch(/已立案/);
    const after = await theCase();
    expect({ state: after.state, version: after.version }).toEqual({ state: between.state, version: between.version });
    expect(after.publicNo).toBe(between.publicNo);
  });

  test('P16 a stale card in the hands of its own reader shows the present state', async () => {
    const stale = (await bot.screen('wenyizhou')).filter((row) => buttonsOf(row).length > 0);
    expect(stale.length).toBeGreaterThan(0);
    const before = await theCase();

    for (const row of stale) {
      const said = shown(await bot.press({ from: 'wenyizhou', button: buttonsOf(row)[0] ?? '', message: row.message }));
      expect(said.trim(), buttonsOf(row)[0]).not.toBe('');
    }

    expect((await theCase()).version).toBe(before.version);
  });

  test("P19 another person's card is 未找到该事项 and changes nothing", async () => {
    await bot.say('luoxingjian', '待办');
    await bot.say('luoxingjian', '1');
    const card = (await bot.cardWith('luoxingjian', '交办')) as ShownRow;
    const before = await theCase();
    const seen = await bot.seq('heyian');

    expect(await bot.post(pressXml('heyian', card, '交办'))).toBe(200);
    await bot.settle();

    expect(shown(await bot.screen('heyian', seen))).toMatch(/未找到该事项/);
    expect((await theCase()).version).toBe(before.version);
  });

  test('P19 a token that was changed by one character is worth nothing', async () => {
    const card = (await bot.cardWith('luoxingjian', '交办')) as ShownRow;
    const before = await theCase();
    const seen = await bot.seq('luoxingjian');
    const token = tokenOf(card, '交办');
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;

    await bot.post(pressXml('luoxingjian', card, '交办').replace(token, forged));
    await bot.settle();

    expect(shown(await bot.screen('luoxingjian', seen))).toMatch(/未找到该事项/);
    expect((await theCase()).version).toBe(before.version);
  });

  test('decision 39: the number of a button can be typed instead of pressing it', async () => {
    await bot.say('luoxingjian', '待办');
    const rows = await bot.say('luoxingjian', '1');
    const buttons = rows.flatMap(buttonsOf);
    const number = buttons.indexOf('交办') + 1;
    expect(number).toBeGreaterThan(0);

    expect(shown(await bot.say('luoxingjian', String(number)))).toMatch(/哪些单位会办|请确认交办/);
  });

  test('P3 pressing 提交 twice makes one proposal and the second press shows where it stands', async () => {
    await proposalUpTo(bot, 'zhouruoning', 'confirm');
    const card = await bot.cardWith('zhouruoning', '提交');
    const press = { from: 'zhouruoning', button: '提交', message: card.message };

    const first = await bot.press(press);
    const second = await bot.press(press);

    expect(shown(first)).toMatch(/提案已收到/);
    expect(shown(second).trim()).not.toBe('');
    const mine = await bot.app().deps.store.relations.find({ holder: 'person:zhou' });
    expect(new Set(mine.map((relation) => relation.case)).size).toBe(1);
  });
});
