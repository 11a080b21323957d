/** Variants and fall-backs of the placeholders of section G. */
import type {
  AssignmentKind,
  CommitmentState,
  Mark,
  Meeting,
  MeetingStage,
  Outcome,
} from '../../../src/domain/case.ts';

export const ROLE_OF_UNIT: Readonly<Record<AssignmentKind, string>> = {
  sole: '单办',
  branch: '分办',
  host: '主办',
  co: '会办',
};

export const STAGE: Readonly<Record<MeetingStage, string>> = { before: '办前', during: '办中', after: '办后' };

export const CONFIRM: Readonly<Record<Meeting['confirm'], string>> = {
  pending: '待确认',
  confirmed: '已确认',
  denied: '提案者反馈未见面',
  toCorrect: '内容待更正',
  unconfirmed: '未确认',
};

export const PROMISE_STATE: Readonly<Record<CommitmentState, string>> = {
  open: '进行中',
  claimed: '报已兑现，核查中',
  verified: '已核查',
  broken: '不能兑现',
};

export const MARK: Readonly<Record<Mark, string>> = {
  satisfied: '满意',
  basicallySatisfied: '基本满意',
  dissatisfied: '不满意',
};

export const OUTCOME: Readonly<Record<Outcome['kind'], string>> = {
  sentUp: '报送上级',
  adopted: '采用',
  instructed: '领导批示',
  usedByDept: '部门采纳',
};

/** What the proposer said of a meeting (G-98). */
export const MEETING_RESULT: Readonly<Record<Meeting['confirm'], string>> = {
  pending: '尚未确认',
  confirmed: '情况属实',
  denied: '未见面',
  toCorrect: '内容需更正',
  unconfirmed: '未确认',
};
export const AFTER_MEETING: Readonly<Record<Meeting['confirm'], string>> = {
  pending: '请等待提案者确认。',
  confirmed: '本环节已完成。',
  denied: '请与提案者联系见面，于{due}前重新填报。',
  toCorrect: '请按提案者意见更正记录：{text}。',
  unconfirmed: '请与提案者联系确认。',
};

/** 'next' of G-26, G-104 and G-110 by what the case holds. */
export const NEXT = {
  thanksTracking: '我们将跟踪承诺事项，兑现后告知您。',
  thanksAgain: '我们将商请承办单位再次办理，并于{due}前再次答复您。',
  thanksVerify: '我们将核查落实情况，结果告知您。',
  unitPromises: '承诺事项落实',
  unitContact: '后续沟通',
  classC: '一年后我们再看条件是否具备。',
  classD: '所提意见已供工作参考。',
} as const;

/** 'way' of G-117. */
export const PICKED = { single: '录用，正在编辑', combined: '与同类信息综合编辑，原题目和署名保留' } as const;

export const MET = { none: '未进行', noCo: '无需报送', allIn: '已收齐', missing: '缺{n}家' } as const;
export const URGENT = '您标注的急报件已优先处理。';
export const PROPOSAL_KIND: Readonly<Record<string, string>> = {
  individual: '个人提案',
  joint: '联名提案',
  collective: '集体提案',
  个人: '个人提案',
  联名: '联名提案',
  集体: '集体提案',
};
/** The only words of a feedback form that may reach a unit (decision 27): the kind, never the text. */
export const REASON_KIND: Readonly<Record<string, string>> = {
  result: '对办理结果不满意',
  attitude: '对办理态度不满意',
  offThePoint: '答非所问',
  notMet: '未见面',
  other: '其他',
  结果: '对办理结果不满意',
  态度: '对办理态度不满意',
  答非所问: '答非所问',
  未见面: '未见面',
  其他: '其他',
};

/** Said when the case does not hold the fact: the sentence stays whole and promises nothing. */
export const FALLBACK: Readonly<Record<string, string>> = {
  a: '若干',
  advice: '补充具体情况和可行建议',
  assignDate: '规定期限',
  author: '提案者',
  b: '若干',
  c: '待报',
  channel: '政协网站',
  checkers: '市政协提案委、市政府督查室',
  checks: '无',
  class: '待定',
  classText: '待定',
  co: '有关单位',
  coDue: '规定期限',
  coUnit: '会办单位',
  coUnits: '无',
  commitment: '承诺事项',
  contact: '提案委',
  cppccOffice: '政协办公室',
  date: '近日',
  days: '规定的',
  deadline: '规定期限',
  draftClass: '待定',
  draftPromises: '若干',
  due: '规定期限',
  dueDate: '规定期限',
  effect: '详见核查情况',
  extDue: '规定期限',
  extension: '',
  fates: '详见所附提案',
  feedbackDue: '规定期限',
  finding: '有事项尚未落实到位',
  form: '',
  host: '主办单位',
  inspector: '督查室',
  invitee: '受邀',
  inviter: '第一提案人',
  issue: '本',
  item: '该事项',
  items: '有关条目',
  k: '若干',
  kind: '提案',
  leader: '分管领导',
  leaderPost: '分管领导',
  left: '规定时间',
  leftPhrase: '请按期办理',
  level: '上级',
  mainNo: '主',
  meetDue: '规定期限',
  n: '若干',
  name: '',
  newClass: '新的分',
  newDate: '规定期限',
  newDue: '批复的日期',
  newTitle: '新的事项',
  newUnit: '新的承办单位',
  next: '按规定继续跟踪',
  no: '',
  number: '编号待定',
  office: '提案委',
  oldClass: '原',
  place: '约定地点',
  planDue: '规定期限',
  proposer: '',
  reason: '详见事项内容',
  reasonKind: '详见提案委通知',
  receiptDue: '规定期限',
  receiver: '有关部门',
  replyDue: '规定期限',
  result: '已有答复',
  returnDue: '规定期限',
  role: '承办',
  serialNo: '待定',
  source: '回头看',
  sqNo: '待定',
  stage: '当面',
  steps: '批复的安排',
  suggested: '请见申请内容',
  summary: '详见批示内容',
  target: '社情民意信息',
  termMeeting: '',
  text: '详见办理记录',
  time: '近日',
  title: '',
  to: '有关领导和部门',
  today: '今日',
  unit: '承办单位',
  urgentText: '',
  verifiers: '核查人员',
  viceChair: '分管副主席',
  visitDate: '近期',
  way: '实地查看与查阅资料',
  year: '本',
};

/** G-18 asks for an extension in time; once that day is over the sentence would send people astray. */
export const EXTENSION = '如确需延期，请于{extDue}前提出申请。';
