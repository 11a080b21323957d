import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Card } from '../../cards/card.ts';
import { buttonWords } from '../../cards/render/button-words.ts';
import { type CardData, cutBytes, toCardData } from '../../cards/render/dingtalk.ts';
import { toActionCard } from '../../cards/render/dingtalk-action-card.ts';
import { cardToken } from '../../src/card-token.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constant('汉'.repeat(700)),
  fc.constant('"\\\n'.repeat(400)),
  fc.constant('👨‍👩‍👧‍👦'.repeat(60)),
  fc.constant('](https://x)![]<a>@'),
  fc.constant(''),
  fc.constant('\u200B\u202E'),
);
const buttons = fc.uniqueArray(
  fc.record({
    action: fc.stringMatching(/^[a-zA-Z:]{1,24}$/),
    text: anyText,
    tone: fc.constantFrom('primary', 'plain', 'danger'),
    subject: fc.stringMatching(/^[a-z0-9-]{0,40}$/),
  }),
  { selector: ({ action }) => action, maxLength: 9 },
);
const options = fc.uniqueArray(fc.record({ id: fc.stringMatching(/^[a-z0-9]{1,36}$/), text: anyText }), {
  selector: ({ id }) => id,
  maxLength: 30,
});
const selectors = fc.uniqueArray(
  fc
    .record({ key: fc.stringMatching(/^[a-z]{1,20}$/), title: anyText, options, pick: fc.nat(40) })
    .map(({ pick, ...rest }) => ({ ...rest, selected: rest.options[pick]?.id ?? 'no-such' })),
  { selector: ({ key }) => key, maxLength: 5 },
);
const anyCard = fc.record(
  {
    title: anyText,
    note: anyText,
    body: anyText,
    facts: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 12 }),
    selectors: fc.oneof(fc.constant([]), selectors),
    buttons,
    done: anyText,
    about: fc.constant({ case: '3f0c6c0e-9a53-4a11-8f3c-1b2c3d4e5f60', version: 17 }),
  },
  { requiredKeys: ['title', 'body', 'facts', 'selectors', 'buttons', 'about'] },
);

/** One that an ActionCard can show, so that the property is not mostly about cards it cannot. */
const pressable = anyCard.map(({ done: _, ...rest }) => ({
  ...rest,
  selectors: [],
  buttons: rest.buttons.slice(0, 5),
}));

const SECRET = Buffer.alloc(32, 1);
const keyFor = ({ action, subject = '' }: { action: string; subject?: string }) =>
  cardToken(SECRET, 'm1', { case: '3f0c6c0e-9a53-4a11-8f3c-1b2c3d4e5f60', version: 17, action, subject });
const HIDING = /(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069\u200B]/u;

/** dingtalk.md 4.5 and docs/dingtalk-card-template.md, written down a second time. */
const TEXTS: Record<string, [number, number]> = { title: [1, 36], note: [0, 44], done: [0, 10], source: [4, 4] };

interface Shown {
  readonly facts: { label: string; value: string }[];
  readonly buttons: { text: string; style: string; token: string }[];
  readonly selects: { key: string; title: string; selected: string; options: { id: string; text: string }[] }[];
}

function checkData(data: CardData, card: Card) {
  const values = Object.entries(data);
  expect(Object.keys(data).sort()).toEqual(['body', 'buttons', 'done', 'facts', 'note', 'selects', 'source', 'title']);
  expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThanOrEqual(100 * 1024);
  for (const [name, value] of values) {
    expect(typeof value, name).toBe('string');
    expect(Buffer.byteLength(value), name).toBeLessThanOrEqual(1024);
    expect(value.isWellFormed(), name).toBe(true);
    expect(value, name).not.toMatch(HIDING);
    const [least, most] = TEXTS[name] ?? [0, Number.POSITIVE_INFINITY];
    expect([...value].length, name).toBeGreaterThanOrEqual(least);
    expect([...value].length, name).toBeLessThanOrEqual(most);
  }
  const shown = Object.fromEntries(
    ['facts', 'buttons', 'selects'].map((name) => [name, JSON.parse(data[name as keyof CardData])]),
  ) as unknown as Shown;
  expect(shown.buttons.length).toBeLessThanOrEqual(6);
  expect(shown.selects.length).toBeLessThanOrEqual(3);
  const hasSomething = card.done === undefined && (card.buttons.length > 0 || shown.selects.length > 0);
  expect(shown.buttons.length > 0).toBe(hasSomething);
  for (const { text } of shown.buttons) expect([...text].length).toBeGreaterThan(0);
  for (const { key, options: shownOptions, selected } of shown.selects) {
    expect(shownOptions.length).toBeGreaterThan(0);
    const given = card.selectors.find((selector) => selector.key === key);
    const isReal = given?.options.some(({ id }) => id === given.selected);
    expect(selected).toBe(isReal ? given?.selected : '');
    if (isReal) expect(shownOptions.map(({ id }) => id)).toContain(selected);
  }
}

test('any card renders within the limits of a template', () => {
  fc.assert(
    fc.property(anyCard, (given) => checkData(toCardData(given as Card, { keyFor }), given as Card)),
    { numRuns: 200 },
  );
});

test('any card renders within the limits of an ActionCard, and no text of people makes anything else', () => {
  let shown = 0;
  fc.assert(
    fc.property(fc.oneof(anyCard, pressable), (given) => {
      const card = given as Card;
      const made = toActionCard(card, (text, n) => buttonWords(text, n, 'mAb3dEf_rest'));
      const fits = card.done === undefined && card.buttons.length >= 1 && card.buttons.length <= 5;
      const chooses = card.selectors.some((selector) => selector.options.length > 0);
      expect(made !== null).toBe(fits && !chooses);
      if (!made) return;
      shown += 1;
      const { title = '', text = '', ...actions } = made.msgParam;
      expect(Buffer.byteLength(JSON.stringify(made.msgParam))).toBeLessThanOrEqual(15_000);
      expect([...title].length).toBeLessThanOrEqual(64);
      expect(title).not.toBe('');
      expect(text.replace(/^#### /, '')).not.toMatch(/[*_`~[\]<>#|\\!@&]|(^|\n)\s*[-+=]/);
      expect(text).not.toMatch(HIDING);
      for (const value of Object.values(actions)) {
        expect(value).not.toBe('');
        if (value.startsWith('dtmd:')) {
          expect(value).toMatch(/^dtmd:\/\/dingtalkclient\/sendMessage\?content=[\w%.!~*'()-]+$/);
        } else expect([...value].length).toBeLessThanOrEqual(10);
      }
    }),
    { numRuns: 200 },
  );
  expect(shown).toBeGreaterThan(20);
});

test('a text is cut to bytes at the borders of what people see as one character', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 8, max: 600 }), (text, maxBytes) => {
      const short = cutBytes(text, maxBytes);
      expect(Buffer.byteLength(short)).toBeLessThanOrEqual(maxBytes);
      if (Buffer.byteLength(text) <= maxBytes) expect(short).toBe(text);
    }),
    { numRuns: 100 },
  );
});
