import { describe, expect, test } from 'vitest';
import { explainClock, explainText, extendClock } from '../../../src/domain/clocks.ts';
import { defaultRules } from '../../../src/domain/default-rules.ts';
import type { ClockRule } from '../../../src/domain/rules.ts';
import { aClock, aRule, calendar, ruleOf, rules } from './given.ts';

const withRule = (rule: ClockRule) => ({ ...defaultRules(calendar), clocks: { [rule.id]: rule } });

describe('why this day', () => {
  test('working days: what counted, what did not, and the Saturday that did', () => {
    const rule = aRule('workingDay', 5);
    const explained = explainClock(aClock(rule, '2026-02-13'), withRule(rule));

    expect(explained).toMatchObject({
      start: '2026-02-13',
      end: '2026-02-27',
      counted: 5,
      moved: false,
      provisional: false,
    });
    expect(explained.madeUp).toEqual(['2026-02-14']);
    expect(explained.skipped.map(({ date }) => date.slice(8))).toEqual('15 16 17 18 19 20 21 22 23'.split(' '));
    expect(new Set(explained.skipped.map(({ why }) => why))).toEqual(new Set(['春节放假']));
  });

  test('as text for people', () => {
    const rule = aRule('workingDay', 5);

    expect(explainText(aClock(rule, '2026-02-13'), withRule(rule)).split('\n')).toEqual([
      '试验期限：5个工作日，至2月27日（周五）。',
      '起算：2月13日（周五），次日为第1日，到期日23:59:59截止。',
      '计入5个工作日，其中2月14日（周六）调休上班。',
      '不计：2月15日（周日）至2月23日（周一）春节放假。',
    ]);
  });

  test('a month that ends in a holiday says over which days it moved', () => {
    const rule = aRule('calendarMonth', 2);
    const clock = aClock(rule, '2026-08-03');

    expect(explainClock(clock, withRule(rule))).toMatchObject({ moved: true, end: '2026-10-08', counted: 61 });
    expect(explainText(clock, withRule(rule))).toContain(
      '10月3日（周六）至10月7日（周三）国庆放假，顺延至下一个工作日10月8日（周四）。',
    );
  });

  test('a month that ends on a make-up Sunday says why it did not move', () => {
    const rule = aRule('calendarMonth', 3);

    expect(explainText(aClock(rule, '2026-06-20'), withRule(rule))).toContain(
      '9月20日（周日）调休上班，是工作日，不顺延。',
    );
  });

  test('a year that is not known yet makes the date provisional, with its year', () => {
    const text = explainText(aClock('C-10', '2026-11-30'), rules);

    expect(text).toContain('提案答复期限：3个月，至2027年3月1日（周一）。');
    expect(text).toContain('2月28日（周日）休息，顺延至下一个工作日3月1日（周一）。');
    expect(text).toContain('暂定：2027年放假安排尚未录入');
    expect(explainClock(aClock('C-10', '2026-11-30'), rules).provisional).toBe(true);
  });

  test('a holiday known by its first day only is called so', () => {
    const rule = aRule('workingDay', 1);

    expect(explainText(aClock(rule, '2026-12-31'), withRule(rule))).toContain('1月1日（周五）元旦（暂按法定节日首日）');
  });

  test('an extension is told beside the rule', () => {
    const clock = extendClock(aClock('C-10', '2026-03-10'), '2026-07-10', 'as-1');

    expect(explainText(clock, rules)).toContain('至6月10日（周三）。');
    expect(explainText(clock, rules)).toContain('经批准延期至7月10日（周五）。');
  });

  test('an end that another clock set is no moved end', () => {
    const clock = aClock('C-16', '2026-06-08', { notAfter: aClock('C-10', '2026-03-10').dueAt });

    expect(explainClock(clock, rules)).toMatchObject({ end: '2026-06-10', capped: true, moved: false, counted: 2 });
    expect(explainText(clock, rules)).toContain('以先到的日期为准');
  });

  test('a clock from before a change of the rules is not explained with the new ones', () => {
    const changed = { ...rules, version: 'county-2', clocks: { 'C-10': { ...ruleOf('C-10'), amount: 5 } } };
    const text = explainText(aClock('C-10', '2026-03-10'), changed);

    expect(text).toContain('提案答复期限至6月10日（周三）。');
    expect(text).toContain('按启动时的规则（版本default-1）计算');
    expect(text).not.toContain('5个月');
  });

  test('every clock of the rule pack can be explained', () => {
    for (const id of Object.keys(rules.clocks)) {
      const clock = aClock(id, '2026-09-15', { onDate: '2026-12-26' });
      expect(explainText(clock, rules)).toContain(`${ruleOf(id).label}期限`);
    }
  });

  test('a clock whose rule was taken out of the pack is reported by name', () => {
    expect(() => explainClock(aClock(aRule('workingDay', 5), '2026-03-02'), rules)).toThrow("rule 'T-1'");
  });
});
