import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROPOSAL_LINES, PROPOSAL_TITLE, RESEARCH } from '../../demo/texts.ts';
import { buildCalendar } from '../../src/calendar-data.ts';
import { begin, type Input, resume, type Step, step } from '../../src/dialogue/engine.ts';
import type { FormContext } from '../../src/dialogue/form.ts';
import { proposalForm } from '../../src/dialogue/forms/new-items.ts';
import { defaultRules } from '../../src/domain/default-rules.ts';

const CONTEXT: FormContext = {
  kase: null,
  subject: '',
  actor: { id: 'lin', name: '林知远', roles: ['member'] },
  rules: defaultRules(buildCalendar([])),
  now: new Date('2026-03-02T10:00:00+08:00'),
  units: [{ id: 'zjj', name: '云川市住房和城乡建设局', kind: '政府系统' }],
  personName: (id) => id,
};
const text = (line: string): Input => ({ kind: 'text', text: line, row: line });
const tap = (action: string): Input => ({ kind: 'action', action, choices: {} });
const play = (inputs: readonly Input[]): Step =>
  inputs.reduce((at, input) => step(proposalForm, at.draft, input, CONTEXT), begin(proposalForm, CONTEXT, ''));
const WRITTEN = PROPOSAL_LINES.map(text);
const FILLED = [...WRITTEN, text('写完了'), text('就这样'), text(PROPOSAL_TITLE), text(RESEARCH), text('确认不涉密')];

describe('the form for a proposal', () => {
  test('text and pictures in any order are counted; nothing is sent', () => {
    const at = play([...WRITTEN, { kind: 'image', file: 'f1' }]);

    expect(at.say.text).toMatch(/已收 3 段 \d+ 字、1 图/);
    expect(at.later).toBe(true);
    expect(at.submit).toBeNull();
  });

  test('nothing is sent before 提交, then exactly what was written', () => {
    const ready = play(FILLED);
    expect(ready.draft.step).toBe('confirm');
    expect(ready.submit).toBeNull();

    const sent = step(proposalForm, ready.draft, text('提交'), CONTEXT);

    expect(sent.submit?.data).toMatchObject({
      title: PROPOSAL_TITLE,
      researchNote: RESEARCH,
      original: [...PROPOSAL_LINES],
    });
  });

  test('an answer that is too short says how many characters are missing and keeps what there is', () => {
    const short = play([...WRITTEN, text('写完了'), text('就这样'), text('电梯')]);

    expect(short.say.text).toMatch(/现有2字，还差6字/);
    expect(step(proposalForm, short.draft, text('后续管理的建议'), CONTEXT).draft.answers.title).toBe(
      '电梯\n后续管理的建议',
    );
  });

  test('返回 goes back one question, 修改 opens any of them', () => {
    const asking = play([...WRITTEN, text('写完了'), text('就这样'), text(PROPOSAL_TITLE)]);
    expect(step(proposalForm, asking.draft, text('返回'), CONTEXT).draft.asking).not.toBe('researchNote');

    const list = step(proposalForm, play(FILLED).draft, text('修改'), CONTEXT);
    expect(list.say.choices?.map((choice) => choice.action)).toContain('change:title');
    const change = step(proposalForm, list.draft, tap('change:title'), CONTEXT);
    expect(change.draft.asking).toBe('title');
    expect(change.say.text).toContain(PROPOSAL_TITLE);
  });

  test('a stale tap asks the present question again and changes no answer', () => {
    const ready = play(FILLED);

    const again = step(proposalForm, ready.draft, tap('pick:category:没有这一类'), CONTEXT);

    expect(again.draft.answers).toEqual(ready.draft.answers);
    expect(again.say.card?.title).toBe('请确认提案');
  });

  test('P4 at every step resume says the present question, and never nothing', () => {
    for (let n = 0; n <= FILLED.length; n += 1) {
      const { say } = resume(proposalForm, play(FILLED.slice(0, n)).draft, CONTEXT);
      expect(say.text || say.card?.title, `after ${n} inputs`).toBeTruthy();
    }
  });

  test('P5 nothing typed while gathering is ever lost, whatever comes between', () => {
    const line = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).map((typed) => `文${typed}`);
    const other = fc.constantFrom<Input>(
      { kind: 'image', file: 'f' },
      tap('again'),
      tap('splitDone'),
      text('给我看看'),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line.map(text), other), { maxLength: 20 }), (inputs) => {
        const typed = inputs.flatMap((input) =>
          input.kind === 'text' && input.text !== '给我看看' ? [input.text] : [],
        );
        const at = play(inputs);
        expect(at.draft.parts.map((part) => part.text)).toEqual(typed);
        const split = step(proposalForm, at.draft, text('写完了'), CONTEXT);
        if (typed.some((typedLine) => typedLine.trim() !== '')) expect(split.draft.answers.original).toEqual(typed);
      }),
    );
  });

  test('P30 whatever is typed or tapped in any order, the engine answers something and never throws', () => {
    const anything = fc.oneof(
      fc.constantFrom(
        ...FILLED,
        tap('submitForm'),
        tap('changeForm'),
        tap('change:title'),
        tap('split:0'),
        text('返回'),
      ),
      fc.string({ maxLength: 30 }).map(text),
      fc.constant<Input>({ kind: 'image', file: 'f' }),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 25 }), (inputs) => {
        let at = begin(proposalForm, CONTEXT, '');
        for (const input of inputs) {
          at = step(proposalForm, at.draft, input, CONTEXT);
          expect(at.submit !== null || Boolean(at.say.text) || Boolean(at.say.card)).toBe(true);
        }
      }),
    );
  });
});
