import { expect, test } from 'vitest';
import { COLLEAGUE, startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

/** Decision 38 on both platforms: one person, two accounts, one dialogue. */

test('who is bound on one platform binds his account of the other the same way, and keeps one dialogue', async () => {
  await using bot = await startBot({ world: 'mixed' });
  const { store, directory } = bot.app().deps;
  await store.people.update({ id: 'cheng' }, { $set: { dingtalkId: '', wecomId: COLLEAGUE.id } });
  await directory.refresh();
  expect(shown(await bot.say(COLLEAGUE.id, '帮助'))).toMatch(/程砚田同志/);

  expect(shown(await bot.say('chengyantian', '程砚田 市住建局'))).toMatch(/程砚田[\s\S]*市住建局/);
  expect(shown(await bot.say('chengyantian', '1'))).toMatch(/已收到：程砚田（市住建局）/);
  expect(shown([await bot.cardWith('wenyizhou', '确认')])).toMatch(/钉钉账号 chengyantian 说自己是 程砚田/);
  const before = await bot.seq(COLLEAGUE.id);
  await bot.tap('wenyizhou', '确认');

  expect(shown(await bot.screen('chengyantian'))).toMatch(/程砚田，您好。账号已开通/);
  expect(shown(await bot.screen(COLLEAGUE.id, before))).toMatch(/您的钉钉账号 chengyantian 已开通/);
  expect(await store.people.get('yunchuan:cheng')).toMatchObject({
    dingtalkId: 'chengyantian',
    wecomId: COLLEAGUE.id,
  });
  expect(shown(await bot.say('chengyantian', '帮助'))).toMatch(/程砚田同志/);
  expect(await store.mailboxes.get('yunchuan:person:cheng')).toMatchObject({ platform: 'dingtalk' });
});

test('an account becomes one person only, whichever of two clerks is faster', async () => {
  await using bot = await startBot();
  const { store, directory } = bot.app().deps;
  await store.people.update({ id: 'jiang' }, { $set: { roles: ['proposalStaff'] } });
  for (const id of ['mu1', 'mu2']) {
    await store.people.insert({
      _id: `yunchuan:${id}`,
      ...{ id, name: '沐云衫', title: '', unit: null, wecomId: '', dingtalkId: '', state: 'active', roles: ['member'] },
    });
  }
  await directory.refresh();
  await bot.say(COLLEAGUE.id, '沐云衫 某单位');
  await bot.say(COLLEAGUE.id, '提交');
  const [one, other] = [await bot.cardWith('wenyizhou', '确认1'), await bot.cardWith('jiangyuanshan', '确认2')];
  const calls = [
    await bot.holdPress({ from: 'wenyizhou', button: '确认1', message: one.message }),
    await bot.holdPress({ from: 'jiangyuanshan', button: '确认2', message: other.message }),
  ];

  await Promise.all(calls.map((call) => bot.repeat(call)));
  await bot.settle();

  expect(await store.people.count({ wecomId: COLLEAGUE.id })).toBe(1);
  expect(shown(await bot.screen(COLLEAGUE.id)).match(/账号已开通/g)).toHaveLength(1);
  for (const clerk of ['wenyizhou', 'jiangyuanshan'])
    expect(shown(await bot.screen(clerk))).toMatch(/已由.*确认为 沐云衫|已经是 沐云衫/);
});

test('somebody who is not a clerk any more decides nothing', async () => {
  await using bot = await startBot();
  await bot.say(COLLEAGUE.id, '史无名 某单位');
  await bot.say(COLLEAGUE.id, '提交');
  const card = await bot.cardWith('wenyizhou', '不是本人');
  const { store, directory } = bot.app().deps;
  await store.people.update({ id: 'wen' }, { $set: { roles: ['verifier'] } });
  await directory.refresh();

  const said = await bot.press({ from: 'wenyizhou', button: '不是本人', message: card.message });

  expect(shown(said)).toMatch(/未找到该事项/);
  expect((await store.bindings.find({}))[0]?.state).toBe('waiting');
});
