import { describe, expect, test } from 'vitest';
import { startBot } from '../../support/bot.ts';

const get = async (port: number, path: string) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, text: await response.text() };
};

describe('the operator’s pages', () => {
  test('/status shows how much of the month’s calls is used', async () => {
    await using bot = await startBot({ world: 'dingtalk' });
    const used = async () =>
      Number(/接口调用（?\(?本月[\s\S]*?(\d+)次/.exec((await get(bot.app().port, '/status')).text)?.[1]);
    // At its start the program says where presses go and asks for events that could not be pushed.
    const before = 2;
    await expect.poll(used, { timeout: 30_000 }).toBe(before);

    await bot.say('linzhiyuan', '帮助');

    const { text } = await get(bot.app().port, '/status');
    expect(text).toMatch(/HTTP 回调/);
    expect(text).toMatch(/额度5000次的\d+%/);
    expect(await used()).toBe(before + 1);
    expect(text).not.toMatch(/林知远|linzhiyuan/);
    await bot.restart();
    expect(await used()).toBeGreaterThanOrEqual(before + 1);
  });

  test('a Stream that is open is said to be, and the program is ready', async () => {
    await using bot = await startBot({ world: 'stream' });

    expect((await get(bot.app().port, '/status')).text).toMatch(/Stream 已连接/);
    expect((await get(bot.app().port, '/readyz')).status).toBe(200);
  });

  test('a Stream that wrong credentials keep down makes the program unready, and is named', async () => {
    await using bot = await startBot({ world: 'stream', env: () => ({ DINGTALK_APP_SECRET: 'x'.repeat(64) }) });
    await expect.poll(async () => (await get(bot.app().port, '/readyz')).status, { timeout: 30_000 }).toBe(503);

    const { reasons } = JSON.parse((await get(bot.app().port, '/readyz')).text) as { reasons: string[] };
    expect(reasons).toEqual([expect.stringMatching(/钉钉 Stream 未连接/)]);
    expect(reasons.join()).not.toContain('xxxx');
    expect((await get(bot.app().port, '/status')).text).toContain(reasons[0]);
  });

  test('a line that is cut comes back by itself: that is no reason to be unready', async () => {
    await using bot = await startBot({ world: 'stream' });

    bot.emulator.gateway?.cut();

    expect((await get(bot.app().port, '/readyz')).status).toBe(200);
    await expect
      .poll(async () => (await get(bot.app().port, '/status')).text, { timeout: 60_000 })
      .toMatch(/Stream 已连接/);
  });
});
