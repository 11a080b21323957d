/** Who an account is: by invite code, or by name and unit. Asks everything and offers no names to choose from. */
import type { Field, Form } from '../form.ts';

const WAYS = { code: '有邀请码', name: '没有邀请码' } as const;

const way: Field = {
  key: 'way',
  label: '方式',
  ask: '您有邀请码吗？',
  type: 'choice',
  required: true,
  options: () => Object.entries(WAYS).map(([id, text]) => ({ id, text })),
};

/** Never answered through the form: a code is tried at once and is kept in no draft. */
const code: Field = {
  key: 'code',
  label: '邀请码',
  ask: '请回复办公室发给您的邀请码（字母和数字，不分大小写）。没有的请回复“没有”。',
  type: 'text',
  required: true,
  when: (answers) => answers.way === 'code',
};

const byName = (answers: Readonly<Record<string, unknown>>): boolean => answers.way === 'name';

export const bindingForm: Form = {
  id: 'binding',
  title: '开通账号',
  event: 'binding',
  fields: () => [
    way,
    code,
    {
      key: 'name',
      label: '姓名',
      ask: '请回复您的姓名。',
      type: 'text',
      required: true,
      min: 2,
      max: 30,
      when: byName,
    },
    {
      key: 'unit',
      label: '单位',
      ask: '请回复您的单位全称。委员请写工作单位或界别。',
      type: 'text',
      required: true,
      min: 2,
      max: 40,
      when: byName,
    },
  ],
  confirm: true,
};
