import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bot, startBot } from '../../support/bot.ts';
import { shown } from '../../support/hand.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot({ world: 'dingtalk' });
});
afterAll(() => bot[Symbol.asyncDispose]());

const voice = { name: 'a.amr', base64: Buffer.from('#!AMR\n').toString('base64') };

test('what the platform heard in a recording stands in the draft, and the recording is kept', async () => {
  await bot.say('heyian', '反映社情民意');
  await bot.send('heyian', { voice, recognition: '学校门口的路灯坏了三盏。' });

  expect(await bot.draft('heyian')).toContain('学校门口的路灯坏了三盏。');
  expect(await bot.app().deps.store.files.find({ owner: 'he' })).toMatchObject([{ state: 'stored', size: 6 }]);
});

test('a recording in which nothing was heard is kept, and its person is told what to do', async () => {
  const said = shown(await bot.send('linzhiyuan', { voice }));

  expect(said).toContain('语音已收到并留存');
  expect(await bot.app().deps.store.files.find({ owner: 'lin' })).toHaveLength(1);
});
