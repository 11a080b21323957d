import type { Rule } from './suggestion-rule.ts';
import * as T from './texts.ts';

const [LIN, WEN, JIANG, LUO] = [['linzhiyuan'], ['wenyizhou'], ['jiangyuanshan'], ['luoxingjian']];
const [CHENG, QIN, QI] = [['chengyantian'], ['qinwangshu'], ['qiming']];

const WRITING: readonly Rule[] = [
  {
    person: LIN,
    when: 'empty',
    suggest: [
      { label: '写提案', text: '写提案' },
      { label: '帮助', text: '帮助' },
    ],
  },
  {
    person: LIN,
    when: '可以分很多条发|接着写就行',
    suggest: [
      { label: '第1段：走访的情况', text: T.PROPOSAL_LINES[0], once: true },
      { label: '第2段：原因', text: T.PROPOSAL_LINES[1], once: true },
      { label: '第3段：两条建议', text: T.PROPOSAL_LINES[2], once: true },
      { label: '写完了', text: '写完了' },
      { label: '发一张照片', photo: true },
    ],
  },
  {
    when: '我这样分段',
    suggest: [
      { label: '点“就这样”', press: '就这样' },
      { label: '改第1段的分类', press: '改第1段' },
    ],
  },
  { person: LIN, when: '请写“(具体|意见)建议”', suggest: [{ label: '两条建议', text: T.PROPOSAL_LINES[2] }] },
  { when: '写一个案由', suggest: [{ label: T.PROPOSAL_TITLE, text: T.PROPOSAL_TITLE }] },
  { when: '请写调研情况', suggest: [{ label: '走访6个小区，与42户居民座谈…', text: T.RESEARCH }] },
  {
    when: '不涉密承诺',
    suggest: [
      { label: '点“确认不涉密”', press: '确认不涉密' },
      { label: '也可回复数字 1', text: '1' },
    ],
  },
  { person: LIN, when: '提案已收到', suggest: [{ label: '轮到 闻一舟（提案委）：初审', open: 'wenyizhou' }] },
  { person: LIN, when: '提案已立案', suggest: [{ label: '轮到 罗行简（政府办）：交办', open: 'luoxingjian' }] },
  { person: LIN, when: '您的提案已交办', suggest: [{ label: '轮到 程砚田（市住建局）：签收', open: 'chengyantian' }] },
];

const FILING: readonly Rule[] = [
  { person: WEN, when: '待初审|初审通过', suggest: [{ label: '初审', text: '初审' }] },
  { person: WEN, when: '审查中', suggest: [{ label: '轮到 江远山（提案委主任）：立案', open: 'jiangyuanshan' }] },
  { person: JIANG, when: '已立案', suggest: [{ label: '轮到 罗行简（政府办）：交办', open: 'luoxingjian' }] },
  { person: JIANG, when: '立案', suggest: [{ label: '立案', text: '立案' }] },
  { person: LUO, when: '单位会办', suggest: [{ label: '无', text: '无', hint: '不需要会办单位' }] },
  { person: LUO, when: '已交办', suggest: [{ label: '轮到 程砚田（市住建局）：签收', open: 'chengyantian' }] },
  {
    person: LUO,
    when: 'empty|待交办',
    suggest: [
      { label: '交办', text: '交办' },
      { label: '还没有立案的？看江远山', open: 'jiangyuanshan' },
    ],
  },
  {
    person: LUO,
    when: '.*',
    suggest: [
      { label: '交办', text: '交办' },
      { label: '还没有立案的？看江远山', open: 'jiangyuanshan' },
    ],
  },
];

const MEETING: readonly Rule[] = [
  { when: '请回复数字选择[\\s\\S]*(见面|核查通过)', suggest: [{ label: '1', text: '1' }] },
  { when: '哪一天见面', suggest: [{ label: '今天', text: '今天' }] },
  {
    when: '在哪里见面',
    suggest: [
      { label: '市住建局三楼会议室', text: '市住建局三楼会议室' },
      { label: '桐花里小区居民活动室', text: '桐花里小区居民活动室' },
    ],
  },
  {
    when: '怎样见面',
    suggest: [
      { label: '请到单位', text: '请到单位' },
      { label: '座谈会', text: '座谈会' },
    ],
  },
  { when: '哪些同志参加', suggest: [{ label: '秦望舒、程砚田', text: '秦望舒、程砚田' }] },
  { when: '请写协商内容', suggest: [{ label: '通报逐台建档，同意先试点…', text: T.MEETING_CONTENT }] },
  { when: '办理方案.*不少于', suggest: [{ label: '3月建档，5月出初稿…', text: T.MEETING_PLAN }] },
  { when: '是否达成共识', suggest: [{ label: '点“已达成”', press: '已达成' }] },
  { when: '请发(见面|佐证)照片', suggest: [{ label: '发一张照片', photo: true }] },
  {
    when: '已收 \\d+ 张',
    suggest: [
      { label: '好了', text: '好了' },
      { label: '再发一张', photo: true },
    ],
  },
  {
    person: LIN,
    when: '请确认见面情况',
    suggest: [{ label: '点“情况属实”', press: '情况属实' }],
  },
  { person: LIN, when: '办理中', suggest: [{ label: '回到 程砚田（市住建局）', open: 'chengyantian' }] },
  {
    person: CHENG,
    when: '见面记录确认结果[\\s\\S]*办前见面',
    suggest: [
      { label: '到4月20日，办理过半', travel: '2026-04-20T10:00:00+08:00' },
      { label: '填报办中见面', text: '见面' },
    ],
  },
  {
    person: CHENG,
    when: '见面记录确认结果[\\s\\S]*办中见面',
    suggest: [
      { label: '到6月2日，看到期提醒', travel: '2026-06-02T16:00:00+08:00' },
      { label: '拟写答复', text: '答复' },
    ],
  },
];

const REMINDED: readonly Rule[] = [
  {
    person: CHENG,
    when: '填报办前见面|申请退办|办前见面未进行',
    after: '^签收',
    suggest: [
      { label: '到3月9日，约委员见面', travel: '2026-03-09T10:00:00+08:00' },
      { label: '填报办前见面', text: '见面' },
    ],
  },
  {
    person: CHENG,
    when: '填报办前见面|办理中',
    after: '^提交',
    suggest: [{ label: '轮到 林知远：确认见面情况', open: 'linzhiyuan' }],
  },
  {
    person: CHENG,
    when: '提案交办|办前见面未进行',
    suggest: [
      { label: '点“签收”', press: '签收', hint: '在“提案交办”卡片上点“签收”' },
      { label: '填报办前见面', text: '见面' },
    ],
  },
  { person: CHENG, when: '办中见面未进行', suggest: [{ label: '填报办中见面', text: '见面' }] },
  {
    person: CHENG,
    when: '办中见面已确认',
    suggest: [
      { label: '到6月3日，看逾期提醒', travel: '2026-06-03T10:00:00+08:00' },
      { label: '拟写答复', text: '答复' },
    ],
  },
  { person: CHENG, when: '答复已逾期', suggest: [{ label: '拟写答复', text: '答复' }] },
];

const REPLYING: readonly Rule[] = [
  { when: '^发文字号', suggest: [{ label: '云建提〔2026〕17号', text: '云建提〔2026〕17号' }] },
  { when: '请写已开展的工作', suggest: [{ label: '逐台建档、恢复停用电梯…', text: T.REPLY_DONE }] },
  { when: '建议1[\\s\\S]*对这一条的意见', suggest: [{ label: '点“采纳”', press: '采纳' }] },
  { when: '对这一条的意见', suggest: [{ label: '点“列入计划”', press: '列入计划' }] },
  { when: '对建议1的答复', suggest: [{ label: '指引6月30日前印发…', text: T.REPLY_ITEMS[0] }] },
  { when: '对建议2的答复', suggest: [{ label: '办法修订已列入计划…', text: T.REPLY_ITEMS[1] }] },
  { when: '属于哪一类', suggest: [{ label: '2（B类，正在解决）', text: '2' }] },
  {
    when: '承诺事项，一条一行',
    suggest: [
      { label: '印发指引；程砚田；6月30日', text: T.COMMITMENT },
      { label: '试试不写日期', text: '尽快印发指引', once: true },
    ],
  },
  { when: '联系人和电话', suggest: [{ label: '程砚田 0000-0006118', text: '程砚田 0000-0006118' }] },
  {
    person: CHENG,
    when: '（答复拟稿',
    suggest: [{ label: '轮到 秦望舒（分管领导）：签发答复', open: 'qinwangshu' }],
  },
  {
    person: QIN,
    when: '答复待审核',
    suggest: [
      { label: '轮到 闻一舟（提案委）：审核答复', open: 'wenyizhou' },
      { label: '委员评价之后：到6月24日', travel: '2026-06-24T10:00:00+08:00' },
      { label: '报承诺兑现', text: '兑现' },
    ],
  },
  {
    person: QIN,
    when: '提案答复|提案交办|答复拟稿',
    suggest: [
      { label: '签发答复', text: '答复' },
      { label: '还没有拟稿？看程砚田', open: 'chengyantian' },
    ],
  },
  { person: WEN, when: '答复待审核', suggest: [{ label: '审核答复', text: '审核' }] },
  { person: WEN, when: '已答复（待反馈', suggest: [{ label: '轮到 林知远：评价', open: 'linzhiyuan' }] },
  {
    person: LIN,
    when: '您的提案已有答复',
    suggest: [
      { label: '点“填写反馈”', press: '填写反馈' },
      { label: '先看答复', press: '阅看答复' },
    ],
  },
  {
    person: LIN,
    when: '征询意见表',
    suggest: [{ label: '选好满意度，点“提交”', press: '提交', hint: '在卡片里选对态度、结果的评价，再点“提交”' }],
  },
];

const TRACKING: readonly Rule[] = [
  {
    person: LIN,
    when: '列入跟踪|收到您的反馈|承诺跟踪',
    suggest: [{ label: '轮到 秦望舒（市住建局）：兑现承诺', open: 'qinwangshu' }],
  },
  {
    person: [...CHENG, ...WEN],
    when: '承诺事项还有|已反馈|反馈告知|办后见面还有',
    suggest: [{ label: '轮到 秦望舒（市住建局）：兑现承诺', open: 'qinwangshu' }],
  },
  {
    person: QIN,
    when: '承诺事项还有|已反馈',
    suggest: [
      { label: '到6月24日，承诺临近到期', travel: '2026-06-24T10:00:00+08:00' },
      { label: '报承诺兑现', text: '兑现' },
    ],
  },
  { when: '承诺兑现的情况', suggest: [{ label: '指引已印发，12个街道转发…', text: T.KEPT }] },
  { person: QIN, when: '核查中', suggest: [{ label: '轮到 闻一舟（提案委）：核查', open: 'wenyizhou' }] },
  { person: LIN, when: '承诺事项已兑现', suggest: [{ label: '轮到 闻一舟（提案委）：核查', open: 'wenyizhou' }] },
  { when: '怎样核查', suggest: [{ label: '点“实地”', press: '实地' }] },
  { when: '请写核查情况', suggest: [{ label: '抽查2个小区，与承诺一致', text: T.FINDING }] },
  { when: '什么成效', suggest: [{ label: T.EFFECT, text: T.EFFECT }] },
  { when: '提案者怎么看', suggest: [{ label: '点“已解决”', press: '已解决' }] },
  {
    when: '请发核查照片',
    suggest: [
      { label: '无', text: '无' },
      { label: '发一张照片', photo: true },
    ],
  },
  {
    person: WEN,
    when: '核查',
    after: '^提交',
    suggest: [{ label: '轮到 齐鸣（督查室）：第二人核查', open: 'qiming' }],
  },
  { person: QI, when: '办结', suggest: [{ label: '回到 林知远：看结果', open: 'linzhiyuan' }] },
  { person: [...WEN, ...QI], when: '核查', suggest: [{ label: '核查', text: '核查' }] },
  {
    person: LIN,
    when: '核查销号',
    suggest: [
      { label: '第二件：何以安反映社情民意', open: 'heyian' },
      { label: '到下周一，看主席会议群的周报', travel: 'monday' },
      { label: '打开主席会议群', open: '主席会议群' },
    ],
  },
];

export const PROPOSAL_RULES: readonly Rule[] = [
  ...WRITING,
  ...MEETING,
  ...REPLYING,
  ...FILING,
  ...TRACKING,
  ...REMINDED,
];
