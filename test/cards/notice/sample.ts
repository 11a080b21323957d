/** One proposal and one opinion report late in their lives: everything a card may speak of is there. */
import type { AllowedAction, CardGiven, CardReader } from '../../../cards/card-given.ts';
import type { Assignment, Case, Clock, Obligation, Role } from '../../../src/domain/case.ts';
import type { Directory } from '../../../src/domain/command.ts';
import { defaultRules } from '../../../src/domain/default-rules.ts';
import type { Calendar } from '../../../src/domain/rules.ts';

/** Strings that stand in marks and feedback only: no unit's reader may ever meet them. */
export const SECRETS = {
  reason: '试点情况从未告知本人且没有进度',
  remark: '希望每季度告知一次试点情况',
  view: '尚未解决的提案者意见',
  author: '何以安',
} as const;

export const at = (day: string, time = '10:00'): Date => new Date(`${day}T${time}:00+08:00`);
const NOW = at('2026-06-08');

const CALENDAR: Calendar = {
  officialYears: [2026],
  daysOff: new Set(['2026-06-19']),
  makeUpDays: new Set(),
  provisionalDaysOff: new Set(),
  names: { '2026-06-19': '端午节' },
};
export const RULES = defaultRules(CALENDAR);

const NAMES: Readonly<Record<string, string>> = {
  lin: '林知远',
  he: '何以安',
  cheng: '程砚田',
  wen: '闻一舟',
  qi: '齐鸣',
  shen: '沈怀瑾',
};
const HOLDERS: Partial<Record<Role, string[]>> = { inspector: ['qi'], viceChair: ['shen'] };
const DIRECTORY: Directory = {
  byRole: (role) => HOLDERS[role] ?? [],
  inUnit: () => ['cheng'],
  unitName: (unit) => (unit === 'zhujian' ? '云川市住房和城乡建设局' : '云川市市场监督管理局'),
  personName: (person) => NAMES[person] ?? person,
};

export const clock = (ruleId: string, subject: string, due: Date, stoppedAt: Date | null = null): Clock => ({
  ruleId,
  ruleVersion: 'default-1',
  subject,
  ordinal: 1,
  startAt: at('2026-03-10'),
  dueAt: due,
  originalDueAt: due,
  extendedBy: null,
  stoppedAt,
  provisional: false,
  told: [],
});

const host: Assignment = {
  id: 'as-host',
  unit: 'zhujian',
  unitName: '云川市住房和城乡建设局',
  kind: 'host',
  state: 'repliedOut',
  round: 1,
  assignedAt: at('2026-03-10'),
  receivedAt: at('2026-03-11'),
  returns: 0,
  resultClass: 'B',
  settled: false,
  suggestions: [1, 2],
  meetings: [
    {
      id: 'm-1',
      stage: 'before',
      form: { date: '2026-03-19', place: '桐花里小区', way: '座谈会', correction: '参加人员少写一人' },
      recordedBy: 'cheng',
      recordedAt: at('2026-03-19'),
      confirm: 'confirmed',
    },
  ],
  progress: [{ at: at('2026-04-01'), by: 'cheng', text: '指引已完成初稿', next: '5月征求意见' }],
  replies: [
    {
      round: 1,
      form: {
        done: '今年以来已对412台加装电梯逐台建档',
        items: [{ stance: '采纳', text: '已完成初稿，9月底前印发' }],
        commitments: [{ measure: '印发运行管理指引', dueOn: '2026-09-30' }],
      },
      resultClass: 'B',
      signedBy: 'cheng',
      submittedAt: at('2026-05-25'),
      issuedAt: at('2026-05-28'),
    },
  ],
};

export function aProposal(over: Partial<Case> = {}): Case {
  return {
    committee: 'yunchuan',
    id: 'case-58',
    kind: 'proposal',
    version: 7,
    state: 'replied',
    title: '关于加快老旧小区加装电梯后续管理的建议',
    serialNo: '2026-0137',
    publicNo: '058',
    form: {
      kind: '联名',
      category: '城乡建设',
      situation: '截至2025年11月已加装电梯412台',
      analysis: '运行管理责任未约定',
      suggestions: ['出台运行管理指引', '大修纳入维修资金'],
    },
    edited: null,
    files: ['f1'],
    authors: [{ person: 'lin', name: '林知远', role: 'first' }],
    assignments: [
      structuredClone(host),
      {
        ...structuredClone(host),
        id: 'as-co',
        unit: 'shijian',
        unitName: '云川市市场监督管理局',
        kind: 'co',
        state: 'working',
        meetings: [],
        progress: [],
        replies: [],
      },
    ],
    commitments: [
      {
        id: 'c-1',
        assignment: 'as-host',
        unit: 'zhujian',
        measure: '印发运行管理指引',
        person: '程砚田',
        dueOn: '2026-09-30',
        state: 'open',
        missed: false,
        evidence: [],
      },
    ],
    feedbacks: [
      {
        assignment: 'as-host',
        round: 1,
        rater: 'lin',
        form: { reason: SECRETS.reason, remark: SECRETS.remark, reasonKind: '结果' },
        attitudeMark: 'basicallySatisfied',
        resultMark: 'dissatisfied',
        overall: 'dissatisfied',
        at: at('2026-06-03'),
      },
    ],
    verifications: [
      {
        id: 'v-1',
        assignment: 'as-host',
        commitment: 'c-1',
        form: { finding: '指引尚未印发', effect: '2个小区96户受益', proposerView: SECRETS.view },
        signers: ['wen', 'qi'],
        result: 'failed',
        at: at('2026-06-05'),
      },
    ],
    outcomes: [],
    clocks: [
      clock('C-10', 'as-host', at('2026-06-10', '23:59')),
      clock('C-11', 'as-co', at('2026-06-11', '23:59')),
      clock('C-24', 'c-1', at('2026-09-30', '23:59')),
      clock('C-18', 'as-host', at('2026-06-18', '23:59')),
    ],
    flags: [],
    reason: { code: 'NR-10', text: '内容需要再具体一些' },
    links: [],
    createdAt: at('2026-01-15'),
    updatedAt: at('2026-06-03'),
    auditHead: { seq: 12, hash: 'h' },
    effects: [],
    effectsPending: false,
    nextDueAt: null,
    ...over,
  };
}

export const anOpinionReport = (over: Partial<Case> = {}): Case =>
  aProposal({
    id: 'case-214',
    kind: 'opinionReport',
    state: 'referred',
    title: '乡村小规模学校冬季取暖费缺口应予重视',
    serialNo: 'SQ2026-0214',
    publicNo: '9',
    form: { category: '教科文卫体', situation: '走访4所小学', suggestions: ['单列取暖补助'], isPublic: false },
    authors: [{ person: 'he', name: SECRETS.author, role: 'first' }],
    assignments: [{ ...structuredClone(host), kind: 'sole', state: 'working', replies: [], meetings: [] }],
    commitments: [],
    feedbacks: [],
    verifications: [],
    outcomes: [{ id: 'o-1', kind: 'adopted', form: { level: '省政协', form: '单篇' }, at: at('2026-02-11') }],
    clocks: [clock('S-06', 'as-host', at('2026-06-15', '23:59'))],
    ...over,
  });

export function anObligation(text: string, over: Partial<Obligation> = {}): Obligation {
  return {
    key: `yunchuan:case-58:${text}:.12:lin`,
    committee: 'yunchuan',
    case: 'case-58',
    kind: text,
    text,
    ordinal: '.12',
    recipient: 'lin',
    dueAt: NOW,
    urgency: 'notice',
    subject: '',
    clock: null,
    facts: {},
    ...over,
  };
}

/** A reminder as the sweep makes it. */
export const aReminder = (ruleId: string, step: string, subject: string, text = 'G-18'): Obligation =>
  anObligation(text, { kind: `${ruleId}/${step}`, subject, clock: { ruleId, subject, ordinal: 1 } });

const READERS: Readonly<Record<string, CardReader>> = {
  lin: { id: 'lin', name: '林知远', title: '', roles: ['member'], unit: null },
  cheng: { id: 'cheng', name: '程砚田', title: '科长', roles: ['unitLiaison'], unit: 'zhujian' },
  he2: { id: 'he2', name: '贺兰舟', title: '', roles: ['unitLiaison'], unit: 'shijian' },
  wen: { id: 'wen', name: '闻一舟', title: '主任', roles: ['proposalStaff', 'proposalDirector'], unit: null },
  qi: { id: 'qi', name: '齐鸣', title: '', roles: ['inspector'], unit: null },
};

export function given(reader: keyof typeof READERS, actions: readonly AllowedAction[] = [], now = NOW): CardGiven {
  const recipient = READERS[reader];
  if (!recipient) throw new Error(`sample: no reader ${reader}`);
  return { recipient, rules: RULES, now, directory: DIRECTORY, actions };
}

export const may = (event: string, label: string, subject = ''): AllowedAction => ({ event, label, subject });
