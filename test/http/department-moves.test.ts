import { describe, expect, test } from 'vitest';
import type { WorldName } from '../../demo/worlds.ts';
import { countDirectoryChange } from '../../src/store/live-directory.ts';
import { submitProposal } from '../support/acts.ts';
import { type Bot, startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

/** Who leaves the departments of his unit leaves the unit (docs/decisions/10): the same for all ways of being told. */

const KEYS = { token: 'ContactsToken01', encodingAesKey: 'ZyXwVuTsRqPoNmLkJiHgFeDcBa9876543210zYxWvUt' };
const WORLDS = ['wecom', 'dingtalk', 'stream'] as const;
const CLERK = 'wenyizhou';
const CHENG = 'chengyantian';
/** Departments of the housing and of the transport bureau; nobody's is 40. */
const [HOUSING, HOUSING_BELOW, TRANSPORT, NOBODYS] = [11, 12, 30, 40];
const TITLE = /加装电梯/;

async function start(world: WorldName): Promise<Bot> {
  const bot = await startBot({
    world,
    env: () =>
      world === 'wecom' ? { WECOM_CONTACTS_TOKEN: KEYS.token, WECOM_CONTACTS_AES_KEY: KEYS.encodingAesKey } : {},
    company: (demo, port) => ({
      ...demo,
      contacts: { url: `http://127.0.0.1:${port}/wecom/contacts`, ...KEYS },
      people: demo.people.map((one) => (one.id === CHENG ? { ...one, departments: [HOUSING] } : one)),
    }),
  });
  const { store, directory } = bot.app().deps;
  const map = (unit: string, ids: readonly number[]) => {
    const departments = { wecom: ids.map(String), dingtalk: ids.map(String) };
    return store.units.update({ _id: `yunchuan:${unit}` }, { $set: { departments } });
  };
  await map('zjj', [HOUSING, HOUSING_BELOW]);
  await map('jtj', [TRANSPORT]);
  await countDirectoryChange(store);
  await directory.refreshIfChanged();
  return bot;
}

async function move(bot: Bot, world: WorldName, departments: readonly number[]): Promise<void> {
  const platform = world === 'wecom' ? 'wecom' : 'dingtalk';
  await bot.control('contacts', { platform, id: CHENG, event: 'move', departments });
  await bot.settle();
}

/** Submitted, reviewed, filed; given to the housing bureau. */
async function assign(bot: Bot): Promise<void> {
  await submitProposal(bot, 'linzhiyuan');
  await bot.say(CLERK, '初审');
  await bot.tap(CLERK, '提交');
  await bot.say('jiangyuanshan', '立案');
  await bot.say('luoxingjian', '交办');
  await bot.tap('luoxingjian', '提交');
}

const cheng = (bot: Bot) => bot.app().deps.store.people.get('yunchuan:cheng');

describe.each(WORLDS)('in the world of %s', (world) => {
  test('P19 into another unit’s department: his old unit’s case is no longer his, the clerk sees it', async () => {
    await using bot = await start(world);
    await assign(bot);
    await bot.tap(CHENG, '签收');
    const [clerkSeen, hisSeen] = [await bot.seq(CLERK), await bot.seq(CHENG)];

    await move(bot, world, [TRANSPORT]);

    const told = shown(await bot.screen(CLERK, clerkSeen));
    expect(told).toMatch(/程砚田的部门有变动，已由云川市住房和城乡建设局转到云川市交通运输局/);
    expect(told).toMatch(/云川市住房和城乡建设局现在没有联络员[\s\S]*未办结1件[\s\S]*加装电梯/);
    expect(shown(await bot.screen(CHENG, hisSeen))).toMatch(/今后在本系统办理云川市交通运输局的事项/);
    expect(await cheng(bot)).toMatchObject({ unit: 'jtj', roles: ['unitLiaison'], state: 'active' });
    for (const word of ['待办', '我的', '001', '见面']) expect(shown(await bot.say(CHENG, word))).not.toMatch(TITLE);
  });

  test('P13 P19 what he was to hear in the morning is not said to him; the clerk is told of it', async () => {
    await using bot = await start(world);
    await bot.advance({ to: '2026-03-02T21:30:00+08:00' });
    await assign(bot);
    const [clerkSeen, hisSeen] = [await bot.seq(CLERK), await bot.seq(CHENG)];

    await move(bot, world, [NOBODYS]);
    await bot.advance({ to: '2026-03-06T10:00:00+08:00' });

    expect(shown(await bot.screen(CHENG, hisSeen))).not.toMatch(TITLE);
    const told = shown(await bot.screen(CLERK, clerkSeen));
    expect(told).toMatch(/程砚田已不在云川市住房和城乡建设局的部门[\s\S]*已暂停其承办单位权限/);
    expect(told).toMatch(/程砚田 未送达，原因：已不在该承办单位/);
    expect(await cheng(bot)).toMatchObject({ unit: null, state: 'active' });
  });

  test('back in a department of his own, or in another one of the same unit, he works there as before', async () => {
    await using bot = await start(world);
    await assign(bot);

    const before = await bot.seq(CLERK);
    await move(bot, world, [HOUSING_BELOW, NOBODYS]);
    expect(await cheng(bot)).toMatchObject({ unit: 'zjj' });
    expect(await bot.screen(CLERK, before)).toEqual([]);
    await move(bot, world, [NOBODYS]);
    expect(shown(await bot.say(CHENG, '待办'))).not.toMatch(TITLE);
    const clerkSeen = await bot.seq(CLERK);
    await move(bot, world, [HOUSING]);

    expect(shown(await bot.screen(CLERK, clerkSeen))).toMatch(/程砚田已转到云川市住房和城乡建设局的部门/);
    expect(shown(await bot.say(CHENG, '待办'))).toMatch(TITLE);
  });
});

test('DingTalk: whose departments cannot be asked for stays where he is, and the clerk is told to look', async () => {
  await using bot = await start('dingtalk');
  await bot.control('faults', [{ match: { path: '/topapi/v2/user/get' }, fault: 'reset', times: 9 }]);
  const clerkSeen = await bot.seq(CLERK);

  await move(bot, 'dingtalk', [TRANSPORT]);

  expect(shown(await bot.screen(CLERK, clerkSeen))).toMatch(/程砚田的部门有变动。本系统中的角色和单位没有改动，请核对/);
  expect(await cheng(bot)).toMatchObject({ unit: 'zjj' });
});
