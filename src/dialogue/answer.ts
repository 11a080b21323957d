/** Reads and checks one answer to one field. Every complaint says what is wrong and what to do. */
import type { CivilDate } from '../domain/case.ts';
import { addMonths, civilDate } from '../domain/civil-date.ts';
import { parseDate } from './dates.ts';
import type { Answers, Field, FormContext } from './form.ts';
import { say, sayDate } from './wording.ts';

export type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

export interface PromiseLine {
  readonly measure: string;
  readonly person: string;
  readonly dueOn: CivilDate;
}

const NONE = /^(无|没有|不需要|暂无)$/;

/** What is wrong with a value, as a sentence for the person; null when nothing is. */
export function problemWith(field: Field, value: unknown): string | null {
  if (value === undefined || value === '') return field.required ? '' : null;
  if (value === null) return field.required ? say('required', { label: field.label }) : null;
  if (field.type === 'text') return textProblem(field, String(value));
  if (field.type === 'list' || field.type === 'photos') return countProblem(field, value);
  return null;
}

function textProblem(field: Field, value: string): string | null {
  const length = [...value].length;
  if (field.min !== undefined && length < field.min)
    return say('tooShort', { label: field.label, length, missing: field.min - length });
  if (field.max !== undefined && length > field.max)
    return say('tooLong', { label: field.label, length, max: field.max });
  return null;
}

function countProblem(field: Field, value: unknown): string | null {
  const count = Array.isArray(value) ? value.length : 0;
  const unit = say(field.type === 'photos' ? 'unitPhoto' : 'unitItem');
  if (field.min !== undefined && count < field.min)
    return say('tooFew', { label: field.label, min: field.min, unit, count });
  if (field.max !== undefined && count > field.max)
    return say('tooMany', { label: field.label, max: field.max, unit, count });
  return null;
}

/** Reads typed text as an answer. `soFar` is what was written before for the same field. */
export function readText(field: Field, text: string, soFar: string, context: FormContext, answers: Answers): Read {
  if (!field.required && NONE.test(text.trim())) return { ok: true, value: null };
  switch (field.type) {
    case 'text':
      return { ok: true, value: soFar ? `${soFar}\n${text}` : text };
    case 'list':
      return { ok: true, value: `${soFar}\n${text}`.split(/\n+/).map(stripNumber).filter(Boolean) };
    case 'choice':
      return readChoice(field, text, context, answers);
    case 'choices':
      return readChoices(field, text, context, answers);
    case 'date':
      return readDate(field, text, context);
    case 'commitments':
      return readCommitments(text, context);
    case 'photos':
      return { ok: false, why: say(field.required ? 'photosOnly' : 'photosOnlyOptional') };
  }
}

const stripNumber = (line: string): string => line.replace(/^\s*\d+\s*[.．、,，)）]\s*/, '').trim();

function readChoice(field: Field, text: string, context: FormContext, answers: Answers): Read {
  const options = field.options?.(context, answers) ?? [];
  const wanted = text.trim();
  const exact = options.find((option) => option.text === wanted || option.id === wanted);
  if (exact) return { ok: true, value: exact.id };
  const near = options.filter((option) => option.text.includes(wanted) || wanted.includes(option.text));
  if (near.length === 1 && near[0]) return { ok: true, value: near[0].id };
  const why = say(near.length > 1 ? 'ambiguous' : 'noOption', { text: wanted });
  return { ok: false, why };
}

function readChoices(field: Field, text: string, context: FormContext, answers: Answers): Read {
  const options = field.options?.(context, answers) ?? [];
  const picked: string[] = [];
  for (const word of text.split(/[\s,，、;；]+/).filter(Boolean)) {
    const byNumber = /^\d+$/.test(word) ? options[Number(word) - 1] : undefined;
    if (byNumber) picked.push(byNumber.id);
    else {
      const read = readChoice(field, word, context, answers);
      if (!read.ok) return read;
      picked.push(String(read.value));
    }
  }
  return { ok: true, value: [...new Set(picked)] };
}

function readDate(field: Field, text: string, context: FormContext): Read {
  const date = parseDate(text, context.now, field.range ?? 'future');
  if (!date) return { ok: false, why: say('noDate', { text: text.trim() }) };
  const today = civilDate(context.now);
  if (field.range === 'past' && date > today) return { ok: false, why: say('dateAhead', { day: sayDate(date) }) };
  if (field.range === 'future' && date <= today) return { ok: false, why: say('datePast', { day: sayDate(date) }) };
  return { ok: true, value: date };
}

function readCommitments(text: string, context: FormContext): Read {
  const today = civilDate(context.now);
  const latest = addMonths(today, context.rules.commitmentMaxMonths);
  const lines = text.split(/\n+/).map(stripNumber).filter(Boolean);
  const out: PromiseLine[] = [];
  for (const [index, line] of lines.entries()) {
    const parts = line.split(/[;；]/).map((part) => part.trim());
    const [measure, person, when] = parts;
    const dueOn = when ? parseDate(when, context.now) : null;
    const where = say('promiseWhere', { n: index + 1, line: line.slice(0, 20) });
    if (!measure || !person || !when) return { ok: false, why: say('promiseParts', { where }) };
    if (!dueOn) return { ok: false, why: say('promiseNoDate', { where, text: when }) };
    if (dueOn <= today) return { ok: false, why: say('promisePast', { where, day: sayDate(dueOn) }) };
    if (dueOn > latest)
      return {
        ok: false,
        why: say('promiseLate', {
          where,
          day: sayDate(dueOn),
          months: context.rules.commitmentMaxMonths,
          latest: sayDate(latest),
        }),
      };
    out.push({ measure, person, dueOn });
  }
  return out.length > 0 ? { ok: true, value: out } : { ok: false, why: say('promiseNone') };
}
