/** Reads and checks one answer to one field. Every complaint says what is wrong and what to do. */
import type { CivilDate } from '../domain/case.ts';
import { addMonths, civilDate } from '../domain/civil-date.ts';
import { parseDate } from './dates.ts';
import type { Answers, Field, FormContext } from './form.ts';

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
  if (value === null) return field.required ? `“${field.label}”为必填。` : null;
  if (field.type === 'text') return textProblem(field, String(value));
  if (field.type === 'list' || field.type === 'photos') return countProblem(field, value);
  return null;
}

function textProblem(field: Field, value: string): string | null {
  const length = [...value].length;
  if (field.min !== undefined && length < field.min)
    return `“${field.label}”现有${length}字，还差${field.min - length}字，请接着写。`;
  if (field.max !== undefined && length > field.max)
    return `“${field.label}”有${length}字，最多${field.max}字，请精简后重新发送。`;
  return null;
}

function countProblem(field: Field, value: unknown): string | null {
  const count = Array.isArray(value) ? value.length : 0;
  const unit = field.type === 'photos' ? '张' : '条';
  if (field.min !== undefined && count < field.min)
    return `“${field.label}”至少${field.min}${unit}，现有${count}${unit}。`;
  if (field.max !== undefined && count > field.max)
    return `“${field.label}”最多${field.max}${unit}，现有${count}${unit}。`;
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
      return { ok: false, why: `请发照片；发完回复“好了”${field.required ? '' : '，没有请回复“无”'}。` };
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
  const why =
    near.length > 1 ? `“${wanted}”对应不止一项，请回复前面的数字。` : `没有“${wanted}”这一项，请回复数字或选项文字。`;
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
  if (!date) return { ok: false, why: `“${text.trim()}”不是有效日期，请按这样写：2026年9月30日 或 9月30日。` };
  const today = civilDate(context.now);
  if (field.range === 'past' && date > today) return { ok: false, why: `${date} 还没有到，请填已经发生的日期。` };
  if (field.range === 'future' && date <= today) return { ok: false, why: `${date} 已经过去，请填今后的日期。` };
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
    const where = `第${index + 1}条“${line.slice(0, 20)}”`;
    if (!measure || !person || !when)
      return { ok: false, why: `${where}要写三项，用分号隔开：事项；责任人；完成日期。` };
    if (!dueOn) return { ok: false, why: `${where}的日期“${when}”无法识别，请按这样写：2026年9月30日。` };
    if (dueOn <= today) return { ok: false, why: `${where}的日期${dueOn}已经过去，请填今后的日期。` };
    if (dueOn > latest)
      return {
        ok: false,
        why: `${where}的日期${dueOn}超过${context.rules.commitmentMaxMonths}个月，请不晚于${latest}。`,
      };
    out.push({ measure, person, dueOn });
  }
  return out.length > 0 ? { ok: true, value: out } : { ok: false, why: '请至少写一条承诺事项。' };
}
