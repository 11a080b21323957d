import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listDeadLetters } from '../../../src/outbox/dead-letters.ts';
import { submitProposal } from '../../support/acts.ts';
import { type Bot, startBot } from '../../support/bot.ts';
import { shown } from '../../support/hand.ts';

/** Classes A–G of reliability.md section 2, over DingTalk's wire. */
const CARD = '/v1.0/card/instances/createAndDeliver';
const TEXT = '/v1.0/robot/oToMessages/batchSend';
const LIN = 'linzhiyuan';
const CLERK = 'wenyizhou';
/** Only against a hang: the first retry comes after five seconds, more or less. */
const WAIT = { timeout: 60_000 };

/** One line is said while the platform misbehaves once; nothing here waits for the program to be quiet. */
async function under(bot: Bot, path: string, fault: string, from = LIN, text = '我的'): Promise<void> {
  const known = await bot.control<object[]>('faults');
  await bot.control('faults', [...known, { match: { path, person: from }, fault, times: 1 }]);
  await bot.control('say', { platform: 'dingtalk', from, text });
}

const rowOf = async (bot: Bot, account = LIN) => {
  const { store, directory } = bot.app().deps;
  const recipient = directory.byPlatformUser('dingtalk', account)?.id ?? '';
  const [row] = await store.messages.find({ recipient }, { sort: { dueAt: -1 }, limit: 1 });
  return row;
};
const reaches = (bot: Bot, state: string, account = LIN) =>
  expect.poll(async () => (await rowOf(bot, account))?.state, WAIT).toBe(state);

describe('P8 P9 one bot, everybody with a fault of his own', () => {
  let bot: Bot;
  beforeAll(async () => {
    bot = await startBot({ world: 'dingtalk' });
  });
  afterAll(() => bot[Symbol.asyncDispose]());

  const CARD_FAULTS = [
    ['A the token was refused', 'linzhiyuan', 'code:InvalidAuthentication'],
    ['B too many calls a second', 'heyian', 'code:Forbidden.AccessDenied.QpsLimitForAppkeyAndApi'],
    ['C the platform is busy', 'zhouruoning', 'http:503'],
    ['D the platform answers 500', 'chengyantian', 'http:500'],
    ['C or D the connection is reset', 'helanzhou', 'reset'],
    ['D the card arrived and the answer was lost', 'zhuoyuanfan', 'accepted-answer-lost'],
    ['D the card arrived and the answer was cut', 'taojingzhi', 'cut-json'],
  ] as const;
  const TEXT_FAULTS = [
    ['D the text arrived and the answer was lost', 'gumingchuan', 'accepted-answer-lost', 1],
    ['D the answer was cut', 'fangjingzhi', 'cut-json', 1],
    ['D the platform answers 500', 'xuqinghe', 'http:500', 0],
  ] as const;

  test('a card is shown exactly once, whatever the platform does to the call', async () => {
    for (const [, person, fault] of CARD_FAULTS) await under(bot, CARD, fault, person);

    for (const [what, person] of CARD_FAULTS) {
      await reaches(bot, 'sent', person);
      const cards = (await bot.screen(person)).filter(({ kind }) => kind === 'card');
      expect(cards, `${what}: ${person}`).toHaveLength(1);
    }
  }, 120_000);

  test('a text of the robot is never repeated after an unknown outcome: it is held and listed', async () => {
    for (const [, person, fault] of TEXT_FAULTS) await under(bot, TEXT, fault, person, '帮助');

    for (const [what, person, , times] of TEXT_FAULTS) {
      await reaches(bot, 'held', person);
      expect(await bot.screen(person), what).toHaveLength(times);
      expect((await rowOf(bot, person))?.attempts, what).toHaveLength(1);
    }
    const listed = await listDeadLetters(bot.app().deps);
    expect(listed.map(({ recipient, state }) => `${recipient} ${state}`).sort()).toEqual([
      'fang held',
      'gu held',
      'xu held',
    ]);
  }, 120_000);

  test('class F: a request the platform calls malformed is dead at once, and an alarm is logged', async () => {
    await under(bot, TEXT, 'code:invalidParameter.msgParam.invalid', 'bairuoxi', '帮助');

    await reaches(bot, 'dead', 'bairuoxi');
    expect((await rowOf(bot, 'bairuoxi'))?.attempts).toHaveLength(1);
    expect(bot.logged).toContainEqual(expect.objectContaining({ level: 'error', event: 'send.dead', class: 'F' }));
  });
});

describe('a fault that concerns everybody closes the gate: nothing is hammered, nothing is lost', () => {
  test.each([
    ['B the address is shut out, as {"status":1111}', 'punish'],
    ['G the address is not allowed', 'errcode:60020'],
    ['G the month’s calls are used up', 'code:Forbidden.AccessDenied.ApiCountLimitForOrg'],
  ])('%s', async (_class, fault) => {
    await using bot = await startBot({ world: 'dingtalk' });

    await under(bot, CARD, fault);
    await expect.poll(async () => (await rowOf(bot))?.outcome?.class ?? null, WAIT).not.toBeNull();
    const calls = () => bot.emulator.raw().filter(({ path }) => path === CARD || path === TEXT).length;
    const before = calls();
    await bot.control('say', { platform: 'dingtalk', from: 'heyian', text: '帮助' });
    await expect.poll(async () => (await rowOf(bot, 'heyian'))?.state, WAIT).toBe('due');

    expect(await rowOf(bot)).toMatchObject({ state: 'due' });
    expect(calls()).toBe(before);
    expect(bot.logged).toContainEqual(expect.objectContaining({ level: 'error', event: 'send.channelClosed' }));
  });
});

test('P13 class E: every deliverResult is checked: whom a card did not reach is named to the clerk', async () => {
  await using bot = await startBot({
    world: 'dingtalk',
    company: (demo) => ({ ...demo, people: demo.people.filter(({ id }) => id !== 'shenhuaigu') }),
  });
  await submitProposal(bot, LIN);
  // The week's digest: a card to each chair, and a text by the group's robot, whose answer is lost.
  await bot.control('faults', [{ match: { path: '/robot/send' }, fault: 'accepted-answer-lost', times: 1 }]);
  await bot.control('clock', { to: '2026-03-09T09:06:00+08:00' });

  const { messages } = bot.app().deps.store;
  const [toChair] = await messages.find({ recipient: 'shen' });
  expect(toChair).toMatchObject({ state: 'dead', outcome: { class: 'E' } });
  expect(shown(await bot.screen(CLERK))).toMatch(/沈怀谷 未送达/);
  expect(shown(await bot.screen(CLERK))).not.toMatch(/白若溪 未送达/);

  const [toGroup] = await messages.find({ call: 'robot' });
  expect(toGroup).toMatchObject({ state: 'held', outcome: { class: 'D' } });
  expect(toGroup?.attempts).toHaveLength(1);
  const inGroup = await bot.control<{ kind: string }[]>('ledger/visible?group=主席会议群');
  expect(inGroup).toHaveLength(1);
}, 120_000);
