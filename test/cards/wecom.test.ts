import { describe, expect, test } from 'vitest';
import type { Card } from '../../cards/card.ts';
import { toNumberedText } from '../../cards/render/numbered-text.ts';
import { toCardUpdate, toTemplateCard } from '../../cards/render/wecom.ts';

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
const IDS = { taskId: 'm-1@zt', keyFor: ({ action }: { action: string }) => `key:${action}` };
const select = (key: string, count: number, selected?: string) => ({
  key,
  title: `问题${key}`,
  options: Array.from({ length: count }, (_, index) => ({ id: `${key}${index}`, text: `选项${index}` })),
  ...(selected !== undefined && { selected }),
});

describe('toTemplateCard', () => {
  test('a card with buttons', () => {
    expect(toTemplateCard(CARD, IDS)).toEqual({
      card_type: 'button_interaction',
      source: { desc: '履职直通', desc_color: 0 },
      main_title: { title: '第058号提案待签收', desc: '第058号 · 已交办' },
      sub_title_text: '关于加强老旧小区电梯加装的提案',
      horizontal_content_list: [{ keyname: '答复期限', value: '2026年6月2日' }],
      button_list: [
        { text: '签收', style: 1, key: 'key:receive' },
        { text: '退回', style: 2, key: 'key:refuse' },
        { text: '查看', style: 4, key: 'key:view' },
      ],
      task_id: 'm-1@zt',
    });
  });

  test('a card with selectors: the first button submits, the others become words to type', () => {
    const card = toTemplateCard({ ...CARD, selectors: [select('unit', 2, 'unit1')] }, IDS);

    expect(card).toEqual({
      card_type: 'multiple_interaction',
      source: { desc: '履职直通' },
      main_title: {
        title: '第058号提案待签收',
        desc: '第058号 · 已交办\n关于加强老旧小区电梯加装的提案\n答复期限：2026年6月2日\n也可回复：退回、查看',
      },
      select_list: [
        {
          question_key: 'unit',
          title: '问题unit',
          selected_id: 'unit1',
          option_list: [
            { id: 'unit0', text: '选项0' },
            { id: 'unit1', text: '选项1' },
          ],
        },
      ],
      submit_button: { text: '签收', key: 'key:receive' },
      task_id: 'm-1@zt',
    });
  });

  test('nothing to press: no card', () => {
    expect(toTemplateCard({ ...CARD, buttons: [] }, IDS)).toBeNull();
    expect(toTemplateCard({ ...CARD, buttons: [], selectors: [select('empty', 0)] }, IDS)).toBeNull();
  });

  test('a long body gives way to what must not be lost', () => {
    const buttons = Array.from({ length: 8 }, (_, index) => ({
      action: `a${index}`,
      text: `做${index}`,
      tone: 'plain' as const,
    }));
    const facts = Array.from({ length: 7 }, (_, index) => ({ label: `项${index}`, value: `值${index}` }));
    const card = toTemplateCard({ ...CARD, body: '正'.repeat(500), buttons, facts }, IDS);

    expect(card?.sub_title_text).toMatch(/^正{100,}…\n项6：值6\n也可回复：做6、做7$/);
    expect([...String(card?.sub_title_text)]).toHaveLength(160);
  });

  test('what is chosen stays among ten options, and hidden ones are named', () => {
    const card = toTemplateCard({ ...CARD, selectors: [select('u', 14, 'u12')] }, IDS) as never as {
      main_title: { desc: string };
      select_list: { selected_id: string; option_list: { id: string }[] }[];
    };

    expect(card.select_list[0]?.option_list.map(({ id }) => id)).toEqual([
      'u0',
      'u1',
      'u2',
      'u3',
      'u4',
      'u5',
      'u6',
      'u7',
      'u8',
      'u12',
    ]);
    expect(card.main_title.desc).toContain('「问题u」另有4项，可直接回复名称');
  });

  test('what people typed can hide nothing', () => {
    const card = toTemplateCard({ ...CARD, title: '第\u202E850\u202C号\u0000\n\u200B提案' }, IDS);

    expect(card?.main_title).toMatchObject({ title: '第850号 提案' });
  });

  test.each([
    ['task id', CARD, { ...IDS, taskId: 'a b' }],
    ['task id', CARD, { ...IDS, taskId: 'x'.repeat(129) }],
    ['button key', CARD, { ...IDS, keyFor: () => 'x'.repeat(1025) }],
    ['same key', CARD, { ...IDS, keyFor: () => 'x' }],
    [
      'option id',
      { ...CARD, selectors: [{ key: 'q', title: '', options: [{ id: '汉'.repeat(43), text: 'a' }] }] },
      IDS,
    ],
    ['same question_key', { ...CARD, selectors: [select('q', 1), select('q', 1)] }, IDS],
  ])('an impossible %s is our mistake and says so', (what, card, ids) => {
    expect(() => toTemplateCard(card, ids)).toThrow(what);
  });
});

describe('toCardUpdate', () => {
  test('a settled card has one grey word in place of its buttons, and no task id', () => {
    const card = toCardUpdate({ ...CARD, done: '已签收' }, IDS);

    expect(card).toMatchObject({ replace_text: '已签收', button_list: [{ text: '已签收', key: 'key:view' }] });
    expect(card).not.toHaveProperty('task_id');
  });

  test('a card that goes on keeps its buttons', () => {
    const card = toCardUpdate(CARD, IDS);

    expect(card.button_list).toHaveLength(3);
    expect(card).not.toHaveProperty('replace_text');
  });

  test('a card without buttons or word is marked as updated', () => {
    expect(toCardUpdate({ ...CARD, buttons: [] }, IDS).replace_text).toBe('已更新');
  });
});

describe('toNumberedText', () => {
  test('numbers the buttons', () => {
    expect(toNumberedText(CARD)).toBe(
      '第058号提案待签收 第058号 · 已交办\n关于加强老旧小区电梯加装的提案\n答复期限：2026年6月2日\n1. 签收\n2. 退回\n3. 查看\n回复数字即可',
    );
  });

  test('a settled card says so and asks for nothing', () => {
    expect(toNumberedText({ ...CARD, facts: [], buttons: [], done: '已签收' })).toBe(
      '第058号提案待签收 第058号 · 已交办 〔已签收〕\n关于加强老旧小区电梯加装的提案',
    );
  });

  test('links and mentions of people stay text', () => {
    expect(toNumberedText({ ...CARD, body: '<a href="https://x">点</a> <@all>', buttons: [] })).toContain(
      '＜a href="https://x">点＜/a> ＜@all>',
    );
  });
});
