import { describe, expect, test } from 'vitest';
import { type Bot, startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

const SEND = '/cgi-bin/message/send';
const LIN = 'linzhiyuan';
/** The first retry of a busy platform comes after five seconds, more or less. */
const RETRY_WAIT_MS = 60_000;

const HELP = /现在可以/;

/** One line is said while the platform misbehaves once; nothing here waits for the program to be quiet. */
async function sayUnder(bot: Bot, fault: string): Promise<void> {
  await bot.control('faults', [{ match: { path: SEND, person: LIN }, fault, times: 1 }]);
  await bot.control('say', { from: LIN, text: '帮助' });
}

const answers = async (bot: Bot): Promise<number> =>
  (await bot.screen(LIN)).filter((row) => HELP.test(shown([row]))).length;

const message = async (bot: Bot) => {
  const [row] = await bot.app().deps.store.messages.find({ recipient: 'lin' });
  return row;
};

describe('P8 the answer is shown exactly once, whatever the platform does to the call', () => {
  test.each([
    ['A the token has expired', 'errcode:42001'],
    ['A the token is unknown', 'errcode:40014'],
    ['C the platform is busy', 'errcode:-1'],
    ['C the platform answers 500', 'http:500'],
    ['C or D the connection is reset', 'reset'],
    ['D the message arrived and the answer was lost', 'accepted-answer-lost'],
    ['D the message arrived and the answer was cut', 'cut-json'],
    ['D a page of HTML comes with 200', 'html'],
  ])('%s', async (_class, fault) => {
    await using bot = await startBot();

    await sayUnder(bot, fault);

    await expect.poll(async () => (await message(bot))?.state, { timeout: RETRY_WAIT_MS }).toBe('sent');
    await bot.settle();
    expect(await answers(bot)).toBe(1);
  });
});

test('P13 class E: who cannot be reached is reported to the clerk, and nothing is tried again', async () => {
  await using bot = await startBot();

  await sayUnder(bot, 'errcode:81013');

  await expect.poll(async () => (await message(bot))?.state, { timeout: RETRY_WAIT_MS }).toBe('dead');
  await bot.settle();
  expect(await answers(bot)).toBe(0);
  expect(shown(await bot.screen('wenyizhou'))).toContain('林知远');
  expect(shown(await bot.screen('wenyizhou'))).toContain('未送达');
});

test('class F: a request the platform calls malformed is dead at once, and an alarm is logged', async () => {
  await using bot = await startBot();

  await sayUnder(bot, 'errcode:40058');

  await expect.poll(async () => (await message(bot))?.state, { timeout: RETRY_WAIT_MS }).toBe('dead');
  expect((await message(bot))?.attempts).toHaveLength(1);
  expect(bot.logged.filter(({ level }) => level === 'error')).not.toEqual([]);
});

test.each([
  ['B the platform says: too often', 'errcode:45009'],
  ['G our address is not allowed', 'errcode:60020'],
])('class %s: the message stays due and is not tried before the window ends', async (_class, fault) => {
  await using bot = await startBot();

  await sayUnder(bot, fault);

  await expect
    .poll(async () => (await message(bot))?.outcome?.errcode ?? null, { timeout: RETRY_WAIT_MS })
    .not.toBeNull();
  expect(await message(bot)).toMatchObject({ state: 'due' });
  expect(await answers(bot)).toBe(0);
  const calls = bot.emulator.raw().filter((row) => row.path === SEND);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(bot.emulator.raw().filter((row) => row.path === SEND)).toHaveLength(calls.length);
});
