import { describe, expect, test } from 'vitest';
import type { Card } from '../../cards/card.ts';
import { buttonWords, readButtonWords } from '../../cards/render/button-words.ts';
import { alertOf, toCardData } from '../../cards/render/dingtalk.ts';
import { toActionCard } from '../../cards/render/dingtalk-action-card.ts';

const CARD: Card = {
  title: '第058号提案待签收',
  note: '第058号 · 已交办',
  body: '关于加强老旧小区电梯加装的提案',
  facts: [{ label: '答复期限', value: '2026年6月2日' }],
  selectors: [],
  buttons: [
    { action: 'receive', text: '签收', tone: 'primary' },
    { action: 'refuse', text: '退回', tone: 'danger' },
    { action: 'view', text: '查看', tone: 'plain' },
  ],
  about: { case: 'c1', version: 3 },
};
const keyFor = ({ action }: { action: string }) => `key:${action}`;
const words = (text: string, n: number) => `${n} ${text}`;
const select = (key: string, count: number, selected?: string) => ({
  key,
  title: `问题${key}`,
  options: Array.from({ length: count }, (_, index) => ({ id: `${key}${index}`, text: `选项${index}` })),
  ...(selected !== undefined && { selected }),
});
const manyButtons = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ action: `a${index}`, text: `做${index}`, tone: 'plain' as const }));

describe('toCardData', () => {
  test('all variables, all strings', () => {
    expect(toCardData(CARD, { keyFor })).toEqual({
      title: '第058号提案待签收',
      note: '第058号 · 已交办',
      body: '关于加强老旧小区电梯加装的提案',
      facts: '[{"label":"答复期限","value":"2026年6月2日"}]',
      buttons:
        '[{"text":"签收","style":"primary","token":"key:receive"},{"text":"退回","style":"danger","token":"key:refuse"},{"text":"查看","style":"plain","token":"key:view"}]',
      selects: '[]',
      done: '',
      source: '履职直通',
    });
  });

  test('a settled card has its word and nothing to press', () => {
    const data = toCardData({ ...CARD, done: '已签收', selectors: [select('u', 2)] }, { keyFor });

    expect(data).toMatchObject({ done: '已签收', buttons: '[]', selects: '[]' });
  });

  test('selectors come with every button, and never without one', () => {
    const data = toCardData({ ...CARD, selectors: [select('unit', 2, 'unit1'), select('none', 0)] }, { keyFor });

    expect(JSON.parse(data.selects)).toEqual([
      {
        key: 'unit',
        title: '问题unit',
        selected: 'unit1',
        options: [
          { id: 'unit0', text: '选项0' },
          { id: 'unit1', text: '选项1' },
        ],
      },
    ]);
    expect(JSON.parse(data.buttons)).toHaveLength(3);
    const alone = toCardData({ ...CARD, buttons: [], selectors: [select('unit', 2)] }, { keyFor });
    expect(JSON.parse(alone.buttons)).toEqual([{ text: '提交', style: 'primary', token: 'key:submit' }]);
  });

  test('what does not fit is named below the body, which gives way', () => {
    const facts = Array.from({ length: 9 }, (_, index) => ({ label: `项${index}`, value: `值${index}` }));
    const data = toCardData({ ...CARD, body: '正'.repeat(800), buttons: manyButtons(8), facts }, { keyFor });

    expect(JSON.parse(data.facts)).toHaveLength(8);
    expect(JSON.parse(data.buttons)).toHaveLength(6);
    expect(data.body).toMatch(/^正{300,}…\n项8：值8\n也可回复：做6、做7$/);
    expect(Buffer.byteLength(data.body)).toBeLessThanOrEqual(1024);
  });

  test('long tokens: as many buttons as fit, the others can be typed; a higher cap shows them', () => {
    const long = ({ action }: { action: string }) => action.padEnd(300, 'x');
    const card = { ...CARD, buttons: manyButtons(4) };

    const data = toCardData(card, { keyFor: long });

    expect(JSON.parse(data.buttons)).toHaveLength(2);
    expect(data.body).toContain('也可回复：做2、做3');
    expect(JSON.parse(toCardData(card, { keyFor: long, valueBytes: 4096 }).buttons)).toHaveLength(4);
  });

  test('what is chosen stays among the options, and hidden ones are named', () => {
    const data = toCardData({ ...CARD, selectors: [select('u', 40, 'u37')] }, { keyFor });
    const [only] = JSON.parse(data.selects) as { options: { id: string }[]; selected: string }[];

    expect(only?.selected).toBe('u37');
    expect(only?.options.at(-1)?.id).toBe('u37');
    expect(data.body).toContain(`「问题u」另有${40 - (only?.options.length ?? 0)}项，可直接回复名称`);
  });

  test('what people typed can hide nothing and begins no tag', () => {
    const data = toCardData(
      { ...CARD, title: '第\u202E850\u202C号\u0000\n\u200B提案', body: '<a atId=u1>某</a><font color=red>' },
      { keyFor },
    );

    expect(data.title).toBe('第850号 提案');
    expect(data.body).toBe('＜a atId=u1>某＜/a>＜font color=red>');
  });

  test('an impossible token is our mistake and says so', () => {
    expect(() => toCardData(CARD, { keyFor: () => 'x'.repeat(2000) })).toThrow('does not fit');
  });
});

describe('toActionCard', () => {
  test('two to five buttons, one below the other', () => {
    expect(toActionCard(CARD, words)).toEqual({
      msgKey: 'sampleActionCard3',
      msgParam: {
        title: '第058号提案待签收',
        text: '#### 第058号提案待签收  \n  第058号 · 已交办  \n  关于加强老旧小区电梯加装的提案  \n  答复期限：2026年6月2日',
        actionTitle1: '签收',
        actionURL1: `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('1 签收')}`,
        actionTitle2: '退回',
        actionURL2: `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('2 退回')}`,
        actionTitle3: '查看',
        actionURL3: `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('3 查看')}`,
      },
    });
  });

  test('one button has other field names', () => {
    const card = toActionCard({ ...CARD, buttons: CARD.buttons.slice(0, 1) }, words);

    expect(card?.msgKey).toBe('sampleActionCard');
    expect(Object.keys(card?.msgParam ?? {})).toEqual(['title', 'text', 'singleTitle', 'singleURL']);
  });

  test.each([
    ['none', { buttons: [] }],
    ['six', { buttons: manyButtons(6) }],
    ['selectors', { selectors: [select('u', 1)] }],
    ['settled', { done: '已签收' }],
  ])('%s: no such card', (_, over) => {
    expect(toActionCard({ ...CARD, ...over }, words)).toBeNull();
  });

  test.each([
    '[点这里](https://evil.example)',
    '![](https://evil.example/x.png)',
    '<a href="https://evil.example">点</a>',
    '@所有人 @13800000000',
    '# 大标题\n> 引用\n- 条目\n---',
    '**重要**_斜_`码`',
    '&lt;b&gt;',
    '\\[a\\](b)',
  ])('%s stays text', (evil) => {
    const card = { ...CARD, title: evil, note: evil, body: evil, facts: [{ label: evil, value: evil }] };
    const text = toActionCard(card, words)?.msgParam.text ?? '';

    expect(text.replace(/^#### /, '')).not.toMatch(/[*_`~[\]<>#|\\!@&]|(^|\n)\s*[-+=]/);
  });
});

test('words of a button are read back, and nothing else is taken for them', () => {
  const said = buttonWords('打开1 第058号提案', 12, 'mAb3dEf_rest');

  expect(readButtonWords(said)).toEqual({ n: 12, ref: 'Ab3dEf' });
  expect(readButtonWords(buttonWords('', 1, 'mAb3dEf_rest'))).toEqual({ n: 1, ref: 'Ab3dEf' });
  for (const other of ['1', '058', '签收', '签收 1', '1·', '3·15晚会', '签收 100·Ab3dEf', '']) {
    expect(readButtonWords(other), other).toBeNull();
  }
});

test('the line in the list of chats is the title', () => {
  expect(alertOf(CARD)).toBe('第058号提案待签收');
  expect(alertOf({ ...CARD, title: '\u200B' })).toBe('履职直通');
});
