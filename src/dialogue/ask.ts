/** Turns a question, a proposed split or a summary into a card or a numbered text. */
import type { Card } from '../../cards/card.ts';
import type { Draft } from '../store/records.ts';
import type { Answers, Field, Form, FormContext } from './form.ts';
import { fieldsNow } from './form.ts';
import type { Choice, Say } from './say.ts';
import { type AskingKey, say, sayDate } from './wording.ts';

const PART_LABELS: Readonly<Record<string, AskingKey>> = {
  situation: 'situation',
  analysis: 'analysis',
  suggestions: 'suggestions',
};
const partLabel = (field: string): string => {
  const key = PART_LABELS[field];
  return key ? say(key) : field;
};
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
      body: say('together'),
      selectors,
      buttons: [{ action: 'selected', text: say('submit'), tone: 'primary', subject: draftKeyOf(draft) }],
    }),
    choices: [],
  };
}

export function splitSay(form: Form, draft: Draft): Say {
  const lines = draft.parts.map((part, index) =>
    say('splitLine', { n: index + 1, part: partLabel(part.field), text: part.text.slice(0, 18) }),
  );
  const subject = draftKeyOf(draft);
  const change = draft.parts.slice(0, MAX_BUTTONS - 1).map((_, index) => ({
    action: `split:${index}`,
    text: say('splitChange', { n: index + 1 }),
    tone: 'plain' as const,
    subject,
  }));
  const choices: Choice[] = [
    ...draft.parts.map((_, index) => ({ text: say('splitChange', { n: index + 1 }), action: `split:${index}` })),
    { text: say('splitDone'), action: 'splitDone' },
  ];
  const body = say('splitBody', { lines: lines.join('\n') });
  if (draft.parts.length > MAX_BUTTONS - 1)
    return { text: say('splitMore', { body, n: draft.parts.length + 1 }), choices };
  return {
    card: formCard(draft, form, {
      title: say('splitTitle'),
      body,
      // In the order of the choices: a typed number means the same whichever of the two it is looked up in.
      buttons: [...change, { action: 'splitDone', text: say('splitDone'), tone: 'primary', subject }],
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
    { action: 'submitForm', text: say('submit'), tone: 'primary' as const, subject },
    { action: 'changeForm', text: say('change'), tone: 'plain' as const, subject },
    { action: 'showForm', text: say('whole'), tone: 'plain' as const, subject },
  ];
  const rest = facts.slice(6).map((fact) => say('confirmLine', { label: fact.label, value: fact.value }));
  const files = draft.files.length > 0 ? [say('confirmFiles', { n: draft.files.length })] : [];
  return {
    card: formCard(draft, form, {
      title: say('confirmTitle', { form: form.title }),
      body: [...rest, ...files].join('\n') || say('confirmBody'),
      facts: facts.slice(0, 6),
      buttons,
    }),
  };
}

/** All that was written, for 给我看看. */
export function fullDraftText(form: Form, draft: Draft, context: FormContext): string {
  if (draft.step === 'gathering' || draft.step === 'split')
    return draft.parts.map((part) => part.text).join('\n') || say('nothingWritten');
  return fieldsNow(form, context, draft.answers)
    .filter((field) => draft.answers[field.key] !== undefined)
    .map((field) => say('wholeLine', { label: field.label, value: wholeValue(field, draft.answers, context) }))
    .join('\n');
}

export function changeSay(form: Form, draft: Draft, context: FormContext): Say {
  const choices = fieldsNow(form, context, draft.answers)
    .filter((field) => field.key !== 'noSecret')
    .map((field) => ({ text: field.label, action: `change:${field.key}` }));
  return { text: say('changeWhich', { list: numbered(choices) }), choices };
}

export const numbered = (choices: readonly Choice[]): string =>
  choices.map((choice, index) => `${index + 1}. ${choice.text}`).join('\n');

function shown(field: Field, answers: Answers, context: FormContext): string {
  const value = wholeValue(field, answers, context);
  return field.type === 'text' && [...value].length > 24 ? say('chars', { n: [...value].length }) : value;
}

function wholeValue(field: Field, answers: Answers, context: FormContext): string {
  const value = answers[field.key];
  if (value === null) return say('none');
  const name = (id: unknown) =>
    field.options?.(context, answers).find((option) => option.id === id)?.text ?? String(id);
  switch (field.type) {
    case 'choice':
      return name(value);
    case 'choices':
      return Array.isArray(value) ? value.map(name).join('、') : say('none');
    case 'list':
      return Array.isArray(value) ? value.map((item, index) => `${index + 1}. ${item}`).join('\n') : String(value);
    case 'photos':
      return say('photos', { n: Array.isArray(value) ? value.length : 0 });
    case 'commitments':
      return Array.isArray(value)
        ? value
            .map(({ measure, person, dueOn }, index) =>
              say('commitment', { n: index + 1, measure, person, day: sayDate(dueOn) }),
            )
            .join('\n')
        : '';
    case 'date':
      return sayDate(String(value));
    default:
      return String(value);
  }
}
