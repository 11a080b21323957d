/** Turns a question, a proposed split or a summary into a card or a numbered text. */
import type { Card } from '../../cards/card.ts';
import type { Draft } from '../store/records.ts';
import type { Answers, Field, Form, FormContext } from './form.ts';
import { fieldsNow } from './form.ts';
import type { Choice, Say } from './say.ts';

const PART_LABELS: Readonly<Record<string, string>> = { situation: '情况', analysis: '分析', suggestions: '建议' };
const MAX_BUTTONS = 5;
const MAX_BUTTON_CHARS = 8;

export const draftKeyOf = (draft: Pick<Draft, 'form' | 'case' | 'subject'>): string =>
  `${draft.form}|${draft.case ?? ''}|${draft.subject}`;

function formCard(draft: Draft, form: Form, parts: Pick<Card, 'body'> & Partial<Card>): Card {
  return {
    title: form.title,
    facts: [],
    selectors: [],
    buttons: [],
    about: { case: 'draft', version: draft.version },
    ...parts,
  };
}

/** One question; few short choices become buttons, up to ten a selector, more a numbered list. */
export function askField(form: Form, draft: Draft, field: Field, context: FormContext, lead: string): Say {
  const options = field.options?.(context, draft.answers) ?? [];
  const subject = draftKeyOf(draft);
  const ask = [lead, field.ask].filter(Boolean).join('\n');
  if (options.length === 0) return { text: ask };
  const choices: Choice[] = options.map((option) => ({ text: option.text, action: `pick:${field.key}:${option.id}` }));
  if (
    field.type === 'choices' ||
    options.length > MAX_BUTTONS ||
    options.some((option) => option.text.length > MAX_BUTTON_CHARS)
  ) {
    return { text: `${ask}\n${numbered(choices)}`, choices };
  }
  const buttons = options.map((option, index) => ({
    action: `pick:${field.key}:${option.id}`,
    text: option.text,
    tone: index === 0 ? ('primary' as const) : ('plain' as const),
    subject,
  }));
  return { card: formCard(draft, form, { body: ask, note: field.label, buttons }), choices };
}

/** Several choice fields on one card with selectors and one submit. */
export function askTogether(form: Form, draft: Draft, fields: readonly Field[], context: FormContext): Say {
  const selectors = fields.slice(0, 3).map((field) => ({
    key: field.key,
    title: field.label,
    options: (field.options?.(context, draft.answers) ?? []).slice(0, 10),
  }));
  return {
    card: formCard(draft, form, {
      body: '请选择后点“提交”。',
      selectors,
      buttons: [{ action: 'selected', text: '提交', tone: 'primary', subject: draftKeyOf(draft) }],
    }),
    choices: [],
  };
}

export function splitSay(form: Form, draft: Draft): Say {
  const lines = draft.parts.map(
    (part, index) => `${index + 1}.【${PART_LABELS[part.field] ?? part.field}】${part.text.slice(0, 18)}…`,
  );
  const subject = draftKeyOf(draft);
  const change = draft.parts.slice(0, MAX_BUTTONS - 1).map((_, index) => ({
    action: `split:${index}`,
    text: `改第${index + 1}段`,
    tone: 'plain' as const,
    subject,
  }));
  const choices: Choice[] = [
    ...draft.parts.map((_, index) => ({ text: `改第${index + 1}段`, action: `split:${index}` })),
    { text: '就这样', action: 'splitDone' },
  ];
  const body = `${lines.join('\n')}\n点某一段（或回复它的数字）换一类；都对了点“就这样”。`;
  if (draft.parts.length > MAX_BUTTONS - 1) return { text: `${body}\n${draft.parts.length + 1}. 就这样`, choices };
  return {
    card: formCard(draft, form, {
      title: '我这样分段，对吗',
      body,
      // In the order of the choices: a typed number means the same whichever of the two it is looked up in.
      buttons: [...change, { action: 'splitDone', text: '就这样', tone: 'primary', subject }],
    }),
    choices,
  };
}

export function confirmSay(form: Form, draft: Draft, context: FormContext): Say {
  const subject = draftKeyOf(draft);
  const facts = fieldsNow(form, context, draft.answers)
    .filter((field) => draft.answers[field.key] !== undefined && field.key !== 'noSecret')
    .map((field) => ({ label: field.label, value: shown(field, draft.answers, context) }));
  const buttons = [
    { action: 'submitForm', text: '提交', tone: 'primary' as const, subject },
    { action: 'changeForm', text: '修改', tone: 'plain' as const, subject },
    { action: 'showForm', text: '看全文', tone: 'plain' as const, subject },
  ];
  const rest = facts.slice(6).map((fact) => `${fact.label}:${fact.value}`);
  const files = draft.files.length > 0 ? [`附图${draft.files.length}张`] : [];
  return {
    card: formCard(draft, form, {
      title: `请确认${form.title}`,
      body: [...rest, ...files].join('\n') || '核对无误后点“提交”。',
      facts: facts.slice(0, 6),
      buttons,
    }),
  };
}

/** All that was written, for 给我看看. */
export function fullDraftText(form: Form, draft: Draft, context: FormContext): string {
  if (draft.step === 'gathering' || draft.step === 'split')
    return draft.parts.map((part) => part.text).join('\n') || '还没有写内容。';
  return fieldsNow(form, context, draft.answers)
    .filter((field) => draft.answers[field.key] !== undefined)
    .map((field) => `【${field.label}】${wholeValue(field, draft.answers, context)}`)
    .join('\n');
}

export function changeSay(form: Form, draft: Draft, context: FormContext): Say {
  const choices = fieldsNow(form, context, draft.answers)
    .filter((field) => field.key !== 'noSecret')
    .map((field) => ({ text: field.label, action: `change:${field.key}` }));
  return { text: `要修改哪一项？请回复数字。\n${numbered(choices)}`, choices };
}

export const numbered = (choices: readonly Choice[]): string =>
  choices.map((choice, index) => `${index + 1}. ${choice.text}`).join('\n');

function shown(field: Field, answers: Answers, context: FormContext): string {
  const value = wholeValue(field, answers, context);
  return field.type === 'text' && [...value].length > 24 ? `${[...value].length}字` : value;
}

function wholeValue(field: Field, answers: Answers, context: FormContext): string {
  const value = answers[field.key];
  if (value === null) return '无';
  const name = (id: unknown) =>
    field.options?.(context, answers).find((option) => option.id === id)?.text ?? String(id);
  switch (field.type) {
    case 'choice':
      return name(value);
    case 'choices':
      return Array.isArray(value) ? value.map(name).join('、') : '无';
    case 'list':
      return Array.isArray(value) ? value.map((item, index) => `${index + 1}. ${item}`).join('\n') : String(value);
    case 'photos':
      return `${Array.isArray(value) ? value.length : 0}张`;
    case 'commitments':
      return Array.isArray(value)
        ? value.map((item, index) => `${index + 1}. ${item.measure}(${item.person},${item.dueOn})`).join('\n')
        : '';
    default:
      return String(value);
  }
}
