import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Card } from '../../cards/card.ts';
import { toCardUpdate, toTemplateCard } from '../../cards/render/wecom.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constant('汉'.repeat(400)),
  fc.constant('👨‍👩‍👧‍👦'.repeat(60)),
  fc.constant(''),
  fc.constant('\u200B\u202E'),
);
const buttons = fc.uniqueArray(
  fc.record({
    action: fc.string({ minLength: 1, maxLength: 20 }),
    text: anyText,
    tone: fc.constantFrom('primary', 'plain', 'danger'),
  }),
  { selector: ({ action }) => action, maxLength: 9 },
);
const options = fc.uniqueArray(fc.record({ id: fc.stringMatching(/^[a-z0-9]{1,30}$/), text: anyText }), {
  selector: ({ id }) => id,
  maxLength: 14,
});
const selectors = fc.uniqueArray(
  fc.record({
    key: fc.stringMatching(/^[a-z]{1,20}$/),
    title: anyText,
    options,
    selected: fc.string({ maxLength: 3 }),
  }),
  { selector: ({ key }) => key, maxLength: 5 },
);
const anyCard = fc.record(
  {
    title: anyText,
    note: anyText,
    body: anyText,
    facts: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 9 }),
    selectors: fc.oneof(fc.constant([]), selectors),
    buttons,
    done: anyText,
    about: fc.constant(null),
  },
  { requiredKeys: ['title', 'body', 'facts', 'selectors', 'buttons', 'about'] },
);

/** The tables of wecom.md 8.1 and 8.2, written down a second time: [path, at least, at most characters]. */
const TEXTS: [RegExp, number, number][] = [
  [/^main_title\.title$/, 1, 36],
  [/^main_title\.desc$/, 1, 160],
  [/^sub_title_text$/, 1, 160],
  [/^horizontal_content_list\.\d\.keyname$/, 1, 5],
  [/^horizontal_content_list\.\d\.value$/, 0, 30],
  [/^button_list\.\d\.text$/, 1, 10],
  [/^select_list\.\d\.title$/, 0, 13],
  [/^select_list\.\d\.option_list\.\d\.text$/, 1, 16],
  [/^submit_button\.text$/, 1, 10],
  [/^replace_text$/, 1, 10],
];
const FIELDS: Record<string, string[]> = {
  button_interaction: [
    'card_type',
    'source',
    'main_title',
    'sub_title_text',
    'horizontal_content_list',
    'button_list',
    'task_id',
    'replace_text',
  ],
  multiple_interaction: [
    'card_type',
    'source',
    'main_title',
    'select_list',
    'submit_button',
    'task_id',
    'replace_text',
  ],
};

function stringsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => stringsOf(child, path === '' ? key : `${path}.${key}`));
}

function checkLimits(card: Record<string, unknown>) {
  const type = String(card.card_type);
  expect(FIELDS[type]).toEqual(expect.arrayContaining(Object.keys(card)));
  for (const [path, text] of stringsOf(card)) {
    const row = TEXTS.find(([shape]) => shape.test(path));
    if (!row) continue;
    expect([...text].length, path).toBeGreaterThanOrEqual(row[1]);
    expect([...text].length, path).toBeLessThanOrEqual(
      path === 'main_title.desc' && type === 'button_interaction' ? 44 : row[2],
    );
    expect(text.isWellFormed(), path).toBe(true);
    expect(text, path).not.toMatch(/(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069\u200B]/u);
  }
  const count = (name: string) => ((card[name] as unknown[] | undefined) ?? []).length;
  expect(count('horizontal_content_list')).toBeLessThanOrEqual(6);
  if (type === 'button_interaction') {
    expect(count('button_list')).toBeGreaterThanOrEqual(1);
    expect(count('button_list')).toBeLessThanOrEqual(6);
  } else {
    expect(count('select_list')).toBeGreaterThanOrEqual(1);
    expect(count('select_list')).toBeLessThanOrEqual(3);
    for (const { option_list, selected_id } of card.select_list as {
      option_list: { id: string }[];
      selected_id?: string;
    }[]) {
      expect(option_list.length).toBeGreaterThanOrEqual(1);
      expect(option_list.length).toBeLessThanOrEqual(10);
      if (selected_id !== undefined) expect(option_list.map(({ id }) => id)).toContain(selected_id);
    }
    expect(card.submit_button).toMatchObject({ key: expect.any(String) });
  }
  // JSON of ours never needs an escape the platform refuses (40033).
  expect(JSON.stringify(card)).not.toMatch(/(?<!\\)(\\\\)*\\u/);
}

test('any card renders within the limits of the platform', () => {
  fc.assert(
    fc.property(anyCard, (given) => {
      const card = given as Card;
      const keyFor = ({ action }: { action: string }) => `k-${Buffer.from(action).toString('hex')}`;
      const sent = toTemplateCard(card, { taskId: 'm1', keyFor });
      const hasNothing = card.buttons.length === 0 && card.selectors.every((selector) => selector.options.length === 0);
      expect(sent === null).toBe(hasNothing);
      if (sent) checkLimits(sent);
      checkLimits(toCardUpdate(card, { keyFor }));
    }),
    { numRuns: 300 },
  );
});
