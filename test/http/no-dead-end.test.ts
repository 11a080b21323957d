import { describe, expect, test } from 'vitest';
import type { ShownRow } from '../../demo/shown.ts';
import { buttonsOf } from '../../demo/shown.ts';
import { PROPOSAL_LINES } from '../../demo/texts.ts';
import { proposalUpTo, STEPS, submitProposal } from '../support/acts.ts';
import { type Bot, startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

/** Words that always work, whatever is open (product.md 4B). */
const ALWAYS = ['继续', '返回', '帮助', '我的', '待办', '给我看看', '转人工', '不知所云', '99', '取消'] as const;

/** An answer that leaves nobody standing: there are buttons, numbers, or a word or telephone to go on with. */
const namesSomethingToDo = (rows: readonly ShownRow[]): boolean =>
  rows.some((row) => buttonsOf(row).length > 0) ||
  /回复|请|\d\. |电话|接着写|现在可以/.test(shown(rows)) ||
  // What was written, shown back: the form goes on behind it.
  shown(rows).includes(PROPOSAL_LINES[0].slice(0, 20));

async function everyWordAt(bot: Bot, person: string, step: (typeof STEPS)[number]): Promise<void> {
  await proposalUpTo(bot, person, step);
  for (const word of ALWAYS) {
    // Nobody types twenty words in a minute: the platform's limit is another test's business.
    await bot.advance({ advance: 'PT1M' });
    const rows = await bot.say(person, word);
    expect(shown(rows).trim(), `${word} at ${step}`).not.toBe('');
    expect(namesSomethingToDo(rows), `${word} at ${step}: ${shown(rows)}`).toBe(true);
  }
}

describe('no dead end', () => {
  test.each(STEPS)('P2 P4 at step %s every word that always works is answered, and 继续 comes back', async (step) => {
    await using bot = await startBot();

    await everyWordAt(bot, 'linzhiyuan', step);

    // 取消 was last: what was written is still there, also after a restart.
    await bot.restart();
    const back = await bot.say('linzhiyuan', '继续');
    expect(shown(back).trim()).not.toBe('');
    expect(await bot.draft('linzhiyuan')).toContain(PROPOSAL_LINES[0].slice(0, 30));
    const cases = await bot.app().deps.store.cases.count({});
    expect(cases).toBe(0);
  });

  test('decision 39: every choice of the form can be answered by its number or a word near it', async () => {
    await using bot = await startBot();
    await proposalUpTo(bot, 'heyian', 'gathering');

    expect(shown(await bot.say('heyian', '写完啦'))).toMatch(/1\.【情况】/);
    expect(shown(await bot.say('heyian', '1'))).toMatch(/1\.【分析】/);
    await bot.say('heyian', '1');
    expect(shown(await bot.say('heyian', '第1段'))).toMatch(/1\.【情况】/);
    expect(shown(await bot.say('heyian', '就这样'))).toMatch(/案由/);
    await bot.say('heyian', '关于乡村小学冬季取暖的建议');
    expect(shown(await bot.say('heyian', '2025年冬天走访了四所学校,与十二位老师座谈。'))).toMatch(/国家秘密/);
    expect(shown(await bot.say('heyian', '确认'))).toMatch(/请确认提案/);
    expect(shown(await bot.say('heyian', '1'))).toMatch(/提案已收到/);
  });

  test('P2 words of staff, units and chairs are answered when there is nothing for them', async () => {
    await using bot = await startBot();
    await submitProposal(bot, 'linzhiyuan');

    for (const person of ['chengyantian', 'shenhuaigu', 'qiming', 'xuqinghe']) {
      for (const word of ['待办', '签收', '答复', '核查', '我的', '取消']) {
        const rows = await bot.say(person, word);
        expect(shown(rows).trim(), `${word} by ${person}`).not.toBe('');
        expect(namesSomethingToDo(rows), `${word} by ${person}: ${shown(rows)}`).toBe(true);
      }
    }
  });
});
