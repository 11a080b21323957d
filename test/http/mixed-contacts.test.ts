import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorldName } from '../../demo/worlds.ts';
import { DEFAULT_SWITCHES, type EmulatorConfig } from '../../emulator/config.ts';
import { postContactChange } from '../../emulator/wecom/contacts.ts';
import { submitProposal } from '../support/acts.ts';
import { type Bot, type BotOptions, startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

/** The platforms' directories: who leaves, comes, moves. The same for all three ways in which they say it. */

const KEYS = { token: 'ContactsToken01', encodingAesKey: 'ZyXwVuTsRqPoNmLkJiHgFeDcBa9876543210zYxWvUt' };
const LIN = 'linzhiyuan';
const ZHOU = 'zhouruoning';
const CLERK = 'wenyizhou';
const WORLDS = ['wecom', 'dingtalk', 'stream'] as const;

const start = (world: WorldName, more: BotOptions['company'] = (demo) => demo) =>
  startBot({
    world,
    env: () =>
      world === 'wecom' ? { WECOM_CONTACTS_TOKEN: KEYS.token, WECOM_CONTACTS_AES_KEY: KEYS.encodingAesKey } : {},
    company: (demo, port) =>
      more({ ...demo, contacts: { url: `http://127.0.0.1:${port}/wecom/contacts`, ...KEYS } }, port),
  });

const platformOf = (world: WorldName) => (world === 'wecom' ? 'wecom' : 'dingtalk');

type Change = 'leave' | 'join' | 'move';

async function change(bot: Bot, world: WorldName, id: string, event: Change, rest: object = {}) {
  const body = { platform: platformOf(world), id, event, ...rest };
  const pushed = await bot.control<{ delivered: number }>('contacts', body);
  await bot.settle();
  return pushed.delivered;
}

/** What the platform was asked to send to this account, by any door. */
const sentTo = (bot: Bot, account: string, after: number) =>
  bot.emulator.raw(after).filter(({ body }) => JSON.stringify(body ?? '').includes(account));
const lastCall = (bot: Bot): number => bot.emulator.raw().at(-1)?.seq ?? 0;

describe.each(WORLDS)('in the world of %s', (world) => {
  let bot: Bot;
  beforeAll(async () => {
    bot = await start(world, without(ZHOU));
  });
  afterAll(() => bot[Symbol.asyncDispose]());

  test('who moves keeps his roles; the clerk is told to look', async () => {
    const before = await bot.app().deps.store.people.get('yunchuan:lin');
    const seen = await bot.seq(CLERK);

    await change(bot, world, LIN, 'move', { departments: [7] });

    expect(shown(await bot.screen(CLERK, seen))).toMatch(/林知远.*部门.*变动/);
    expect(await bot.app().deps.store.people.get('yunchuan:lin')).toEqual(before);
    expect(shown(await bot.say(LIN, '帮助'))).toMatch(/林知远委员/);
  });

  test('who comes, and is on the roster already, is named to the clerk; anybody else is nobody’s business', async () => {
    const seen = await bot.seq(CLERK);

    await change(bot, world, ZHOU, 'join', { name: '周若宁' });
    await change(bot, world, 'somebodynew', 'join', { name: '新人' });

    const told = await bot.screen(CLERK, seen);
    expect(told).toHaveLength(1);
    expect(shown(told)).toMatch(/周若宁已回到.*单位通讯录/);
    expect(shown(await bot.say(ZHOU, '帮助'))).toMatch(/周若宁委员/);
  });

  test('P3 P13 who leaves is sent nothing more; the clerk sees once what he was owed', async () => {
    await submitProposal(bot, LIN);
    const [seen, before] = [await bot.seq(CLERK), lastCall(bot)];

    expect(await change(bot, world, LIN, 'leave')).toBe(200);
    await bot.repeat(bot.emulator.callbacks().at(-1)?.seq ?? 0, 3);
    await bot.settle();
    const told = shown(await bot.screen(CLERK, seen));
    await bot.say(CLERK, '初审');
    await bot.tap(CLERK, '提交');
    await bot.say('jiangyuanshan', '立案');
    await bot.advance({ advance: 'P1D' });

    expect(told).toMatch(/林知远已离开.*单位通讯录，已停止向其发送消息。其名下未办结[\s\S]*加装电梯/);
    expect(told.match(/林知远已离开/g)).toHaveLength(1);
    expect(sentTo(bot, LIN, before)).toEqual([]);
    expect(await bot.app().deps.store.people.get('yunchuan:lin')).toMatchObject({ state: 'left' });
    expect(shown(await bot.screen(CLERK, seen))).toMatch(/林知远 未送达.{1,4}原因.{1,2}已离开/);
  });
});

const without =
  (id: string) =>
  (demo: EmulatorConfig): EmulatorConfig => ({ ...demo, people: demo.people.filter((one) => one.id !== id) });

test('WeCom: an account that is renamed stays the same person’s', async () => {
  await using bot = await start('wecom', (demo) => ({
    ...demo,
    people: [...demo.people, { id: 'linzhiyuan2', name: '林知远' }],
  }));
  const xml = `<xml><ToUserName><![CDATA[${bot.company.corpId}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>1760000002</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_contact]]></Event><ChangeType><![CDATA[update_user]]></ChangeType><UserID><![CDATA[${LIN}]]></UserID><NewUserID><![CDATA[linzhiyuan2]]></NewUserID></xml>`;

  expect(await postContactChange(bot.company, DEFAULT_SWITCHES, xml)).toBe(200);
  await bot.settle();

  expect(shown(await bot.say('linzhiyuan2', '帮助'))).toMatch(/林知远委员/);
  expect(shown(await bot.say(LIN, '帮助'))).not.toMatch(/林知远委员/);
});

test('a directory of DingTalk whose event is not ours is refused', async () => {
  await using bot = await start('dingtalk');
  const answer = await fetch(`http://127.0.0.1:${bot.app().port}/dingtalk/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ encrypt: 'AAAA' }),
  });

  expect(answer.status).toBe(401);
});
