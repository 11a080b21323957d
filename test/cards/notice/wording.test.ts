import { describe, expect, test } from 'vitest';
import type { Card } from '../../../cards/card.ts';
import { noticeCard } from '../../../cards/notice-card.ts';
import { DIALOGUE } from '../../../cards/text/zh/dialogue.ts';
import { NOTICES } from '../../../cards/text/zh/notices.ts';
import { wordsIfAny } from '../../../cards/words.ts';
import { GUARDS } from '../../../src/domain/guards.ts';
import { KINDS } from '../../../src/domain/kinds/kinds.ts';
import { anObligation, anOpinionReport, aProposal, aReminder, at, clock, given, RULES } from './sample.ts';

const strings = (card: Card): string[] => [
  card.title,
  card.note ?? '',
  card.body,
  ...card.facts.flatMap(({ label, value }) => [label, value]),
  ...card.buttons.map(({ text }) => text),
];
const GENERIC = 'G-00';
const OPINION_TEXTS = ['G-40', 'G-41', 'G-42', 'G-43', 'G-44', 'G-45', 'G-116', 'G-117', 'G-118', 'G-119'];
const ids = [...Object.keys(NOTICES), GENERIC];

describe('texts of section G', () => {
  test.each(ids)('%s has no hole, neither with a full case nor with an empty one', (id) => {
    const full = OPINION_TEXTS.includes(id) ? anOpinionReport() : aProposal();
    const bare = {
      ...full,
      assignments: [],
      commitments: [],
      verifications: [],
      outcomes: [],
      clocks: [],
      reason: null,
    };

    const cards = [full, bare].flatMap((kase) =>
      (['lin', 'cheng', 'wen'] as const).map((reader) => noticeCard(anObligation(id), kase, given(reader))),
    );

    for (const card of cards) {
      expect(strings(card).join('\n')).not.toMatch(/[{}]|undefined|null|NaN/);
      expect([...card.title].length).toBeLessThanOrEqual(20);
      expect(card.body.length).toBeGreaterThan(10);
    }
  });

  test('every text that a row or a ladder names exists', () => {
    const ofRows = Object.values(KINDS).flatMap(({ rows }) =>
      rows.flatMap(({ notify }) => notify.map(({ text }) => text)),
    );
    const ofLadders = Object.values(RULES.clocks).flatMap(({ ladder }) => ladder.map(({ text }) => text));

    const missing = [...new Set([...ofRows, ...ofLadders])].filter((id) => id !== GENERIC && !NOTICES[id]);

    expect(ofRows.length).toBeGreaterThan(60);
    expect(missing).toEqual([]);
  });

  test.each(
    Object.values(RULES.clocks).flatMap(({ id, ladder }) => ladder.map((step) => [id, step.id, step.text] as const)),
  )('the reminder %s/%s is a whole sentence', (ruleId, step, text) => {
    const subject = ruleId === 'C-24' ? 'c-1' : 'as-host';
    const clocks = [clock(ruleId, subject, at('2026-06-12'))];
    const kase = ruleId.startsWith('S') ? anOpinionReport({ clocks }) : aProposal({ clocks });
    const reminder = aReminder(ruleId, step, subject, text);

    const card = noticeCard(reminder, kase, given('cheng'));

    expect(strings(card).join('\n')).not.toMatch(/[{}]|undefined/);
    expect([...card.title].length).toBeLessThanOrEqual(20);
  });
});

describe('tone (G.1)', () => {
  const all = [
    ...Object.values(NOTICES).flatMap(({ title, body, buttons = [] }) => [
      title,
      body,
      ...buttons.map(({ text }) => text),
    ]),
    ...Object.values(DIALOGUE),
  ];

  test('no exclamation marks, no emoji, no ranking words, no orders', () => {
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter((text) => /[!\uff01]|\p{Extended_Pictographic}|最差|倒数第一|责令|命令/u.test(text))).toEqual([]);
  });

  test('Chinese sentences have Chinese punctuation', () => {
    const mixed = all.filter((text) => /\p{Script=Han}[,;:?()]|[,;:?()]\p{Script=Han}/u.test(text));
    expect(mixed).toEqual([]);
  });
});

test('every guard of the domain has its reason in words', () => {
  const values = { min: 1, got: 0, fields: '', stages: '', units: '', latest: '', class: '', suggestions: 0 };
  const silent = Object.keys(GUARDS).filter((guard) => !wordsIfAny(`guard.${guard}`, values));
  expect(silent).toEqual([]);
});
