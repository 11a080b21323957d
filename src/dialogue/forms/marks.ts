/** What members and verifiers judge: D.4 feedback, corrections of a meeting record, D.11 verification. */
import type { Form, FormContext } from '../form.ts';
import { MARKS, options } from './options.ts';

const met = (context: FormContext): boolean =>
  context.kase?.assignments.some((a) => a.meetings.some((m) => m.confirm === 'confirmed' && m.stage !== 'after')) ??
  false;

const dissatisfied = (answers: Readonly<Record<string, unknown>>): boolean =>
  answers.attitudeMark === 'dissatisfied' || answers.resultMark === 'dissatisfied';

export const feedbackForm: Form = {
  id: 'giveFeedback',
  title: '办理情况征询意见表',
  event: 'giveFeedback',
  fields: () => [
    {
      key: 'attitudeMark',
      label: '对办理态度',
      ask: '对办理态度是否满意？',
      type: 'choice',
      required: true,
      options: () => MARKS,
      together: 'marks',
    },
    {
      key: 'resultMark',
      label: '对办理结果',
      ask: '对办理结果是否满意？',
      type: 'choice',
      required: true,
      options: () => MARKS,
      together: 'marks',
    },
    {
      key: 'pertinence',
      label: '答复针对性',
      ask: '答复是否针对提案？',
      type: 'choice',
      required: true,
      options: () => options('针对', '基本针对', '未针对'),
      together: 'marks',
    },
    {
      key: 'reasonKind',
      label: '原因类别',
      ask: '不满意的主要原因是？',
      type: 'choice',
      required: true,
      options: () => options('结果', '态度', '答非所问', '未见面', '其他'),
      when: dissatisfied,
    },
    {
      key: 'reason',
      label: '不满意原因',
      ask: '请写不满意的原因（不少于10字）。您的意见不经承办单位。',
      type: 'text',
      required: true,
      min: 10,
      max: 300,
      when: dissatisfied,
    },
    {
      key: 'metBefore',
      label: '答复前见面',
      ask: '答复前承办单位是否与您见面？',
      type: 'choice',
      required: true,
      options: () => options('已见面', '本人提出不需要', '未见面'),
      preset: (context) => (met(context) ? '已见面' : undefined),
      together: 'facts',
    },
    {
      key: 'contactWay',
      label: '听取方式',
      ask: '承办单位怎样听取您的意见？',
      type: 'choice',
      required: true,
      options: () => options('走访', '座谈会', '现场', '电话', '书面', '未联系'),
      preset: (context) => (met(context) ? '座谈会' : undefined),
      together: 'facts',
    },
    {
      key: 'classAgree',
      label: '结果分类',
      ask: '是否同意办理结果的分类？',
      type: 'choice',
      required: true,
      options: () => options('同意', '不同意'),
      preset: () => '同意',
      together: 'facts',
    },
    {
      key: 'forwardText',
      label: '转达原文',
      ask: '您写的意见可否转达承办单位？',
      type: 'choice',
      required: true,
      options: () => options('同意', '只转达要点', '不转达'),
      preset: () => '不转达',
    },
  ],
  confirm: true,
};

export const correctMeetingForm: Form = {
  id: 'correctMeeting',
  title: '见面记录更正',
  event: 'correctMeeting',
  fields: () => [
    {
      key: 'text',
      label: '更正意见',
      ask: '请写明哪里与事实不符（不少于10字）。',
      type: 'text',
      required: true,
      min: 10,
      max: 300,
    },
  ],
  confirm: false,
};

export const verifyPassForm: Form = {
  id: 'verifyPass',
  title: '核查销号单',
  event: 'verifyPass',
  fields: () => [
    {
      key: 'way',
      label: '核查方式',
      ask: '怎样核查的？',
      type: 'choice',
      required: true,
      options: () => options('实地', '资料', '电话回访', '暗访'),
    },
    {
      key: 'finding',
      label: '核查情况',
      ask: '请写核查情况（不少于20字）：看了什么、与承诺是否一致。',
      type: 'text',
      required: true,
      min: 20,
      max: 800,
    },
    {
      key: 'effect',
      label: '成效',
      ask: '带来了什么成效？请写数字，例如：2个小区、96户受益。',
      type: 'text',
      required: true,
      min: 4,
      max: 200,
    },
    {
      key: 'proposerView',
      label: '提案者意见',
      ask: '提案者怎么看？',
      type: 'choice',
      required: true,
      options: () => options('已解决', '基本解决', '尚未解决', '未联系上'),
    },
    {
      key: 'photos',
      label: '核查照片',
      ask: '请发核查照片或材料照片，发完回复“好了”；没有请回复“无”。',
      type: 'photos',
      required: false,
      max: 6,
    },
  ],
  confirm: true,
};

export const verifyFailForm: Form = {
  id: 'verifyFail',
  title: '核查未通过',
  event: 'verifyFail',
  fields: () => [
    {
      key: 'finding',
      label: '核查情况',
      ask: '请写核查发现的问题（不少于20字）。',
      type: 'text',
      required: true,
      min: 20,
      max: 800,
    },
    {
      key: 'reason',
      label: '整改要求',
      ask: '请写整改要求（不少于10字）。',
      type: 'text',
      required: true,
      min: 10,
      max: 300,
    },
  ],
  confirm: true,
};
