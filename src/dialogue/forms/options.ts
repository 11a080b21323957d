/** Choices that several forms share. */
import type { FormContext, Option } from '../form.ts';

export const options = (...texts: readonly string[]): readonly Option[] => texts.map((text) => ({ id: text, text }));

export const YES_NO: readonly Option[] = [
  { id: 'yes', text: '是' },
  { id: 'no', text: '否' },
];

export const MARKS: readonly Option[] = [
  { id: 'satisfied', text: '满意' },
  { id: 'basicallySatisfied', text: '基本满意' },
  { id: 'dissatisfied', text: '不满意' },
];

export const CLASSES: readonly Option[] = [
  { id: 'A', text: 'A 已解决或采纳' },
  { id: 'B', text: 'B 正在解决或列入计划' },
  { id: 'C', text: 'C 暂不能解决' },
  { id: 'D', text: 'D 留作参考' },
];

export const unitOptions = (context: FormContext): readonly Option[] =>
  context.units.map((unit) => ({ id: unit.id, text: unit.name }));

export const noSecret = {
  key: 'noSecret',
  label: '不涉密承诺',
  ask: '请确认：所写内容不涉及国家秘密，不涉及依法不得公开的事项。',
  type: 'choice',
  required: true,
  options: () => [{ id: 'yes', text: '确认不涉密' }],
} as const;
