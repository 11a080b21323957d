import { expect, test } from 'vitest';
import { startBot } from '../../support/bot.ts';
import { shown } from '../../support/hand.ts';

test.each(['dingtalk', 'stream'] as const)(
  'P1 %s: when the month’s quota is used up a person hears that his line did not arrive, and so do the operators',
  async (world) => {
    await using bot = await startBot({ world });
    await bot.say('linzhiyuan', '写提案');

    const said = await bot.send('linzhiyuan', { text: '这一句平台没有交给我们。', flaw: 'quota' });
    const draft = await bot.draft('linzhiyuan');

    expect(shown(said)).toMatch(/消息额度已用完，您刚才说的内容没有送到本系统。请保留原文/);
    expect(draft).not.toContain('这一句');
    expect(bot.logged).toContainEqual(expect.objectContaining({ level: 'error', event: 'inbound.withheld' }));
  },
);
