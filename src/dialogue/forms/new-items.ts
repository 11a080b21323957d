/** D.1 proposal and D.2 opinion report: gathered as long text, split, then asked for what is missing. */
import type { Answers, Field, Form } from '../form.ts';
import { noSecret, options, unitOptions, YES_NO } from './options.ts';

const joined = (value: unknown): string => (Array.isArray(value) ? value.join('\n') : String(value ?? ''));

/** Words of the content classes, to propose one from the text; only a proposal, shown before sending. */
const CATEGORY_WORDS: Readonly<Record<string, readonly string[]>> = {
  城乡建设: ['小区', '电梯', '住房', '物业', '道路', '城市', '建设'],
  科教文卫体: ['学校', '教育', '医院', '文化', '体育', '卫生'],
  教科文卫体: ['学校', '教育', '医院', '文化', '体育', '小学'],
  农牧林水: ['农村', '农业', '水利', '乡村'],
  交通旅游: ['公交', '交通', '旅游', '路口'],
  资源环境: ['环境', '污染', '垃圾', '河'],
  生态: ['环境', '污染', '垃圾', '河'],
  城建城管: ['小区', '电梯', '物业', '道路', '停车'],
  社会保障: ['养老', '社保', '低保', '残疾'],
};

function guessCategory(categories: readonly string[], answers: Answers): string | undefined {
  const text = `${joined(answers.title)}${joined(answers.situation)}${joined(answers.suggestions)}`;
  const hits = (name: string) => (CATEGORY_WORDS[name] ?? []).filter((word) => text.includes(word)).length;
  const best = [...categories].sort((a, b) => hits(b) - hits(a))[0];
  return best !== undefined && hits(best) > 0 ? best : undefined;
}

const TITLE: Field = {
  key: 'title',
  label: '案由',
  ask: '请给这件提案写一个案由，8—40字，例如：关于加快老旧小区加装电梯后续管理的建议',
  type: 'text',
  required: true,
  min: 8,
  max: 40,
};
const SITUATION: Field = {
  key: 'situation',
  label: '情况与问题',
  ask: '请写“情况与问题”：时间、地点、数字，看到了什么（100—1000字，可分几条发，写完回复“写完了”）。',
  type: 'text',
  required: true,
  min: 100,
  max: 1000,
};
const SUGGESTIONS: Field = {
  key: 'suggestions',
  label: '具体建议',
  ask: '请写“具体建议”，1—6条，一条一行，每条说一件能单独答复的事。',
  type: 'list',
  required: true,
  min: 1,
  max: 6,
};

const PROPOSAL_FIELDS: readonly Field[] = [
  TITLE,
  SITUATION,
  {
    key: 'analysis',
    label: '原因分析',
    ask: '请写“原因分析”：问题为什么会这样（50—800字）。',
    type: 'text',
    required: true,
    min: 50,
    max: 800,
  },
  SUGGESTIONS,
  {
    key: 'researchNote',
    label: '调研情况',
    ask: '请写调研情况：什么时候、走访了哪里、问了谁（不少于20字）。不调研不提案。',
    type: 'text',
    required: true,
    min: 20,
    max: 500,
  },
  {
    key: 'category',
    label: '内容分类',
    ask: '请选择内容分类。',
    type: 'choice',
    required: true,
    options: ({ rules }) => options(...rules.categories.proposal),
    preset: ({ rules }, answers) => guessCategory(rules.categories.proposal, answers),
  },
  {
    key: 'suggestedHost',
    label: '建议主办',
    ask: '建议由哪个单位主办？回复数字或单位名称。',
    type: 'choice',
    required: true,
    options: unitOptions,
    preset: ({ units }, answers) => units.find((unit) => mentions(joined(answers.suggestions), unit.name))?.id,
  },
  {
    key: 'isPublic',
    label: '同意公开',
    ask: '是否同意公开这件提案？',
    type: 'choice',
    required: true,
    options: () => YES_NO,
    preset: () => 'yes',
  },
  {
    key: 'openToSign',
    label: '可否附议',
    ask: '是否愿意其他委员附议？',
    type: 'choice',
    required: true,
    options: () => YES_NO,
    preset: () => 'yes',
  },
  noSecret,
];

/** 市住建局 is how people write 云川市住房和城乡建设局: the characters in their order are enough. */
function mentions(text: string, unitName: string): boolean {
  const short = unitName.replace(/^云川/, '');
  return (
    text.includes(unitName) || text.includes(short) || (/住房和城乡建设局/.test(unitName) && text.includes('住建局'))
  );
}

export const proposalForm: Form = {
  id: 'proposal',
  title: '提案',
  event: 'submit',
  gather: {
    invite:
      '请直接写，可以分很多条发，中间可以插照片，顺序不限；写完回复“写完了”。我会帮您分成情况、分析、建议三部分，请您过目。没有您确认，不会提交。',
    fields: ['situation', 'analysis', 'suggestions'],
  },
  fields: () => PROPOSAL_FIELDS,
  toData: (answers, context, files) => ({
    ...answers,
    kind: 'individual',
    timeMark: 'interPlenary',
    contact: context.actor.name,
    files,
  }),
  confirm: true,
};

const OPINION_FIELDS: readonly Field[] = [
  {
    ...TITLE,
    label: '标题',
    ask: '请写一个标题，8—30字，例如：乡村小规模学校冬季取暖费缺口应予重视',
    max: 30,
  },
  { ...SITUATION, label: '情况反映', ask: '请写“情况反映”：时间、地点、数字、来源（80—900字）。', min: 80, max: 900 },
  {
    key: 'analysis',
    label: '原因分析',
    ask: '请写“原因分析”（不超过400字）。',
    type: 'text',
    required: false,
    max: 400,
  },
  { ...SUGGESTIONS, label: '意见建议', ask: '请写“意见建议”，1—4条，一条一行，每条不超过200字。', max: 4 },
  {
    key: 'factSource',
    label: '信息来源',
    ask: '这些情况从哪里来？',
    type: 'choice',
    required: true,
    options: () => options('亲自走访', '群众反映', '行业数据', '座谈'),
  },
  {
    key: 'category',
    label: '信息分类',
    ask: '请选择信息分类。',
    type: 'choice',
    required: true,
    options: ({ rules }) => options(...rules.categories.opinionReport),
    preset: ({ rules }, answers) => guessCategory(rules.categories.opinionReport, answers),
  },
  {
    key: 'urgent',
    label: '是否急报',
    ask: '是否需要急报？',
    type: 'choice',
    required: true,
    options: () => YES_NO,
    preset: () => 'no',
  },
  {
    key: 'urgentReason',
    label: '急报理由',
    ask: '请写急报的理由。',
    type: 'text',
    required: true,
    min: 5,
    max: 100,
    when: (answers) => answers.urgent === 'yes',
  },
  {
    key: 'isPublic',
    label: '是否公开',
    ask: '是否公开？',
    type: 'choice',
    required: true,
    options: () => YES_NO,
    preset: () => 'no',
  },
  noSecret,
];

export const opinionReportForm: Form = {
  id: 'opinionReport',
  title: '社情民意信息',
  event: 'submit',
  gather: {
    invite:
      '请直接写您了解到的情况和建议，一事一报，可以分很多条发，中间可以插照片；写完回复“写完了”。没有您确认，不会提交。',
    fields: ['situation', 'analysis', 'suggestions'],
  },
  fields: () => OPINION_FIELDS,
  toData: (answers, context, files) => ({
    ...answers,
    reporterKind: '市政协委员',
    reporterId: context.actor.id,
    files,
  }),
  confirm: true,
};
