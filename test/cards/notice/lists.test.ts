import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mineCard } from '../../../cards/member-list-card.ts';
import { shortTitle } from '../../../cards/short-title.ts';
import { todoCard } from '../../../cards/todo-card.ts';
import { anOpinionReport, aProposal, given, may } from './sample.ts';

describe('a title in a list', () => {
  test.each([
    ['关于加快老旧小区加装电梯后续管理的建议', 40, '关于加快老旧小区加装电梯后续管理的建议'],
    ['关于加快老旧小区加装电梯后续管理的建议', 16, '加快老旧小区加装电梯后续管理'],
    ['关于加快老旧小区加装电梯后续管理的建议', 10, '加快老旧小区…续管理'],
    ['关于加快老旧小区加装电梯资金筹措的提案', 10, '加快老旧小区…金筹措'],
    ['关于建议', 3, '关于…'],
  ])('%s in %i characters is %s', (title, max, shown) => {
    expect(shortTitle(title, max)).toBe(shown);
  });

  test('is never longer than its room', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 6, max: 40 }), (title, max) => {
        expect([...shortTitle(title, max)].length).toBeLessThanOrEqual(max);
      }),
    );
  });
});

const TOPICS = ['后续管理', '资金筹措', '维保收费', '困难家庭补贴', '报建流程', '安全检测', '邻里协商'];

describe('我的', () => {
  const items = TOPICS.map((topic, index) =>
    aProposal({ id: `case-${index}`, publicNo: `05${index}`, title: `关于加快老旧小区加装电梯${topic}的建议` }),
  );

  test('two proposals that begin alike are told apart, and no line is lost below the edge of the card', () => {
    const card = mineCard(items, given('lin'));
    const lines = card.body.split('\n');

    expect([...card.body].length).toBeLessThanOrEqual(160);
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^1\. 第050号 .+ 已答复$/);
    const titles = lines.slice(0, 6).map((line) => line.split(' ')[2]);
    expect(new Set(titles).size).toBe(6);
    expect(lines[6]).toBe('另有1件，可回复编号查看。');
    expect(card.buttons).toHaveLength(6);
  });

  test('lines that are long by themselves are fewer, and what is left out is counted and has no button', () => {
    const late = items.map((kase) => ({ kase, actions: [may('reportCommitment', '报承诺进展', 'c-1')] }));
    const card = todoCard(late, given('cheng'));
    const lines = card.body.split('\n');

    expect([...card.body].length).toBeLessThanOrEqual(160);
    expect(lines.at(-1)).toBe(`另有${items.length - card.buttons.length}件，可回复编号查看。`);
    expect(lines).toHaveLength(card.buttons.length + 1);
    expect(card.buttons.length).toBeGreaterThan(2);
  });

  test('a single item has its whole title, and its button the whole number', () => {
    const report = anOpinionReport({ serialNo: 'SQ2026-0021', title: '乡村小规模学校冬季取暖费缺口应予重视' });
    const card = mineCard([report], given('lin'));

    expect(card.body).toMatch(/^1\. SQ2026-0021 乡村小规模学校冬季取暖费缺口应予重视 /);
    expect(card.buttons[0]?.text).toBe('1. 信息0021');
    expect([...(card.buttons[0]?.text ?? '')].length).toBeLessThanOrEqual(10);
  });
});
