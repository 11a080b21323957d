import { expect, test } from 'vitest';
import { WECOM_LIMITS } from '../../cards/render/wecom-limits.ts';
import { buildCalendar } from '../../src/calendar-data.ts';
import { readText } from '../../src/dialogue/answer.ts';
import type { Field, FormContext } from '../../src/dialogue/form.ts';
import { FORMS } from '../../src/dialogue/forms.ts';
import { defaultRules } from '../../src/domain/default-rules.ts';

const CONTEXT: FormContext = {
  kase: null,
  subject: '',
  actor: { id: 'cheng', name: '程砚田', roles: ['unitLiaison'] },
  rules: defaultRules(buildCalendar([])),
  now: new Date('2026-03-02T10:00:00+08:00'),
  units: [],
  personName: (id) => id,
};
const field = (type: Field['type'], rest: Partial<Field> = {}): Field => ({
  key: 'x',
  label: '承诺事项',
  ask: '',
  type,
  required: true,
  ...rest,
});
const read = (one: Field, text: string) => readText(one, text, '', CONTEXT, {});

test('no label of a form is cut on a card of WeCom', () => {
  const labels = [...FORMS.values()].flatMap((form) => form.fields(CONTEXT).map(({ label }) => label));

  expect(labels.length).toBeGreaterThan(50);
  expect(labels.filter((label) => [...label].length > WECOM_LIMITS.chars.factLabel)).toEqual([]);
});

test.each(['；', ';'])('a promise typed with “%s” between its parts is read', (mark) => {
  expect(read(field('commitments'), ['印发指引', '程砚田', '2026年9月30日'].join(mark))).toEqual({
    ok: true,
    value: [{ measure: '印发指引', person: '程砚田', dueOn: '2026-09-30' }],
  });
});

test('several choices are told apart by the comma of either keyboard', () => {
  const options = () => ['甲', '乙', '丙'].map((text) => ({ id: text, text }));

  for (const text of ['1，3', '1,3', '1、3', '甲；丙'])
    expect(read(field('choices', { options }), text), text).toEqual({ ok: true, value: ['甲', '丙'] });
});

test('a date that does not fit is said back with its weekday, not as it is stored', () => {
  expect(read(field('date', { range: 'past' }), '2026年3月9日')).toEqual({
    ok: false,
    why: '2026年3月9日（周一）还没有到，请填已经发生的日期。',
  });
});
