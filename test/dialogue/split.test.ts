import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OPINION_LINES, PROPOSAL_LINES } from '../../demo/texts.ts';
import { paragraphsOf, proposeSplit, suggestionsOf } from '../../src/dialogue/split.ts';

describe('the proposed split', () => {
  test.each([
    ['proposal', PROPOSAL_LINES, ['situation', 'analysis', 'suggestions', 'suggestions']],
    ['opinion report', OPINION_LINES, ['situation', 'suggestions', 'suggestions']],
    [
      'headings',
      ['一、情况', '很多。', '二、原因分析', '不少。', '三、建议', '一条。'],
      ['situation', 'analysis', 'suggestions'],
    ],
    ['no sign at all', ['甲。', '乙。'], ['situation', 'situation']],
  ] as const)('%s', (_name, lines, fields) => {
    expect(proposeSplit(paragraphsOf(lines)).map((part) => part.field)).toEqual(fields);
  });

  test('P5 every paragraph but a bare heading is in the split, in its order, once', () => {
    const paragraph = fc.string({
      minLength: 13,
      maxLength: 60,
      unit: fc.constantFrom(...'建议情况原因一二三、。;电梯由市住建局牵头 \n'),
    });
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 8 }), (lines) => {
        const paragraphs = paragraphsOf(lines).filter((text) => text.length > 12);
        expect(proposeSplit(paragraphs).map((part) => part.text)).toEqual(paragraphs);
      }),
    );
  });

  test('without headings the order situation, analysis, suggestions is kept', () => {
    const order = ['situation', 'analysis', 'suggestions'];
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('全市目前有12个小区。', '主要是由于未约定管理责任。', '应当出台办法,由市住建局牵头。'),
        ),
        (lines) => {
          const reached = proposeSplit(lines).map((part) => order.indexOf(part.field));
          expect(reached).toEqual([...reached].sort());
          expect(reached).toHaveLength(lines.length);
        },
      ),
    );
  });

  test('suggestions become a list: numbers go, words stay', () => {
    expect(suggestionsOf(['1.建立台账。2.明确责任单位。', '建议:出台管理办法。'])).toEqual([
      '建立台账',
      '明确责任单位。',
      '出台管理办法。',
    ]);
  });
});
