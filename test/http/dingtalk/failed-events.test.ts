import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bot, startBot } from '../../support/bot.ts';
import { shown } from '../../support/hand.ts';

const LIN = 'linzhiyuan';
const CLERK = 'wenyizhou';

let bot: Bot;
beforeAll(async () => {
  // The platform gives an event up at once, so that nobody has to wait for its pauses.
  bot = await startBot({ world: 'dingtalk', platform: { dingtalkSwitches: { eventRetrySpacingMs: [] } } });
});
afterAll(() => bot[Symbol.asyncDispose]());

test('decision 24: who left while the program was down is taken from the list of failed events, once', async () => {
  const before = await bot.seq(CLERK);

  await bot.restart(async () => {
    await bot.control('contacts', { platform: 'dingtalk', id: LIN, event: 'leave' });
  });
  const end = Date.now() + 60_000;
  const person = () => bot.app().deps.store.people.get('yunchuan:lin');
  while ((await person())?.state !== 'left' && Date.now() < end) await bot.settle();
  await bot.settle();

  expect(await person()).toMatchObject({ state: 'left', dingtalkId: '' });
  expect(shown(await bot.screen(CLERK, before)).match(/林知远已离开/g)).toHaveLength(1);
  await bot.restart();
  await bot.settle();
  expect(shown(await bot.screen(CLERK, before)).match(/林知远已离开/g)).toHaveLength(1);
});
