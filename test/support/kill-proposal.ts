import { textOf } from '../../demo/shown.ts';
import * as T from '../../demo/texts.ts';
import type { People, Played, Told } from './kill-case.ts';

/** A unit, and who answers for it: in a small one the same person drafts and signs. */
export interface Unit {
  readonly name: string;
  readonly liaison: string;
  readonly deputy: string;
  readonly head?: string;
}
export interface Proposal extends Played {
  readonly unit: Unit;
}

const UNITS: readonly Unit[] = [
  { name: '市住建局', liaison: 'chengyantian', deputy: 'qinwangshu', head: 'lubeichen' },
  { name: '市交通运输局', liaison: 'zhuoyuanfan', deputy: 'zhuoyuanfan' },
  { name: '市教育局', liaison: 'taojingzhi', deputy: 'taojingzhi' },
  { name: '云川市市场监督管理局', liaison: 'helanzhou', deputy: 'helanzhou' },
];

export function aProposal(n: number, author: string): Proposal {
  const unit = UNITS[n % UNITS.length] as Unit;
  const title = `关于完善第${n + 1}片区公共设施运行管理的建议`;
  // The same text handed in twice would be asked about: each speaks of a place and a unit of its own.
  const place = `第${n + 1}片区`;
  const own = (line: string) => line.replace(/我市|既有/, place).replace('市住建局', unit.name);
  const [situation = '', analysis = '', suggestions = ''] = T.PROPOSAL_LINES.map(own);
  const lines = [situation, `${analysis}${place}也是这样。`, suggestions];
  return { kind: 'proposal', title, author, lines, unit, serialNo: '', publicNo: '', told: [], finalState: 'closed' };
}

const tell = (kase: Played, ...told: Told[]): void => void kase.told.push(...told);
const once = (people: readonly (string | undefined)[]): string[] => [
  ...new Set(people.filter((one): one is string => one !== undefined)),
];

/** Written, reviewed, filed, assigned, received: one morning. */
export async function writeToReceive(kase: Proposal, people: People): Promise<void> {
  await write(kase, people);
  await review(kase, people);
  const { liaison, deputy, head } = kase.unit;
  const cheng = people(liaison);
  await cheng.has(new RegExp(`第${kase.publicNo}号`));
  for (const person of once([liaison, deputy, head])) tell(kase, { person, says: `提案交办：第${kase.publicNo}号` });
  await cheng.turn(async () => {
    await cheng.changes(() => cheng.on(kase, /^签收$/, /办理中/));
  });
  kase.finalState = 'handling';
}

async function write(kase: Proposal, people: People): Promise<void> {
  const author = people(kase.author);
  await author.turn(async () => {
    await author.says('写提案', /没有您确认/);
    await author.writes(kase.lines, /已收 3 段/);
    await author.sendsPhoto(/1 图/);
    await author.says('写完了', /我这样分段/);
    await author.presses(/^就这样$/, /案由/);
    await author.says(kase.title, /调研情况/);
    await author.says(T.RESEARCH, /国家秘密/);
    await author.presses(/^确认不涉密$/, /请确认提案/);
    const receipt = await author.changes(() => author.presses(/^提交$/, /^(〔补发〕)?提案已收到/));
    kase.serialNo = /流水号(\d{4}-\d{4})/.exec(textOf(receipt))?.[1] ?? '';
  });
  tell(kase, { person: kase.author, says: '提案已收到' });
}

async function review(kase: Proposal, people: People): Promise<void> {
  const [author, wen, jiang, luo] = [kase.author, 'wenyizhou', 'jiangyuanshan', 'luoxingjian'].map(people);
  if (!author || !wen || !jiang || !luo) throw new Error('unreachable');
  await wen.turn(async () => {
    await wen.on(kase, /^初审通过$/, /请确认初审意见/);
    await wen.changes(() => wen.presses(/^提交$/, /审查中/));
  });
  await jiang.turn(async () => {
    await jiang.changes(() => jiang.on(kase, /^立案$/, /已立案/));
  });
  const filed = await author.has(/^(〔补发〕)?提案已立案/);
  kase.publicNo = /第(\d{3})号/.exec(textOf(filed))?.[1] ?? '';
  await luo.turn(async () => {
    await luo.on(kase, /^交办$/, /请确认交办/);
    await luo.changes(() => luo.presses(/^提交$/, /已交办/));
  });
  await author.has(/^(〔补发〕)?您的提案已交办/);
  tell(
    kase,
    { person: kase.author, says: '提案已立案' },
    { person: kase.author, says: '您的提案已交办' },
    { person: 'wenyizhou', kind: 'X-4' },
    { person: 'jiangyuanshan', kind: 'X-7' },
  );
}

export async function meet(kase: Proposal, people: People, when: '办前' | '办中'): Promise<void> {
  const [cheng, author] = [people(kase.unit.liaison), people(kase.author)];
  const isFirst = when === '办前';
  await cheng.turn(async () => {
    await cheng.on(kase, new RegExp(`^填报${when}见面$`), /哪一天见面/);
    await cheng.says('今天', /在哪里见面/);
    await cheng.says('三楼会议室', /怎样见面/);
    await cheng.says('请到单位', /哪些同志/);
    await cheng.says('联络员、分管领导', /协商内容/);
    await cheng.says(T.MEETING_CONTENT, isFirst ? /办理方案/ : /达成共识/);
    if (isFirst) await cheng.says(T.MEETING_PLAN, /达成共识/);
    await cheng.presses(/^已达成$/, /照片/);
    await cheng.sendsPhoto(/已收 1 张/);
    await cheng.says('好了', /请确认办/);
    await cheng.changes(() => cheng.presses(/^提交$/, /办理中/));
  });
  await author.turn(() => author.changes(() => author.presses(/^情况属实$/, /办理中/)));
  await cheng.has(new RegExp(`第${kase.publicNo}号提案${when}见面[，,]提案者反馈`));
  tell(kase, { person: kase.author, kind: 'G-20' }, { person: kase.unit.liaison, kind: 'G-98' });
}

/** The ladder of the reply's limit (domain.md C.3), by hand: whom it reaches at each step. */
export function remindersOfReply(kase: Proposal): void {
  const { liaison, deputy, head } = kase.unit;
  const steps: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    ['C-10/R1', [liaison]],
    ['C-10/R2', [liaison]],
    ['C-10/R3', [liaison, deputy]],
    ['C-10/R4', [liaison, deputy]],
    ['C-10/R5', [liaison, deputy, head]],
    ['C-10/R6', [liaison, deputy, head]],
    ['C-10/R7', [liaison, deputy, head, 'wenyizhou']],
    ['C-10/E1', [liaison, deputy, head, 'wenyizhou']],
  ];
  for (const [kind, whom] of steps) for (const person of once(whom)) tell(kase, { person, kind });
}

export async function replyToRating(kase: Proposal, people: People): Promise<void> {
  await draftReply(kase, people);
  const [qin, wen, author] = [people(kase.unit.deputy), people('wenyizhou'), people(kase.author)];
  await qin.turn(async () => {
    await qin.changes(() => qin.on(kase, /^答复送审$/, /答复待审核/));
  });
  await wen.turn(async () => {
    await wen.changes(() => wen.on(kase, /^答复发出$/, /已答复/));
  });
  await author.has(/^(〔补发〕)?您的提案已有答复/);
  await author.turn(async () => {
    await author.presses(/^填写反馈$/, /请选择后点/);
    const choices = { attitudeMark: ['satisfied'], resultMark: ['basicallySatisfied'], pertinence: ['针对'] };
    await author.presses(/^提交$/, /请确认/, choices);
    await author.changes(() => author.presses(/^提交$/, /承诺跟踪|已收到您的反馈/));
  });
  const mine = ['您的提案已有答复', '已收到您的反馈', '承诺事项已列入跟踪'];
  tell(kase, ...mine.map((says) => ({ person: kase.author, says })), { person: kase.unit.liaison, kind: 'G-104' });
  kase.finalState = 'tracking';
  tell(kase, { person: 'wenyizhou', kind: 'G-22' }, { person: kase.unit.liaison, kind: 'G-30' });
}

async function draftReply(kase: Proposal, people: People): Promise<void> {
  const cheng = people(kase.unit.liaison);
  await cheng.turn(async () => {
    await cheng.on(kase, /^答复拟稿$/, /发文字号/);
    await cheng.says(`云建提〔2026〕${kase.publicNo}号`, /已开展的工作/);
    await cheng.says(T.REPLY_DONE, /建议1/);
    await cheng.presses(/^采纳$/, /对建议1的答复/);
    await cheng.says(T.REPLY_ITEMS[0] ?? '', /建议2/);
    await cheng.presses(/^列入计划$/, /对建议2的答复/);
    await cheng.says(T.REPLY_ITEMS[1] ?? '', /属于哪一类/);
    await cheng.says('B 正在解决或列入计划', /承诺事项/);
    await cheng.says(T.COMMITMENT, /联系人/);
    await cheng.says('程砚田 0000-0006118', /请确认答复/);
    await cheng.changes(() => cheng.presses(/^提交$/, /答复拟稿/));
  });
}

export async function keepPromise(kase: Proposal, people: People): Promise<void> {
  const [qin, author] = [people(kase.unit.deputy), people(kase.author)];
  await qin.turn(async () => {
    await qin.on(kase, /^兑现后再次答复$/, /兑现的情况/);
    await qin.says(T.KEPT, /佐证照片/);
    await qin.sendsPhoto(/已收 1 张/);
    await qin.says('好了', /请确认/);
    await qin.changes(() => qin.presses(/^提交$/, /核查中/));
  });
  await author.has(/^(〔补发〕)?承诺事项已兑现/);
  for (const verifier of ['wenyizhou', 'qiming']) await verify(kase, people, verifier);
  await author.has(/^(〔补发〕)?提案已核查销号/);
  for (const says of ['承诺事项已兑现', '提案已核查销号']) tell(kase, { person: kase.author, says });
  for (const kind of ['C-17/T-3WD', 'C-24/R3', 'C-24/R4']) tell(kase, { person: kase.unit.liaison, kind });
  tell(kase, { person: 'qiming', kind: 'X-50' });
  kase.finalState = 'closed';
}

async function verify(kase: Proposal, people: People, verifier: string): Promise<void> {
  const person = people(verifier);
  await person.turn(async () => {
    await person.on(kase, /^核查通过/, /怎样核查/);
    await person.presses(/^实地$/, /核查情况/);
    await person.says(T.FINDING, /成效/);
    await person.says(T.EFFECT, /提案者怎么看/);
    await person.presses(/^已解决$/, /核查照片/);
    await person.says('无', /请确认核查销号单/);
    await person.changes(() => person.presses(/^提交$/, /核查中|办结/));
  });
}
