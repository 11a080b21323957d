import { describe, expect, test } from 'vitest';
import { handleRow } from '../../handlers/handle-row.ts';
import type { HandlerDeps } from '../../handlers/talk.ts';
import { readInner } from '../../src/platforms/wecom/inner-xml.ts';
import { inviteDigest } from '../../src/store/invite-code.ts';
import type { InboxRow } from '../../src/store/records.ts';
import { type Bot, COLLEAGUE, startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

/** Decision 38: an invite code binds at once, once, and cannot be guessed. */

const ME = COLLEAGUE.id;
const CLERK = 'wenyizhou';
const CODE = 'QH27K9PX';

async function givenInvited(bot: Bot, id = 'mu', code = CODE) {
  const { store, directory } = bot.app().deps;
  await store.people.insert({
    _id: `yunchuan:${id}`,
    ...{ id, name: '沐云衫', title: '市政协委员', unit: null, wecomId: '', dingtalkId: '', state: 'active' },
    ...{ roles: ['member'], inviteDigest: inviteDigest('yunchuan', code) },
  });
  await directory.refresh();
}

const personOf = (bot: Bot, id = 'mu') => bot.app().deps.store.people.get(`yunchuan:${id}`);

describe('decision 38: invite code', () => {
  test('compared without case and blanks, it binds at once, is used up, and the clerk is told', async () => {
    await using bot = await startBot();
    await givenInvited(bot);
    const before = await bot.seq(CLERK);

    expect(shown(await bot.say(ME, 'qh27 k9px'))).toMatch(/^沐云衫，您好。账号已开通/);

    expect(await personOf(bot)).toMatchObject({ wecomId: ME, inviteDigest: '' });
    expect(shown(await bot.screen(CLERK, before))).toMatch(/muyunshan 用邀请码开通，为 沐云衫.*unbind --person mu/);
    expect(shown(await bot.say(ME, '帮助'))).toMatch(/沐云衫委员.*写提案/s);
    await bot.restart();
    expect(shown(await bot.say(ME, '帮助'))).toMatch(/沐云衫委员/);
    const { mailboxes } = bot.app().deps.store;
    expect((await mailboxes.get('yunchuan:person:mu'))?.user).toBe(ME);
  });

  test('five wrong ones close for an hour, also over a restart; then the right one is taken', async () => {
    await using bot = await startBot();
    await givenInvited(bot);
    for (let n = 1; n <= 4; n += 1) expect(shown(await bot.say(ME, `WRONG0${n}`))).toMatch(/不正确或已经用过.*电话/s);
    expect(shown(await bot.say(ME, 'WRONG05'))).toMatch(/一小时后/);

    await bot.restart();
    expect(shown(await bot.say(ME, CODE))).toMatch(/一小时后/);
    expect((await personOf(bot))?.wecomId).toBe('');
    await bot.advance({ advance: 'PT61M' });

    expect(shown(await bot.say(ME, CODE))).toMatch(/账号已开通/);
  });

  test('a code is good for one account: used, and tried from a wrong place, it is as wrong as any other', async () => {
    await using bot = await startBot();
    await givenInvited(bot);
    const { store, directory } = bot.app().deps;
    await bot.say(ME, CODE);
    await store.people.update({ id: 'lin' }, { $set: { wecomId: '' } });
    await directory.refresh();

    expect(shown(await bot.say('linzhiyuan', CODE))).toMatch(/不正确或已经用过/);

    expect(await store.people.count({ wecomId: 'linzhiyuan' })).toBe(0);
    await bot.say('linzhiyuan', '您好');
    expect(shown(await bot.tap('linzhiyuan', '有邀请码'))).toMatch(/请回复办公室发给您的邀请码/);
    expect(shown(await bot.say('linzhiyuan', '忘记带了'))).toMatch(/6至16位/);
    expect(shown(await bot.say('linzhiyuan', '转人工'))).toMatch(/电话/);
  });

  test('P3 cut off after the binding and before the answer, the line is worked again: one answer, nothing lost', async () => {
    await using bot = await startBot();
    await givenInvited(bot);
    await bot.say(ME, CODE);
    const seen = await bot.screen(ME);
    const [row] = (await bot.app().deps.store.inbox.find({})).filter((one) => one.user === ME);

    await workAgain(bot, row as InboxRow);

    expect(await bot.screen(ME)).toEqual(seen);
    expect((await personOf(bot))?.usedInvites).toHaveLength(1);
  });

  test('decision 12: a line written before the binding is worked after it, in the mailbox of the person', async () => {
    await using bot = await startBot();
    await givenInvited(bot);
    await bot.say(ME, CODE);
    const [known] = (await bot.app().deps.store.inbox.find({})).filter((one) => one.user === ME);
    const { committee: _scope, ...row } = known as InboxRow;
    const early: InboxRow = { ...(known as InboxRow), _id: `${row._id}0`, body: row.body.replace(CODE, '帮助') };

    await workAgain(bot, early);
    await bot.settle();

    const { inbox, mailboxes } = bot.app().deps.store;
    expect(await inbox.get(`${early._id}@person`)).toMatchObject({ mailbox: 'yunchuan:person:mu' });
    expect((await mailboxes.get('yunchuan:person:mu'))?.user).toBe(ME);
    expect(shown(await bot.screen(ME))).toMatch(/沐云衫委员.*写提案/s);
  });
});

test('P26 cut off between the claim and the person, the press of the clerk is worked again and binds', async () => {
  await using bot = await startBot();
  await givenInvited(bot);
  await bot.say(ME, '沐云衫 某单位');
  await bot.say(ME, '提交');
  await bot.tap(CLERK, '确认');
  const { store, directory } = bot.app().deps;
  const seen = [await bot.screen(ME), await bot.screen(CLERK)];
  await store.people.update({ id: 'mu' }, { $set: { wecomId: '' } });
  await directory.refresh();
  const [press] = (await store.inbox.find({}, { sort: { order: -1 } })).filter((one) => one.user === CLERK);

  await workAgain(bot, press as InboxRow);

  expect(await personOf(bot)).toMatchObject({ wecomId: ME });
  expect([await bot.screen(ME), await bot.screen(CLERK)]).toEqual(seen);
});

async function workAgain(bot: Bot, row: InboxRow): Promise<void> {
  const deps: HandlerDeps = {
    ...bot.app().deps,
    fetchFiles: () => {},
    digestOf: async () => null,
    departmentsOf: async () => null,
  };
  const parse = (one: InboxRow) => {
    const inner = readInner(Buffer.from(one.body, one.encoding));
    return inner.kind === 'event' ? ({ ok: true, event: inner.event } as const) : ({ ok: false } as const);
  };
  const worked = await handleRow(deps, parse, row, { current: null, drafts: {}, choices: [], choicesAt: null });
  await worked.say();
  await bot.settle();
}
