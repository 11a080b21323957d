import type { NoticeText } from '../../notice-text.ts';

/** Meetings, reply, feedback and second handling (domain.md G-20–G-28, G-98, G-102–G-111). */
export const REPLY_NOTICES = {
  // 见面确认
  'G-20': {
    title: '请确认见面情况',
    body: '{name}委员，您好。{unit}填报：{date}在{place}与您就第{no}号提案进行{stage}沟通。情况是否属实，请您确认。',
    office: {
      title: '请电话确认见面情况',
      body: '{unit}填报的第{no}号提案{stage}见面，{name}委员尚未确认，今日到期。请电话联系，按委员本人所述代为登记。',
    },
    buttons: [
      { action: 'confirmMeeting', text: '情况属实', tone: 'primary' },
      { action: 'denyMeeting', text: '未见面', tone: 'danger' },
      { action: 'correctMeeting', text: '内容需更正', tone: 'plain' },
    ],
  },
  // 答复待审
  'G-22': {
    title: '答复待审核：第{no}号',
    body: '{unit}报来第{no}号提案答复，结果{class}类，承诺事项{k}项。系统提示：{checks}。',
    buttons: [
      { action: 'issueReply', text: '通过', tone: 'primary' },
      { action: 'returnReply', text: '退回修改', tone: 'danger' },
      { action: 'changeClass', text: '调整结果分类', tone: 'plain' },
    ],
  },
  // 答复退回
  'G-23': {
    title: '答复请完善后再报',
    body: '{unit}：第{no}号提案答复需完善：{reason}。请于{due}前重新报送。',
    buttons: [
      { action: 'view', text: '查看意见', tone: 'primary' },
      { action: 'submitReply', text: '修改答复', tone: 'plain' },
    ],
  },
  // 答复送达
  'G-24': {
    title: '您的提案已有答复',
    body: '{name}委员，您好。{unit}已就第{no}号提案作出答复，办理结果为{class}类（{classText}）。请您阅后反馈意见，反馈由市政协直接收取，不经承办单位。',
    facts: [{ label: '反馈期限', value: '请于{feedbackDue}前反馈' }],
    buttons: [
      { action: 'view', text: '阅看答复', tone: 'primary' },
      { action: 'giveFeedback', text: '填写反馈', tone: 'plain' },
      { action: 'contact', text: '电话沟通', tone: 'plain' },
    ],
  },
  // 反馈提醒
  'G-25': {
    title: '敬请反馈办理意见',
    body: '{name}委员，您好。第{no}号提案的办理意见尚待您反馈，约需1分钟。未反馈的不计为满意。',
    office: {
      title: '请电话征求反馈意见',
      body: '{name}委员尚未反馈第{no}号提案的办理意见，今日到期。请电话联系，按委员本人意见代为登记。',
    },
    buttons: [
      { action: 'giveFeedback', text: '填写反馈', tone: 'primary' },
      { action: 'contact', text: '请提案委来电', tone: 'plain' },
    ],
  },
  // 反馈致谢
  'G-26': {
    title: '已收到您的反馈',
    body: '感谢您对第{no}号提案办理的反馈。{next}',
  },
  // 再次办理通知
  'G-27': {
    title: '提案再次办理',
    body: '{unit}：提案者对第{no}号提案办理结果反馈为不满意，主要原因：{reasonKind}。请由主要负责同志牵头，与提案者当面沟通，于{due}前再次答复。',
    buttons: [
      { action: 'reportProgress', text: '填报进展', tone: 'primary' },
      { action: 'reReply', text: '再次答复', tone: 'plain' },
      { action: 'faceToFace', text: '预约面对面协商', tone: 'plain' },
    ],
  },
  // 再次办理告知
  'G-28': {
    title: '已商请再次办理',
    body: '{name}委员，您好。您对第{no}号提案反馈的意见已核实，已商请{unit}再次办理，期限{due}。承办单位将与您当面沟通。',
    buttons: [
      { action: 'view', text: '查看', tone: 'primary' },
      { action: 'note|contact', text: '我方便的时间', tone: 'plain' },
    ],
  },
  // 见面确认结果
  'G-98': {
    title: '见面记录确认结果',
    body: '{unit}：贵单位填报的第{no}号提案{stage}见面，提案者反馈：{result}。{next}',
    buttons: [
      { action: 'view', text: '查看记录', tone: 'primary' },
      { action: 'recordMeeting', text: '重新填报', tone: 'plain' },
    ],
  },
  // 答复会签
  'G-102': {
    title: '提案答复请会签',
    body: '{coUnit}：{host}已拟就第{no}号提案答复，涉及贵单位的有建议{items}、承诺事项{k}项。答复期限{replyDue}，请及早会签或提出意见。',
    buttons: [
      { action: 'coSignReply', text: '同意会签', tone: 'primary' },
      { action: 'note|contact', text: '提出意见', tone: 'plain' },
      { action: 'view', text: '查看全文', tone: 'plain' },
    ],
  },
  // 结果分类调整
  'G-103': {
    title: '办理结果分类调整告知',
    body: '您好。第{no}号提案办理结果由{oldClass}类调整为{newClass}类（{classText}），理由：{reason}。评价和跟踪以调整后的分类为准。',
    buttons: [
      { action: 'view', text: '查看答复', tone: 'primary' },
      { action: 'contact', text: '联系提案委', tone: 'plain' },
    ],
  },
  // 反馈已收到
  'G-104': {
    title: '提案者已反馈',
    body: '{unit}：第{no}号提案的办理意见，提案者已向市政协反馈。反馈内容由提案委按规定转告，请继续做好{next}。',
  },
  // 办理进展告知
  'G-106': {
    title: '提案办理有新进展',
    body: '{name}委员，您好。{unit}报来第{no}号提案进展：{text}。下一步：{next}。您如有意见请告知，我们将转达并跟进。',
    buttons: [
      { action: 'view', text: '查看进展', tone: 'primary' },
      { action: 'note|contact', text: '我有意见', tone: 'plain' },
      { action: 'faceToFace', text: '约请面商', tone: 'plain' },
    ],
  },
  // 面对面协商安排
  'G-108': {
    title: '面对面协商安排',
    body: '您好。第{no}号提案面对面协商定于{time}在{place}进行，提案者和{host}负责同志参加，{office}到会。议定事项形成纪要并跟踪落实。',
    buttons: [
      { action: 'to:signedUp', text: '参加', tone: 'primary' },
      { action: 'note|contact', text: '时间不便', tone: 'plain' },
      { action: 'view', text: '查看材料', tone: 'plain' },
    ],
  },
  // 不满意归结告知
  'G-109': {
    title: '您的反馈意见处理情况',
    body: '{name}委员，您好。第{no}号提案经再次办理，您的不满意评价如实保留并计入统计。下一步：{next}。感谢您持续关注。',
    buttons: [
      { action: 'view', text: '查看', tone: 'primary' },
      { action: 'contact', text: '联系提案委', tone: 'plain' },
    ],
  },
  // C类、D类办结告知
  'G-110': {
    title: '提案办理情况告知',
    body: '{name}委员，您好。第{no}号提案办理结果为{class}类（{classText}），承办单位已说明理由，现予办结。{next}感谢您的建言。',
    buttons: [
      { action: 'view', text: '查看说明', tone: 'primary' },
      { action: 'contact', text: '联系提案委', tone: 'plain' },
    ],
  },
} as const satisfies Record<string, NoticeText>;
