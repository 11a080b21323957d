import type { NoticeText } from '../../notice-text.ts';

/** Drafting, review and filing of a proposal (domain.md G-01–G-07, G-90–G-94). */
export const FILING_NOTICES = {
  // 提案提交回执
  'G-01': {
    title: '提案已收到',
    body: '{name}委员，您好。您提交的《{title}》已收到，流水号{serialNo}。提案委将在{days}个工作日内完成初审，结果第一时间告知您。',
    facts: [
      { label: '类型', value: '{kind}' },
      { label: '提交时间', value: '{time}' },
    ],
    buttons: [
      { action: 'view', text: '查看提案', tone: 'primary' },
      { action: 'supplementMaterial', text: '补充材料', tone: 'plain' },
      { action: 'withdraw', text: '撤回', tone: 'danger' },
    ],
  },
  // 提案退回修改
  'G-02': {
    title: '提案请您补充完善',
    body: '{name}委员，您好。《{title}》选题很好，为便于立案办理，请您补充：{reason}。修改后直接提交即可，原内容已为您保留。',
    facts: [{ label: '建议完成', value: '{dueDate}' }],
    buttons: [
      { action: 'submit', text: '去修改', tone: 'primary' },
      { action: 'contact', text: '联系提案委', tone: 'plain' },
    ],
  },
  // 联名邀请
  'G-03': {
    title: '邀请您联名提案',
    body: '{inviter}委员邀请您联名《{title}》。请您阅看全文后确认是否联名，{deadline}前有效。',
    buttons: [
      { action: 'view', text: '阅看全文', tone: 'primary' },
      { action: 'cosign', text: '同意联名', tone: 'plain' },
      { action: 'declineCosign', text: '暂不参加', tone: 'plain' },
    ],
  },
  // 立案通知
  'G-04': {
    title: '提案已立案',
    body: '{name}委员，您好。您的《{title}》经审查予以立案，编为{termMeeting}第{no}号提案，将于交办后告知承办单位和办理期限。感谢您的履职建言。',
    buttons: [{ action: 'view', text: '查看立案情况', tone: 'primary' }],
  },
  // 不予立案通知
  'G-05': {
    title: '提案审查结果告知',
    body: '{name}委员，您好。您提交的《{title}》经审查未予立案，原因：{reason}。其中所提意见有参考价值，拟转为{target}继续反映，请您确认。如有不同意见，可于{dueDate}前申请复核。',
    buttons: [
      { action: 'convertToOpinion|convertToReference|convertToLetter', text: '同意转为{target}', tone: 'primary' },
      { action: 'objectRefusal', text: '申请复核', tone: 'plain' },
      { action: 'contact', text: '联系提案委', tone: 'plain' },
    ],
  },
  // 并案通知
  'G-06': {
    title: '提案并案办理告知',
    body: '{name}委员，您好。您的《{title}》与{mainNo}号提案内容相近，已并案办理。您与第一提案人同等参加协商、收到答复并进行评价。',
    buttons: [{ action: 'view', text: '查看并案提案', tone: 'primary' }],
  },
  // 转社情民意告知
  'G-07': {
    title: '您的意见已转为社情民意信息',
    body: '经您同意，《{title}》已转为社情民意信息（编号{sqNo}），编发、采用和批示情况将及时告知您。',
    office: {
      title: '提案转为社情民意信息',
      body: '经作者同意，提案《{title}》已转为社情民意信息（编号{sqNo}），请按信息处理。',
    },
    buttons: [{ action: 'view', text: '查看进展', tone: 'primary' }],
  },
  // 相近提案提示
  'G-90': {
    title: '有相近提案供您参考',
    body: '{name}委员，您好。此前有{n}件提案与《{title}》相近，办理情况：{fates}。您可参考后继续提交，也可补充新情况、新建议。',
    buttons: [
      { action: 'view', text: '查看相近提案', tone: 'primary' },
      { action: 'submit', text: '继续提交', tone: 'plain' },
    ],
  },
  // 联名答复告知
  'G-91': {
    title: '联名邀请有答复',
    body: '{name}委员，您好。{invitee}委员对《{title}》的联名答复：{result}。现有{a}人同意、{b}人待答复，{deadline}截止。',
    buttons: [
      { action: 'inviteCosigner', text: '再邀请委员', tone: 'primary' },
      { action: 'submit', text: '提交提案', tone: 'plain' },
    ],
  },
  // 取消并案告知
  'G-92': {
    title: '提案恢复单独办理',
    body: '{name}委员，您好。您的《{title}》已取消与{mainNo}号提案的并案，原因：{reason}。现恢复为单独提案，审查结果于{due}前告知您。',
    buttons: [
      { action: 'view', text: '查看提案', tone: 'primary' },
      { action: 'contact', text: '联系提案委', tone: 'plain' },
    ],
  },
  // 转送参考告知
  'G-93': {
    title: '您的意见已转送参考',
    body: '{name}委员，您好。经您同意，《{title}》已作为{target}送{receiver}参考。此类材料不要求书面答复，如有回音将及时告知您。',
    buttons: [{ action: 'view', text: '查看', tone: 'primary' }],
  },
  // 撤案告知
  'G-94': {
    title: '提案撤案告知',
    body: '您好。《{title}》（{number}）已由第一提案人{proposer}委员撤回，自{date}起不再办理。感谢您前期的参与和支持。',
    buttons: [
      { action: 'view', text: '查看', tone: 'primary' },
      { action: 'contact', text: '联系提案委', tone: 'plain' },
    ],
  },
} as const satisfies Record<string, NoticeText>;
