import { expect, test } from 'vitest';
import { proposalUpTo, submitProposal } from '../support/acts.ts';
import { startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

test('reliability 4: the same text within ten minutes is asked about once; confirmed, it is taken', async () => {
  await using bot = await startBot();
  const cases = () => bot.app().deps.store.cases.count({});
  await submitProposal(bot, 'linzhiyuan');

  await proposalUpTo(bot, 'linzhiyuan', 'confirm');
  const asked = shown(await bot.tap('linzhiyuan', '提交'));
  expect(asked).toContain('疑似重复提交');
  expect(asked).toMatch(/登记号 \S*2026-0001/);
  expect(await cases()).toBe(1);

  expect(shown(await bot.say('linzhiyuan', '确认'))).toMatch(/提案已收到[\s\S]*2026-0002/);
  expect(await cases()).toBe(2);
});

test('reliability 4: eleven minutes later the same text is nobody’s slip', async () => {
  await using bot = await startBot();
  await submitProposal(bot, 'linzhiyuan');

  await bot.advance({ advance: 'PT11M' });
  const rows = await submitProposal(bot, 'linzhiyuan');

  expect(shown(rows)).toMatch(/提案已收到[\s\S]*2026-0002/);
});
