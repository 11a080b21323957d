/** Forms of responsible units: meetings (D.5), replies (D.3), progress and promises. */
import type { Answers, Field, Form, FormContext } from '../form.ts';
import { CLASSES, options } from './options.ts';

const IN_PERSON = ['上门走访', '请到单位', '现场踏勘', '座谈会'];

const meetingFields = (stage: 'before' | 'during' | 'after'): readonly Field[] => [
  { key: 'date', label: '见面日期', ask: '哪一天见面的？例如 3月19日', type: 'date', required: true, range: 'past' },
  { key: 'place', label: '地点', ask: '在哪里见面？', type: 'text', required: true, min: 2, max: 60 },
  {
    key: 'way',
    label: '方式',
    ask: '怎样见面的？',
    type: 'choice',
    required: true,
    options: () => options(...IN_PERSON, '视频', '电话', '提案者提出不需要'),
  },
  {
    key: 'unitPeople',
    label: '参加人员',
    ask: '承办方哪些同志参加？',
    type: 'text',
    required: true,
    min: 2,
    max: 120,
  },
  {
    key: 'content',
    label: '协商内容',
    ask: '请写协商内容（不少于50字）：了解到的真实意图、进展、问题和下一步。',
    type: 'text',
    required: true,
    min: 50,
    max: 1500,
    when: (answers) => answers.way !== '提案者提出不需要',
  },
  {
    key: 'plan',
    label: '办理方案',
    ask: '请写简要办理方案（不少于20字）：步骤、责任人、时间。',
    type: 'text',
    required: true,
    min: 20,
    max: 800,
    when: () => stage === 'before',
  },
  {
    key: 'agreed',
    label: '达成共识',
    ask: '是否达成共识？',
    type: 'choice',
    required: true,
    options: () => options('已达成', '部分达成', '未达成'),
  },
  {
    key: 'photos',
    label: '照片',
    ask: '请发见面照片1—6张，发完回复“好了”。',
    type: 'photos',
    required: true,
    min: 1,
    max: 6,
    when: (answers) => IN_PERSON.includes(String(answers.way)),
  },
];

const STAGES = { before: '办前见面', during: '办中见面', after: '办后见面' } as const;

const meetingForm = (stage: keyof typeof STAGES, event: string): Form => ({
  id: event,
  title: STAGES[stage],
  event,
  fields: () => meetingFields(stage),
  toData: (answers, context) => ({
    ...answers,
    stage,
    at: answers.date,
    proposers: context.kase?.authors.map((author) => author.name) ?? [],
  }),
  confirm: true,
});

export const meetingForms: readonly Form[] = [
  meetingForm('before', 'recordMeetingBefore'),
  meetingForm('during', 'recordMeetingDuring'),
  meetingForm('after', 'recordMeetingAfter'),
];

const suggestionsOf = (context: FormContext): readonly string[] => {
  const value = context.kase?.form.suggestions;
  return Array.isArray(value) ? value.map(String) : [];
};

/** Two fields per suggestion: the reply answers each one by one (四川2024). */
function itemFields(context: FormContext): readonly Field[] {
  return suggestionsOf(context).flatMap((suggestion, index): Field[] => [
    {
      key: `stance${index + 1}`,
      label: `建议${index + 1}`,
      ask: `建议${index + 1}：${suggestion}\n对这一条的意见？`,
      type: 'choice',
      required: true,
      options: () => options('采纳', '部分采纳', '列入计划', '不采纳'),
    },
    {
      key: `text${index + 1}`,
      label: `建议${index + 1}答复`,
      ask: `请写对建议${index + 1}的答复（50—600字）：怎么办、谁来办、什么时候办到。不采纳的说明理由。`,
      type: 'text',
      required: true,
      min: 50,
      max: 600,
    },
  ]);
}

const hasPromise = (answers: Answers): boolean => answers.resultClass === 'B';

export const draftReplyForm: Form = {
  id: 'draftReply',
  title: '答复',
  event: 'draftReply',
  fields: (context) => [
    {
      key: 'docNo',
      label: '发文字号',
      ask: '发文字号？例如 云建提〔2026〕17号',
      type: 'text',
      required: true,
      min: 4,
      max: 40,
    },
    {
      key: 'done',
      label: '已做工作',
      ask: '请写已开展的工作（不少于50字，要有数字）。',
      type: 'text',
      required: true,
      min: 50,
      max: 2000,
    },
    ...itemFields(context),
    {
      key: 'resultClass',
      label: '办理结果',
      ask: '办理结果属于哪一类？',
      type: 'choice',
      required: true,
      options: () => CLASSES,
    },
    {
      key: 'commitments',
      label: '承诺事项',
      ask: 'B类答复必须写明承诺事项，一条一行，用分号隔开：事项；责任人；完成日期。例如：\n印发加装电梯运行管理指引；物业监管科 程砚田；2026年9月30日',
      type: 'commitments',
      required: true,
      min: 1,
      max: 10,
      when: hasPromise,
    },
    { key: 'contact', label: '联系方式', ask: '联系人和电话？', type: 'text', required: true, min: 4, max: 40 },
    {
      key: 'publicity',
      label: '公开属性',
      ask: '答复可否公开？',
      type: 'choice',
      required: true,
      options: () => options('全文公开', '摘要公开', '不公开'),
      preset: () => '全文公开',
    },
  ],
  toData: (answers, context, files) => ({
    ...answers,
    items: suggestionsOf(context).map((suggestion, index) => ({
      suggestion,
      stance: answers[`stance${index + 1}`],
      text: answers[`text${index + 1}`],
    })),
    files,
  }),
  confirm: true,
};

export const reportProgressForm: Form = {
  id: 'reportProgress',
  title: '填报进展',
  event: 'reportProgress',
  fields: () => [
    {
      key: 'text',
      label: '进展',
      ask: '做了什么？请写清进展（不少于10字）；逾期的说明原因。',
      type: 'text',
      required: true,
      min: 10,
      max: 600,
    },
    { key: 'next', label: '下一步', ask: '下一步做什么，什么时候？', type: 'text', required: true, min: 4, max: 200 },
  ],
  confirm: false,
};

const EVIDENCE: readonly Field[] = [
  {
    key: 'text',
    label: '兑现情况',
    ask: '请写承诺兑现的情况（不少于20字）：做成了什么、数字、文件名称。',
    type: 'text',
    required: true,
    min: 20,
    max: 800,
  },
  {
    key: 'photos',
    label: '佐证材料',
    ask: '请发佐证照片1—6张，发完回复“好了”。',
    type: 'photos',
    required: true,
    min: 1,
    max: 6,
  },
];

const keptForm = (event: string, title: string): Form => ({
  id: event,
  title,
  event,
  fields: () => EVIDENCE,
  toData: (answers) => ({ ...answers, kept: true, evidence: answers.text, files: answers.photos }),
  confirm: true,
});

export const keptForms: readonly Form[] = [
  keptForm('reportCommitment', '报承诺兑现'),
  keptForm('answerAgain', '兑现后再次答复'),
];
