import type { NoticeText } from '../../notice-text.ts';

/** Assignment, return, extension, plan and co-opinion (domain.md G-10–G-17, G-95–G-97, G-99–G-101). */
export const ASSIGNMENT_NOTICES = {
  // 提案交办通知
  'G-10': {
    title: '提案交办：第{no}号',
    body: '{unit}：{termMeeting}第{no}号提案《{title}》交由贵单位{role}。请于{receiptDue}前签收；如不属贵单位职责，请于{returnDue}前说明理由并提出改办建议。',
    facts: [
      { label: '提案者', value: '{author}' },
      { label: '会办单位', value: '{coUnits}' },
      { label: '会办意见', value: '{coDue}前' },
      { label: '办前见面', value: '{meetDue}前' },
      { label: '答复期限', value: '{replyDue}' },
    ],
    buttons: [
      { action: 'receive|acceptAndSuggest', text: '签收', tone: 'primary' },
      { action: 'requestReturn', text: '申请退办', tone: 'danger' },
      { action: 'view', text: '查看全文', tone: 'plain' },
    ],
  },
  // 交办告知
  'G-11': {
    title: '您的提案已交办',
    body: '{name}委员，您好。第{no}号提案已交{host}主办、{co}会办，答复期限{replyDue}。承办单位将在{meetDue}前与您联系。',
    bodyAlone: '{name}委员，您好。第{no}号提案已交{host}办理，答复期限{replyDue}。承办单位将在{meetDue}前与您联系。',
    buttons: [
      { action: 'view', text: '查看进展', tone: 'primary' },
      { action: 'profile', text: '更新我的联系方式', tone: 'plain' },
    ],
  },
  // 重点提案告知
  'G-12': {
    title: '列为重点提案',
    body: '第{no}号提案《{title}》经主席会议研究，列为{year}年度重点提案，由{leader}领衔督办。请{unit}于{planDue}前报送办理方案。',
    buttons: [
      { action: 'submitPlan', text: '报送方案', tone: 'primary' },
      { action: 'view', text: '查看要求', tone: 'plain' },
    ],
  },
  // 退办申请待审
  'G-13': {
    title: '退办申请待审定',
    body: '{unit}申请退办第{no}号提案。理由：{reason}。建议改办：{suggested}。请于{due}前审定。',
    buttons: [
      { action: 'approveReturn', text: '同意并改办', tone: 'primary' },
      { action: 'rejectReturn', text: '不予退办', tone: 'danger' },
      { action: 'arbitrate', text: '协调会商', tone: 'plain' },
    ],
  },
  // 改办通知
  'G-14': {
    title: '提案改办通知',
    body: '第{no}号提案经审定改由{newUnit}主办，办理期限自今日起计算，至{replyDue}。原承办单位不再承担主办任务。',
    buttons: [{ action: 'receive', text: '签收', tone: 'primary' }],
  },
  // 退办驳回
  'G-15': {
    title: '退办申请未予同意',
    body: '{unit}：贵单位关于第{no}号提案的退办申请经研究未予同意，理由：{reason}。请继续办理，答复期限{replyDue}。',
    buttons: [{ action: 'view', text: '查看意见', tone: 'primary' }],
  },
  // 延期申请告知
  'G-16': {
    title: '承办单位申请延期',
    body: '{name}委员，您好。{unit}因{reason}申请将第{no}号提案答复期限延至{newDue}。您的意见将作为审批参考。',
    office: {
      title: '延期申请待审批',
      body: '{unit}因{reason}申请将第{no}号提案答复期限延至{newDue}。请于{due}前审批，并参考提案者意见。',
    },
    buttons: [
      { action: 'extensionView', text: '同意延期', tone: 'primary' },
      { action: 'extensionView', text: '希望按期答复', tone: 'plain' },
      { action: 'extensionView', text: '说明意见', tone: 'plain' },
    ],
  },
  // 延期批复
  'G-17': {
    title: '延期申请审批结果',
    body: '第{no}号提案答复期限{result}，新的期限为{newDue}。请按{steps}推进，并及时与提案者沟通。',
    buttons: [{ action: 'view', text: '查看', tone: 'primary' }],
  },
  // 会办意见催报
  'G-21': {
    title: '会办意见待报送',
    body: '{coUnit}：第{no}号提案会办意见应于{coDue}前报送{host}，还有{n}天。涉及贵单位的是建议{items}。',
    buttons: [{ action: 'giveCoOpinion', text: '填报会办意见', tone: 'primary' }],
  },
  // 拟交办沟通
  'G-95': {
    title: '提案拟交办沟通',
    body: '{unit}：《{title}》（第{no}号）拟由贵单位{role}。如认为不属贵单位职责，请于{assignDate}交办前说明理由。正式承办以交办通知为准。',
    buttons: [
      { action: 'note|contact', text: '提出意见', tone: 'primary' },
      { action: 'view', text: '查看全文', tone: 'plain' },
    ],
  },
  // 增办建议审定
  'G-96': {
    title: '增办建议审定结果',
    body: '{unit}：贵单位关于第{no}号提案增加{suggested}承办的建议，经研究{result}。理由：{reason}。贵单位答复期限{replyDue}不变。',
    buttons: [{ action: 'view', text: '查看', tone: 'primary' }],
  },
  // 协调定办告知
  'G-97': {
    title: '提案承办单位已协调确定',
    body: '{unit}：第{no}号提案承办事宜经{leaderPost}协调，确定由{host}主办、{co}会办，不再调整。请按期办理，答复期限{replyDue}。',
    bodyAlone:
      '{unit}：第{no}号提案承办事宜经{leaderPost}协调，确定由{host}办理，不再调整。请按期办理，答复期限{replyDue}。',
    buttons: [
      { action: 'receive', text: '签收', tone: 'primary' },
      { action: 'view', text: '查看纪要', tone: 'plain' },
    ],
  },
  // 办理方案呈阅
  'G-99': {
    title: '重点提案办理方案呈阅',
    body: '{viceChair}：您领衔督办的第{no}号提案，{unit}已报来办理方案，分{k}步，{date}前办结。建议首次督办安排在{visitDate}。呈请审阅。',
    buttons: [
      { action: 'view', text: '阅看方案', tone: 'primary' },
      { action: 'to:notified', text: '同意安排', tone: 'plain' },
      { action: 'note', text: '批注', tone: 'plain' },
    ],
  },
  // 会办意见送达
  'G-100': {
    title: '会办意见已报送',
    body: '{host}：{coUnit}已报来第{no}号提案会办意见，涉及建议{items}。已收{a}家，待报{b}家。',
    buttons: [
      { action: 'view', text: '阅看意见', tone: 'primary' },
      { action: 'draftReply', text: '起草答复', tone: 'plain' },
      { action: 'returnCoOpinion', text: '退回补充', tone: 'danger' },
    ],
  },
  // 会办意见退回
  'G-101': {
    title: '会办意见请补充',
    body: '{coUnit}：第{no}号提案会办意见，主办单位{host}商请补充：{reason}。请于{due}前重新报送。',
    buttons: [
      { action: 'giveCoOpinion', text: '修改会办意见', tone: 'primary' },
      { action: 'view', text: '查看意见', tone: 'plain' },
    ],
  },
} as const satisfies Record<string, NoticeText>;
