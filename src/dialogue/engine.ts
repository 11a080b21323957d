/**
 * One dialogue engine for every form. Pure: draft + input → draft + what to say (+ what to send when it is complete).
 * gathering (long text, photos, any order) → split (proposed, corrected by tapping) → asking (one missing part at a time) → confirm.
 */
import type { Draft } from '../store/records.ts';
import { problemWith, readText } from './answer.ts';
import { askField, askTogether, changeSay, confirmSay, fullDraftText, splitSay } from './ask.ts';
import type { Field, Form, FormContext } from './form.ts';
import { fieldsNow } from './form.ts';
import type { Say } from './say.ts';
import { paragraphsOf, proposeSplit, suggestionsOf } from './split.ts';
import { say } from './wording.ts';

export type Input =
  | { readonly kind: 'text'; readonly text: string; readonly row: string }
  | { readonly kind: 'image'; readonly file: string }
  | { readonly kind: 'action'; readonly action: string; readonly choices: Readonly<Record<string, readonly string[]>> };

export interface Step {
  readonly draft: Draft;
  readonly say: Say;
  /** A line of a burst: the answer may wait until it has been quiet for a moment. */
  readonly later: boolean;
  readonly submit: { readonly data: Record<string, unknown>; readonly files: readonly string[] } | null;
}

const MAX_FILES = 9;
const DONE = /^(写完了?|写完啦|好了|好啦|完了|写好了|完成|结束|没有了)[。.!！]?$/;
const BACK = /^返回$/;
const SHOW = /^(给我看看|看看|看全文|全文)$/;
const SUBMIT = /^(提交|确认|确认提交|是|好|可以)$/;
const CHANGE = /^(修改|改|不对)$/;
const NEXT_PART: Readonly<Record<string, string>> = {
  situation: 'analysis',
  analysis: 'suggestions',
  suggestions: 'situation',
};

export function begin(form: Form, context: FormContext, subject: string): Step {
  const draft: Draft = {
    form: form.id,
    case: context.kase?.id ?? null,
    subject,
    asking: null,
    answers: {},
    parts: [],
    files: [],
    step: form.gather ? 'gathering' : 'asking',
    version: 1,
    updatedAt: context.now,
  };
  if (form.gather) return still(draft, { text: form.gather.invite });
  return askNext(form, draft, context, '');
}

/** The present question again: after 继续, a restart, a stale press. */
export function resume(form: Form, draft: Draft, context: FormContext): Step {
  if (draft.step === 'gathering') return still(draft, { text: say('goOnBelow', { received: gatheredText(draft) }) });
  if (draft.step === 'split') return still(draft, splitSay(form, draft));
  if (draft.step === 'confirm') return still(draft, confirmSay(form, draft, context));
  return askNext(form, { ...draft, asking: null }, context, '');
}

export function step(form: Form, before: Draft, input: Input, context: FormContext): Step {
  const draft = { ...before, version: before.version + 1, updatedAt: context.now };
  if (input.kind === 'text' && SHOW.test(input.text.trim()))
    return still(draft, { text: fullDraftText(form, draft, context) });
  if (input.kind === 'action' && input.action === 'showForm')
    return still(draft, { text: fullDraftText(form, draft, context) });
  switch (draft.step) {
    case 'gathering':
      return gather(form, draft, input, context);
    case 'split':
      return correctSplit(form, draft, input, context);
    case 'asking':
      return answer(form, draft, input, context);
    case 'confirm':
      return confirm(form, draft, input, context);
  }
}

const still = (draft: Draft, say: Say, later = false): Step => ({ draft, say, later, submit: null });

const gatheredText = (draft: Draft): string => {
  const chars = draft.parts.reduce((sum, part) => sum + [...part.text].length, 0);
  const pictures = draft.files.length > 0 ? say('pictures', { n: draft.files.length }) : '';
  return say('received', { n: draft.parts.length, chars: chars.toLocaleString('en-US'), pictures });
};

function gather(form: Form, draft: Draft, input: Input, context: FormContext): Step {
  if (input.kind === 'image') {
    if (draft.files.length >= MAX_FILES) return still(draft, { text: say('tooManyFiles', { max: MAX_FILES }) });
    const kept = { ...draft, files: [...draft.files, input.file] };
    return still(kept, { text: say('goOn', { received: gatheredText(kept) }) }, true);
  }
  if (input.kind === 'action') return resume(form, draft, context);
  if (DONE.test(input.text.trim())) return split(form, draft, context);
  const kept = { ...draft, parts: [...draft.parts, { text: input.text, field: '', row: input.row }] };
  return still(kept, { text: say('goOn', { received: gatheredText(kept) }) }, true);
}

function split(form: Form, draft: Draft, context: FormContext): Step {
  const paragraphs = paragraphsOf(draft.parts.map((part) => part.text));
  if (paragraphs.length === 0) return still(draft, { text: say('nothingYet') });
  const parts = proposeSplit(paragraphs).map((part) => ({ ...part, row: '' }));
  // The parts become tidied paragraphs; what was typed goes with the form to the letter (P5).
  const answers = { ...draft.answers, original: draft.parts.map((part) => part.text) };
  const next: Draft = { ...draft, answers, parts, step: 'split' };
  return parts.length === 0
    ? askNext(form, { ...next, step: 'asking' }, context, '')
    : still(next, splitSay(form, next));
}

function correctSplit(form: Form, draft: Draft, input: Input, context: FormContext): Step {
  const action = input.kind === 'action' ? input.action : input.kind === 'text' ? splitWord(input.text) : null;
  if (action === 'splitDone') return takeSplit(form, draft, context);
  const index = action?.startsWith('split:') ? Number(action.slice(6)) : Number.NaN;
  const part = draft.parts[index];
  if (!part) {
    if (input.kind === 'image') return still({ ...draft, files: [...draft.files, input.file] }, splitSay(form, draft));
    return still(draft, splitSay(form, draft));
  }
  const parts = draft.parts.map((p, i) => (i === index ? { ...p, field: NEXT_PART[p.field] ?? 'situation' } : p));
  const next = { ...draft, parts };
  return still(next, splitSay(form, next));
}

function splitWord(text: string): string | null {
  const word = text.trim();
  if (/^(就这样|对|是|好|可以|没问题)/.test(word) || DONE.test(word)) return 'splitDone';
  const number = /^第?(\d+)段?$/.exec(word)?.[1];
  return number ? `split:${Number(number) - 1}` : null;
}

function takeSplit(form: Form, draft: Draft, context: FormContext): Step {
  const of = (field: string) => draft.parts.filter((part) => part.field === field).map((part) => part.text);
  const answers: Record<string, unknown> = { ...draft.answers };
  if (of('situation').length > 0) answers.situation = of('situation').join('\n');
  if (of('analysis').length > 0) answers.analysis = of('analysis').join('\n');
  const suggestions = suggestionsOf(of('suggestions'));
  if (suggestions.length > 0) answers.suggestions = suggestions;
  return askNext(form, { ...draft, answers, parts: [], step: 'asking', asking: null }, context, '');
}

/** Fills in presets, then asks the first part that is missing or not yet right; confirms when nothing is. */
function askNext(form: Form, draft: Draft, context: FormContext, lead: string): Step {
  const answers: Record<string, unknown> = { ...draft.answers };
  for (const field of fieldsNow(form, context, answers)) {
    if (answers[field.key] !== undefined) continue;
    const preset = field.preset?.(context, answers);
    if (preset !== undefined && problemWith(field, preset) === null) answers[field.key] = preset;
  }
  const open = fieldsNow(form, context, answers).filter((field) => isOpen(form, field, answers));
  const field = open[0];
  if (!field) return complete(form, { ...draft, answers, asking: null }, context);
  const next: Draft = { ...draft, answers, step: 'asking', asking: field.key };
  const group = field.together ? open.filter((other) => other.together === field.together) : [];
  if (group.length > 1) return still(next, askTogether(form, next, group, context));
  const problem = problemWith(field, answers[field.key]);
  return still(next, askField(form, next, field, context, [lead, problem].filter(Boolean).join('\n')));
}

const isOpen = (form: Form, field: Field, answers: Readonly<Record<string, unknown>>): boolean => {
  const value = answers[field.key];
  if (value === undefined) return field.required || !form.gather;
  return problemWith(field, value) !== null;
};

function complete(form: Form, draft: Draft, context: FormContext): Step {
  const ready: Draft = { ...draft, step: 'confirm' };
  if (!form.confirm) return { ...still(ready, { text: '' }), submit: sending(form, ready, context) };
  return still(ready, confirmSay(form, ready, context));
}

const sending = (form: Form, draft: Draft, context: FormContext) => ({
  data: form.toData?.(draft.answers, context, draft.files) ?? draft.answers,
  files: draft.files,
});

function answer(form: Form, draft: Draft, input: Input, context: FormContext): Step {
  if (input.kind === 'action' && input.action.startsWith('change:'))
    return change(form, draft, input.action.slice(7), context);
  const field = fieldsNow(form, context, draft.answers).find((f) => f.key === draft.asking);
  if (!field) return askNext(form, draft, context, '');
  if (input.kind === 'image') return addPhoto(form, draft, field, input.file, context);
  if (input.kind === 'action') return pick(form, draft, input, context);
  const text = input.text.trim();
  if (BACK.test(text)) return goBack(form, draft, field, context);
  if (field.type === 'photos' && DONE.test(text)) return photosDone(form, draft, field, context);
  if (DONE.test(text) && field.type === 'text') return askNext(form, draft, context, '');
  const soFar = problemWith(field, draft.answers[field.key]) !== null ? asText(draft.answers[field.key]) : '';
  const tooLong = field.max !== undefined && [...soFar].length > field.max;
  const read = readText(field, input.text, tooLong ? '' : soFar, context, draft.answers);
  if (!read.ok) return still(draft, askField(form, draft, field, context, read.why));
  return askNext(form, { ...draft, answers: { ...draft.answers, [field.key]: read.value } }, context, '');
}

const asText = (value: unknown): string =>
  Array.isArray(value) ? value.join('\n') : value == null ? '' : String(value);

function addPhoto(form: Form, draft: Draft, field: Field, file: string, context: FormContext): Step {
  if (field.type !== 'photos') {
    const kept = { ...draft, files: [...draft.files, file].slice(0, MAX_FILES) };
    return still(kept, askField(form, kept, field, context, say('pictureKept')), true);
  }
  const photos = [...(Array.isArray(draft.answers[field.key]) ? (draft.answers[field.key] as string[]) : []), file];
  const kept = { ...draft, answers: { ...draft.answers, [field.key]: photos } };
  return still(kept, { text: say('photosReceived', { n: photos.length }) }, true);
}

function photosDone(form: Form, draft: Draft, field: Field, context: FormContext): Step {
  const value = draft.answers[field.key] ?? (field.required ? [] : null);
  const problem = problemWith(field, value);
  if (problem) return still(draft, { text: say('photosMissing', { problem }) });
  return askNext(form, { ...draft, answers: { ...draft.answers, [field.key]: value } }, context, '');
}

function pick(form: Form, draft: Draft, input: Extract<Input, { kind: 'action' }>, context: FormContext): Step {
  const fields = fieldsNow(form, context, draft.answers);
  const answers = { ...draft.answers };
  if (input.action === 'selected') {
    for (const [key, chosen] of Object.entries(input.choices)) {
      const field = fields.find((f) => f.key === key);
      const option = field?.options?.(context, answers).find((o) => o.id === chosen[0]);
      if (option) answers[key] = option.id;
    }
    return askNext(form, { ...draft, answers }, context, '');
  }
  const [, key, ...rest] = input.action.split(':');
  const field = fields.find((f) => f.key === key);
  const value = rest.join(':');
  const known = field?.options?.(context, answers).some((option) => option.id === value);
  if (!input.action.startsWith('pick:') || !field || !known || field.key !== draft.asking)
    return resume(form, draft, context);
  return askNext(
    form,
    { ...draft, answers: { ...answers, [field.key]: field.type === 'choices' ? [value] : value } },
    context,
    '',
  );
}

function goBack(form: Form, draft: Draft, field: Field, context: FormContext): Step {
  const fields = fieldsNow(form, context, draft.answers);
  const previous = fields[fields.findIndex((f) => f.key === field.key) - 1];
  return previous ? change(form, draft, previous.key, context) : resume(form, draft, context);
}

function change(form: Form, draft: Draft, key: string, context: FormContext): Step {
  const field = fieldsNow(form, context, draft.answers).find((f) => f.key === key);
  if (!field) return still(draft, changeSay(form, draft, context));
  const { [key]: old, ...answers } = draft.answers;
  const next: Draft = { ...draft, answers, step: 'asking', asking: key };
  const now = old === undefined || field.type !== 'text' ? '' : say('nowIs', { value: asText(old) });
  return still(next, askField(form, next, field, context, now));
}

function confirm(form: Form, draft: Draft, input: Input, context: FormContext): Step {
  if (input.kind === 'image') {
    const kept = { ...draft, files: [...draft.files, input.file].slice(0, MAX_FILES) };
    return still(kept, confirmSay(form, kept, context));
  }
  const action = input.kind === 'action' ? input.action : confirmWord(input.text);
  if (action === 'submitForm') return { ...still(draft, { text: '' }), submit: sending(form, draft, context) };
  if (action === 'changeForm') return still(draft, changeSay(form, draft, context));
  if (action?.startsWith('change:')) return change(form, draft, action.slice(7), context);
  return still(draft, confirmSay(form, draft, context));
}

function confirmWord(text: string): string | null {
  const word = text.trim();
  if (SUBMIT.test(word)) return 'submitForm';
  return CHANGE.test(word) || BACK.test(word) ? 'changeForm' : null;
}
