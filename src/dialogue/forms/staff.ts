/** Forms of committee staff, assigning offices and editors: reasons, units, edited text, receivers. */
import type { Field, Form } from '../form.ts';
import { options, unitOptions } from './options.ts';

/** Every refusal, return or change needs a reason (A.2 rule 5). */
const reason = (ask: string): Field => ({
  key: 'reason',
  label: '理由',
  ask,
  type: 'text',
  required: true,
  min: 10,
  max: 300,
});

const reasonForm = (event: string, title: string, ask: string): Form => ({
  id: event,
  title,
  event,
  fields: () => [reason(ask)],
  confirm: true,
});

export const returnForRevisionForm = reasonForm(
  'returnForRevision',
  '退回修改',
  '请写明需要委员补充什么（不少于10字），将原文转给委员。',
);
export const returnReplyForm = reasonForm(
  'returnReply',
  '退回答复',
  '请写明答复需要完善之处（不少于10字）：答非所问、没有措施、没有时限或格式问题。',
);
export const returnForFactsForm = reasonForm(
  'returnForFacts',
  '退回补充',
  '请写明需要补充的事实、数据（不少于10字）。',
);
export const sendBackForm = reasonForm('sendBack', '退回编辑', '请写明退回的理由（不少于10字）。');

export const passPreReviewForm: Form = {
  id: 'passPreReview',
  title: '初审意见',
  event: 'passPreReview',
  fields: () => [
    {
      key: 'category',
      label: '内容分类',
      ask: '请选择内容分类。',
      type: 'choice',
      required: true,
      options: ({ rules }) => options(...rules.categories.proposal),
      preset: ({ kase }) => kase?.form.category,
    },
    {
      key: 'suggestedHost',
      label: '拟主办单位',
      ask: '拟由哪个单位主办？',
      type: 'choice',
      required: true,
      options: unitOptions,
      preset: ({ kase }) => kase?.form.suggestedHost,
    },
    {
      key: 'filingOpinion',
      label: '立案意见',
      ask: '请选择立案意见。',
      type: 'choice',
      required: true,
      options: () => options('建议立案', '建议不予立案'),
      preset: () => '建议立案',
    },
  ],
  confirm: true,
};

export const assignForm: Form = {
  id: 'assign',
  title: '交办',
  event: 'assign',
  fields: () => [
    {
      key: 'host',
      label: '主办单位',
      ask: '交由哪个单位主办？',
      type: 'choice',
      required: true,
      options: unitOptions,
      preset: ({ kase }) => kase?.edited?.suggestedHost ?? kase?.form.suggestedHost,
    },
  ],
  // Co-handlers are offered when their opinion has a dialogue (row 29): until then their reply could never be sent.
  toData: (answers) => ({ assignments: [{ unit: answers.host, kind: 'sole' }] }),
  confirm: true,
};

export const sendToReviewForm: Form = {
  id: 'sendToReview',
  title: '核稿送审',
  event: 'sendToReview',
  fields: () => [
    {
      key: 'title',
      label: '核稿标题',
      ask: '请写核稿标题。',
      type: 'text',
      required: true,
      min: 8,
      max: 40,
      preset: ({ kase }) => kase?.title,
    },
    {
      key: 'problem',
      label: '核稿正文',
      ask: '请发核稿后的正文。',
      type: 'text',
      required: true,
      min: 50,
      max: 1500,
      preset: ({ kase }) => kase?.form.situation,
    },
    {
      key: 'suggestions',
      label: '核稿建议',
      ask: '请发核稿后的建议，一条一行。',
      type: 'list',
      required: true,
      min: 1,
      max: 6,
      preset: ({ kase }) => kase?.form.suggestions,
    },
    {
      key: 'adoptForm',
      label: '采用方式',
      ask: '请选择采用方式。',
      type: 'choice',
      required: true,
      options: () => options('单篇', '综合'),
      preset: () => '单篇',
    },
  ],
  confirm: true,
};

export const issueForm: Form = {
  id: 'issue',
  title: '签发',
  event: 'issue',
  fields: () => [
    {
      key: 'to',
      label: '主送',
      ask: '主送哪里？例如：市委、市政府主要领导及分管领导',
      type: 'text',
      required: true,
      min: 2,
      max: 60,
      preset: () => '市委、市政府主要领导及分管领导',
    },
    { key: 'cc', label: '抄送', ask: '抄送哪些单位？没有请回复“无”。', type: 'text', required: false, max: 60 },
  ],
  confirm: true,
};

export const recordAdoptionForm: Form = {
  id: 'recordAdoption',
  title: '登记采用',
  event: 'recordAdoption',
  fields: () => [
    {
      key: 'level',
      label: '采用层级',
      ask: '被哪一级采用？',
      type: 'choice',
      required: true,
      options: () => options('本级部门', '市政协', '省政协', '全国政协'),
      together: 'adoption',
    },
    {
      key: 'form',
      label: '采用形式',
      ask: '采用形式？',
      type: 'choice',
      required: true,
      options: () => options('单篇', '综合', '转送'),
      together: 'adoption',
    },
    { key: 'date', label: '采用日期', ask: '哪一天采用的？例如 2月11日', type: 'date', required: true, range: 'past' },
    {
      key: 'proof',
      label: '依据',
      ask: '请写采用依据，例如刊物名称和期号。',
      type: 'text',
      required: true,
      min: 4,
      max: 100,
    },
  ],
  confirm: true,
};

const KEEP_REASONS = options(
  'K-01 情况已掌握',
  'K-02 没有具体建议',
  'K-03 事实待核',
  'K-04 不属反映范围',
  'K-05 属信访或个人事项',
  'K-07 时效已过',
);

export const keepForm: Form = {
  id: 'keep',
  title: '留存',
  event: 'keep',
  fields: () => [
    {
      key: 'reasonCode',
      label: '原因',
      ask: '留存的原因？',
      type: 'choice',
      required: true,
      options: () => KEEP_REASONS,
    },
    {
      key: 'reason',
      label: '说明',
      ask: '请写给委员的说明和建议（不少于10字）。',
      type: 'text',
      required: true,
      min: 10,
      max: 200,
    },
  ],
  toData: (answers) => ({ ...answers, reasonCode: String(answers.reasonCode).slice(0, 4), advice: answers.reason }),
  confirm: true,
};
