/** Reading the answers of a form: they are stored as given, so every reader checks what it finds. */
import { isCivilDate } from '../src/domain/civil-date.ts';
import { sayDay } from './say-date.ts';

type Form = Readonly<Record<string, unknown>> | null | undefined;

const LIST_SEPARATOR = '、';

/** Text of one answer: lists joined with 、, objects by their `text`; '' when there is none. */
export function answerText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(answerText).filter(Boolean).join(LIST_SEPARATOR);
  if (value && typeof value === 'object' && 'text' in value) return answerText(value.text);
  return '';
}

export const formText = (form: Form, key: string): string => answerText(form?.[key]);

/** First of the keys that has an answer. */
export const firstText = (form: Form, ...keys: readonly string[]): string =>
  keys.map((key) => formText(form, key)).find(Boolean) ?? '';

export function formList(form: Form, key: string): readonly unknown[] {
  const value = form?.[key];
  return Array.isArray(value) ? value : [];
}

export const sayFormDate = (form: Form, key: string, now: Date): string => {
  const value = formText(form, key);
  return isCivilDate(value) ? sayDay(value, now) : value;
};

/** `true`, `yes` and 是 mean yes; anything else does not. */
export const isYes = (value: unknown): boolean => value === true || value === 'yes' || value === '是';

/** `suggestions` is a list or one text with numbered lines. */
export function suggestionsOf(form: Form): readonly string[] {
  const list = formList(form, 'suggestions').map(answerText).filter(Boolean);
  if (list.length > 0) return list;
  const text = formText(form, 'suggestions');
  return text ? text.split(/\n+/).map((line) => line.replace(/^\s*\d+[.、.]\s*/, '')) : [];
}
