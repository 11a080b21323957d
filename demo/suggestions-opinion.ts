import type { Rule } from './suggestion-rule.ts';
import { OPINION_LINES, OPINION_TITLE } from './texts.ts';

const [HE, XU, GU, FANG] = [['heyian'], ['xuqinghe'], ['gumingchuan'], ['fangjingzhi']];

const WRITING: readonly Rule[] = [
  {
    person: HE,
    when: 'empty',
    suggest: [
      { label: '反映社情民意', text: '反映社情民意' },
      { label: '帮助', text: '帮助' },
    ],
  },
  {
    person: HE,
    when: '可以分很多条发|接着写就行',
    suggest: [
      { label: '第1段：走访的情况', text: OPINION_LINES[0], once: true },
      { label: '第2段：两条建议', text: OPINION_LINES[1], once: true },
      { label: '写完了', text: '写完了' },
      { label: '发一张照片', photo: true },
    ],
  },
  {
    when: '接着写就行',
    suggest: [
      { label: '写完了', text: '写完了' },
      { label: '发一张照片', photo: true },
    ],
  },
  { person: HE, when: '请写“意见建议”', suggest: [{ label: '两条建议', text: OPINION_LINES[1] }] },
  { when: '请写一个标题', suggest: [{ label: OPINION_TITLE, text: OPINION_TITLE }] },
  { when: '情况从哪里来', suggest: [{ label: '点“亲自走访”', press: '亲自走访' }] },
  { person: HE, when: '信息已收到', suggest: [{ label: '轮到 许清和（信息编辑）：录用', open: 'xuqinghe' }] },
  { person: HE, when: '已录用', suggest: [{ label: '轮到 许清和（信息编辑）：送审', open: 'xuqinghe' }] },
  { person: HE, when: '已编发|已编入', suggest: [{ label: '轮到 许清和（信息编辑）：登记采用', open: 'xuqinghe' }] },
  {
    person: HE,
    when: '采用',
    suggest: [
      { label: '到下周一，看主席会议群的周报', travel: 'monday' },
      { label: '打开主席会议群', open: '主席会议群' },
    ],
  },
];

const EDITING: readonly Rule[] = [
  { person: XU, when: '哪一天采用', suggest: [{ label: '今天', text: '今天' }] },
  {
    person: XU,
    when: '采用依据',
    suggest: [{ label: '省政协社情民意信息2026年第31期', text: '省政协社情民意信息2026年第31期' }],
  },
  {
    person: XU,
    when: '采用层级',
    suggest: [{ label: '选“省政协”“单篇”，点“提交”', press: '提交', hint: '先在卡片里选采用层级和形式，再点“提交”' }],
  },
  { person: XU, when: '筛选', suggest: [{ label: '录用', text: '录用' }] },
  { person: XU, when: '编辑中', suggest: [{ label: '送审', text: '送审' }] },
  {
    person: XU,
    when: '待审核',
    suggest: [
      { label: '轮到 顾明川（研究室主任）：审核', open: 'gumingchuan' },
      { label: '签发之后：登记采用', text: '采用' },
    ],
  },
  {
    person: XU,
    when: '告知结果|已印发',
    after: '^提交$',
    suggest: [
      { label: '回到 何以安：看采用通知', open: 'heyian' },
      { label: '登记采用', text: '采用' },
    ],
  },
  { person: XU, when: '印发|签发|告知结果', suggest: [{ label: '登记采用', text: '采用' }] },
];

const SIGNING: readonly Rule[] = [
  { person: GU, when: '待签发', suggest: [{ label: '轮到 方敬之（秘书长）：签发', open: 'fangjingzhi' }] },
  { person: GU, when: '待审核|审核', suggest: [{ label: '审核通过', text: '审核' }] },
  { person: FANG, when: '抄送哪些单位', suggest: [{ label: '市教育局、市财政局', text: '市教育局、市财政局' }] },
  { person: FANG, when: '已印发', suggest: [{ label: '轮到 许清和：登记采用', open: 'xuqinghe' }] },
  { person: FANG, when: '待签发', suggest: [{ label: '签发', text: '签发' }] },
  {
    person: [...XU, ...GU, ...FANG],
    when: 'empty',
    suggest: [{ label: '先由 何以安 反映一条社情民意', open: 'heyian' }],
  },
];

export const OPINION_RULES: readonly Rule[] = [...WRITING, ...EDITING, ...SIGNING];
