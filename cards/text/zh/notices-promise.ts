import type { NoticeText } from '../../notice-text.ts';

/** Promises, verification, cards and what comes after the end (domain.md G-18, G-19, G-30–G-35, G-74, G-105–G-115, G-127). */
export const PROMISE_NOTICES = {
  // 到期提醒
  'G-18': {
    title: '提案答复还有{left}',
    body: '{unit}：第{no}号提案答复期限为{replyDue}。目前：办前见面{a}，办中见面{b}，会办意见{c}。{extension}',
    buttons: [
      // What ends the limit stands first: the draft is the liaison's part of it, the signature the deputy's.
      { action: 'submitReply', text: '提交答复', tone: 'primary' },
      { action: 'draftReply', text: '起草答复', tone: 'primary' },
      { action: 'reportProgress', text: '填报进展', tone: 'plain' },
      { action: 'requestExtension', text: '申请延期', tone: 'plain' },
    ],
  },
  // 逾期催办
  'G-19': {
    title: '提案答复已逾期',
    body: '{unit}：第{no}号提案已超过答复期限{n}个工作日。请于{newDate}前提交答复，或书面说明原因。如有困难，提案委愿协助协调。',
    buttons: [
      { action: 'submitReply', text: '提交答复', tone: 'primary' },
      { action: 'draftReply', text: '起草答复', tone: 'primary' },
      { action: 'reportProgress', text: '说明原因', tone: 'plain' },
    ],
  },
  // 承诺事项到期提醒
  'G-30': {
    title: '承诺事项还有{left}',
    body: '{unit}：第{no}号提案承诺“{commitment}”将于{due}到期。请填报进展；已完成的请上传佐证材料。',
    buttons: [
      // One event for 已完成 and 正在推进: its form asks which. The last promise of all is the deputy's to answer.
      { action: 'answerAgain', text: '已完成', tone: 'primary' },
      { action: 'reportCommitment', text: '填报进展', tone: 'primary' },
      { action: 'explainBreach', text: '需要说明', tone: 'plain' },
    ],
  },
  // 承诺兑现告知
  'G-31': {
    title: '承诺事项已兑现',
    body: '{name}委员，您好。第{no}号提案承诺的“{commitment}”已完成，正在核查。情况是否与您了解的一致？',
    buttons: [
      { action: 'commitmentView', text: '一致', tone: 'primary' },
      { action: 'commitmentView', text: '尚未解决', tone: 'plain' },
      { action: 'commitmentView', text: '上传照片', tone: 'plain' },
      { action: 'contact', text: '情况不一致', tone: 'plain' },
    ],
  },
  // 黄牌提示
  'G-32': {
    title: '黄牌提示',
    body: '{unit}：{item}超过期限{n}个工作日，且未报送情况，现予黄牌提示。请主要负责同志过问，于{due}前办结或书面说明。',
    office: {
      title: '黄牌提示',
      body: '{unit}承办的{item}超过期限{n}个工作日，且未报送情况，已予黄牌提示，请其于{due}前办结或书面说明。',
    },
    signedBy: '{inspector}',
    buttons: [
      { action: 'reportProgress', text: '说明情况', tone: 'primary' },
      { action: 'submitReply', text: '提交答复', tone: 'plain' },
    ],
  },
  // 红牌警示
  'G-33': {
    title: '红牌警示',
    body: '{unit}：{item}经黄牌提示后仍未办理，现予红牌警示，并报{leader}。请于{due}前办结，届时由{viceChair}会同督查室约谈。',
    signedBy: '{inspector}',
  },
  // 销号告知
  'G-34': {
    title: '提案已核查销号',
    body: '{name}委员，您好。第{no}号提案承诺事项经{verifiers}核查已落实，予以销号。成效：{effect}。感谢您的建言，您推动的事办成了。',
    buttons: [
      { action: 'view', text: '查看核查情况', tone: 'primary' },
      { action: 'reopen|contact', text: '情况有变请反映', tone: 'plain' },
    ],
  },
  // 核查未通过
  'G-35': {
    title: '核查未通过，请限期整改',
    body: '{unit}：第{no}号提案经{date}核查，{finding}。请于{due}前整改到位并报送佐证。',
    office: {
      title: '核查未通过，限期整改',
      body: '{unit}承办的第{no}号提案经{date}核查，{finding}。已请其于{due}前整改到位并报送佐证，请跟进。',
    },
    buttons: [
      { action: 'reportProgress', text: '填报整改', tone: 'primary' },
      { action: 'requestReverification', text: '申请复核', tone: 'plain' },
    ],
  },
  // 督办函
  'G-74': {
    title: '督办函：第{no}号提案',
    body: '{termMeeting}第{no}号提案《{title}》由{unit}主办，答复期限为{replyDue}。督办函文稿已备好，请审定。',
  },
  // 承诺跟踪告知
  'G-105': {
    title: '承诺事项已列入跟踪',
    body: '{name}委员，您好。第{no}号提案办理结果为B类，{unit}承诺{k}项，最近一项{due}前完成。市政协将逐项跟踪核查，有进展即告知您。',
    buttons: [{ action: 'view', text: '查看承诺', tone: 'primary' }],
  },
  // 承诺不能兑现告知
  'G-107': {
    title: '承诺事项情况说明',
    body: '{name}委员，您好。{unit}说明，第{no}号提案承诺“{commitment}”不能兑现，原因：{reason}，办理结果改为C类。请您于{due}前反馈意见。',
    buttons: [
      { action: 'view', text: '阅看说明', tone: 'primary' },
      { action: 'giveFeedback', text: '填写反馈', tone: 'plain' },
      { action: 'faceToFace', text: '约请面商', tone: 'plain' },
    ],
  },
  // 重新办理告知
  'G-111': {
    title: '提案重新办理',
    body: '您好。第{no}号提案办结后经{source}发现：{finding}。经研究重新办理，由{unit}于{due}前整改到位，届时再次核查。',
    buttons: [
      { action: 'view', text: '查看', tone: 'primary' },
      { action: 'reportProgress', text: '填报整改', tone: 'plain' },
    ],
  },
  // 回头看通知
  'G-112': {
    title: '办理情况回头看通知',
    body: '{unit}：{checkers}定于{date}对{item}落实情况开展“回头看”，方式为{way}。请于{due}前报送落实情况和佐证材料。',
    buttons: [
      { action: 'to:evidenceIn', text: '报送材料', tone: 'primary' },
      { action: 'view', text: '查看清单', tone: 'plain' },
    ],
  },
  // 跨年承诺清单
  'G-113': {
    title: '跨年承诺事项清单',
    body: '{unit}：贵单位{year}年提案承诺尚有{k}项转入下年继续跟踪，期限不变，最近一项{due}到期。请确定责任人，按期填报进展。',
    buttons: [
      { action: 'view', text: '查看清单', tone: 'primary' },
      { action: 'reportCommitment', text: '填报进展', tone: 'plain' },
    ],
  },
  // 答复公开告知
  'G-114': {
    title: '提案答复已公开',
    body: '{name}委员，您好。经您同意并经保密审查，第{no}号提案的答复已于{date}在{channel}公开，联系方式已隐去。',
    buttons: [
      { action: 'view', text: '查看', tone: 'primary' },
      { action: 'contact', text: '内容有误', tone: 'plain' },
    ],
  },
  // 转化告知
  'G-115': {
    title: '您的建言另有转化',
    body: '{name}委员，您好。您的《{title}》另行形成{target}《{newTitle}》（{number}），署名保留，原件继续办理。结果将及时告知您。',
    buttons: [{ action: 'view', text: '查看', tone: 'primary' }],
  },
  // 约谈安排
  'G-127': {
    title: '约谈安排',
    body: '{unit}：{item}红牌警示后{n}个工作日未报送情况。定于{time}在{place}，由{viceChair}会同{inspector}与贵单位主要负责同志约谈。',
    signedBy: '{inspector}',
    buttons: [
      { action: 'note', text: '确认参加', tone: 'primary' },
      { action: 'reportProgress', text: '报送情况', tone: 'plain' },
    ],
  },
} as const satisfies Record<string, NoticeText>;
