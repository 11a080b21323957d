import type { NoticeText } from '../../notice-text.ts';

/** Opinion reports (domain.md G-40–G-45, G-116–G-119); X-S… by the row of B.2.2, for the editors' desk. */
export const OPINION_NOTICES = {
  // 社情民意回执
  'G-40': {
    title: '信息已收到',
    body: '{name}委员，您好。您反映的“{title}”已收到，编号{no}。{urgentText}我们将在{days}个工作日内告知是否编发。',
  },
  // 社情民意编发
  'G-41': {
    title: '您反映的信息已编发',
    body: '{name}委员，您好。您反映的“{title}”已编入《社情民意》{year}年第{issue}期，报送{to}。后续采用、批示情况将及时告知。',
  },
  // 社情民意留存
  'G-42': {
    title: '信息处理情况告知',
    body: '{name}委员，您好。您反映的“{title}”已留存参考。原因：{reason}。建议：{advice}。感谢您的关注，欢迎继续反映。',
  },
  // 采用通知
  'G-43': {
    title: '信息被{level}采用',
    body: '{name}委员，祝贺您。您反映的“{title}”被{level}{form}采用，已记入履职档案。',
  },
  // 批示告知
  'G-44': {
    title: '领导对您的建言作出批示',
    body: '{name}委员，您好。{leaderPost}于{date}对您反映的“{title}”作出批示，要点：{summary}。已交{unit}办理，结果将告知您。',
    bodyInternal: '{name}委员，您好。您反映的“{title}”已获领导批示，正在办理。',
  },
  // 社情民意转办
  'G-45': {
    title: '社情民意信息转办',
    body: '{unit}：现将《{title}》转请贵单位研究办理，请于{due}前反馈办理情况。',
    buttons: [
      { action: 'receive', text: '签收', tone: 'primary' },
      { action: 'answer', text: '反馈办理情况', tone: 'plain' },
    ],
  },
  // 信息退回补充
  'G-116': {
    title: '信息请您补充情况',
    body: '{name}委员，您好。您反映的“{title}”值得关注，为便于编发，请您补充：{reason}。请于{due}前完成，原内容已为您保留。',
    buttons: [
      { action: 'submit', text: '去补充', tone: 'primary' },
      { action: 'contact', text: '联系编辑', tone: 'plain' },
    ],
  },
  // 信息录用告知
  'G-117': {
    title: '信息已录用编辑',
    body: '{name}委员，您好。您反映的“{title}”已{way}。编发后将告知您期号和报送去向。',
    buttons: [{ action: 'view', text: '查看进展', tone: 'primary' }],
  },
  // 报送上级告知
  'G-118': {
    title: '信息已报送上级政协',
    body: '{name}委员，您好。您反映的“{title}”已于{date}报送{level}。如获采用或批示，将及时告知您。',
    buttons: [{ action: 'view', text: '查看进展', tone: 'primary' }],
  },
  // 转办反馈告知
  'G-119': {
    title: '您反映的情况有反馈',
    body: '{name}委员，您好。{unit}就您反映的“{title}”反馈：{summary}。如与您了解的不一致，请告知我们。',
    buttons: [
      { action: 'view', text: '阅看反馈', tone: 'primary' },
      { action: 'note|contact', text: '情况不一致', tone: 'plain' },
    ],
  },
  // 提交:信息编辑
  'X-S1': {
    title: '新信息待筛选',
    body: '{author}反映的“{title}”已收到，编号{no}。请于{due}前筛选，决定是否录用。',
    buttons: [
      { action: 'pick', text: '录用', tone: 'primary' },
      { action: 'returnForFacts', text: '退回补充', tone: 'plain' },
      { action: 'keep', text: '留存', tone: 'plain' },
      { action: 'view', text: '查看', tone: 'plain' },
    ],
  },
  // 送审:审核人
  'X-S6': {
    title: '信息待审核',
    body: '“{title}”（{number}）已编辑送审。请审核；审核签发应于{due}前完成。',
    buttons: [
      { action: 'approve', text: '审核通过', tone: 'primary' },
      { action: 'sendBack', text: '退回编辑', tone: 'danger' },
      { action: 'view', text: '查看', tone: 'plain' },
    ],
  },
  // 审核通过:签发人
  'X-S6i': {
    title: '信息待签发',
    body: '“{title}”（{number}）已审核通过。呈请签发；审核签发应于{due}前完成。',
    buttons: [
      { action: 'issue', text: '签发', tone: 'primary' },
      { action: 'sendBack', text: '退回编辑', tone: 'danger' },
      { action: 'view', text: '查看', tone: 'plain' },
    ],
  },
  // 审核通过:信息编辑
  'X-S6e': {
    title: '信息已通过审核',
    body: '您编辑的“{title}”（{number}）已通过审核，待签发。需直报上级的，现在可以报送并登记。',
    buttons: [
      { action: 'sendUp', text: '报送上级', tone: 'primary' },
      { action: 'view', text: '查看', tone: 'plain' },
    ],
  },
  // 退回编辑:信息编辑
  'X-S6b': {
    title: '核稿退回修改',
    body: '“{title}”（{number}）退回修改，原因：{reason}。请于{due}前修改后重新送审。',
    buttons: [
      { action: 'sendToReview', text: '重新送审', tone: 'primary' },
      { action: 'view', text: '查看', tone: 'plain' },
    ],
  },
  // 签发:信息编辑
  'X-S7': {
    title: '信息已印发',
    body: '您编辑的“{title}”已编入《社情民意》{year}年第{issue}期，报送{to}。如获采用或批示，请及时登记，作者随即得知。',
    buttons: [
      { action: 'recordAdoption', text: '登记采用', tone: 'primary' },
      { action: 'sendUp', text: '报送上级', tone: 'plain' },
      { action: 'view', text: '查看', tone: 'plain' },
    ],
  },
  // 登记批示:主席
  'X-S10': {
    title: '信息获领导批示',
    body: '社情民意信息“{title}”获{leaderPost}批示，要点：{summary}。呈请审阅。',
  },
  // 办理反馈:信息编辑
  'X-S12': {
    title: '转办单位已反馈',
    body: '{unit}就“{title}”（{number}）报来办理情况。作者已同时收到，请查看并归档。',
  },
} as const satisfies Record<string, NoticeText>;
