import { textOf } from '../../demo/shown.ts';
import type { People, Played } from './kill-case.ts';

export function anOpinion(n: number, author: string): Played {
  const title = `第${n + 1}镇小规模学校冬季取暖费缺口应予重视`;
  const lines = [
    `2026年1月6日至9日,我走访了第${n + 1}镇4所不足60人的乡村小学,4所学校均已改用电取暖,两个月电费支出平均为1.86万元,缺口约一半。有2所学校为节约电费,将取暖时间由6小时缩短至4小时。`,
    `建议市财政局、市教育局对第${n + 1}镇学生数60人以下的教学点单列取暖补助。\n建议供电部门对第${n + 1}镇按居民合表电价结算,并对学校实行峰谷分时优惠。`,
  ];
  return { kind: 'opinionReport', title, author, lines, serialNo: '', publicNo: '', told: [], finalState: 'issued' };
}

/** 社情民意信息, the straight path: written, picked, edited, reviewed, issued, adopted, the author told. */
export async function playOpinion(kase: Played, people: People): Promise<void> {
  await write(kase, people);
  await edit(kase, people);
  await adopt(kase, people);
}

async function write(kase: Played, people: People): Promise<void> {
  const author = people(kase.author);
  await author.turn(async () => {
    await author.says('反映社情民意', /写完回复/);
    await author.writes(kase.lines, /已收 2 段/);
    await author.says('写完了', /我这样分段/);
    await author.presses(/^就这样$/, /标题/);
    await author.says(kase.title, /情况从哪里来/);
    await author.presses(/^亲自走访$/, /国家秘密/);
    await author.presses(/^确认不涉密$/, /请确认/);
    const receipt = await author.changes(() => author.presses(/^提交$/, /^(〔补发〕)?信息已收到/));
    kase.serialNo = /编号(SQ\d{4}-\d{4})/.exec(textOf(receipt))?.[1] ?? '';
  });
  kase.told.push({ person: kase.author, says: '信息已收到' }, { person: 'xuqinghe', kind: 'X-S1' });
}

async function edit(kase: Played, people: People): Promise<void> {
  const [xu, gu, fang] = [people('xuqinghe'), people('gumingchuan'), people('fangjingzhi')];
  await xu.turn(async () => {
    await xu.changes(() => xu.on(kase, /^录用$/, /编辑中/));
    await xu.presses(/^送审$/, /请确认核稿送审/);
    await xu.changes(() => xu.presses(/^提交$/, /待审核/));
  });
  await gu.turn(async () => {
    await gu.changes(() => gu.on(kase, /^审核通过$/, /待签发/));
  });
  await fang.turn(async () => {
    await fang.on(kase, /^签发$/, /抄送/);
    await fang.says('市教育局、市财政局', /请确认签发/);
    await fang.changes(() => fang.presses(/^提交$/, /已印发/));
  });
  kase.told.push(
    { person: kase.author, says: '信息已录用编辑' },
    { person: kase.author, says: '您反映的信息已编发' },
    { person: 'gumingchuan', kind: 'X-S6' },
    { person: 'fangjingzhi', kind: 'X-S6i' },
  );
}

async function adopt(kase: Played, people: People): Promise<void> {
  const [xu, author] = [people('xuqinghe'), people(kase.author)];
  await xu.turn(async () => {
    await xu.on(kase, /^登记采用$/, /请选择后点/);
    await xu.presses(/^提交$/, /哪一天采用/, { level: ['省政协'], form: ['单篇'] });
    await xu.says('今天', /依据/);
    await xu.says('省政协社情民意信息2026年第31期', /请确认登记采用/);
    await xu.changes(() => xu.presses(/^提交$/, /已印发/));
  });
  await author.has(/^(〔补发〕)?信息被省政协采用/);
  kase.told.push({ person: kase.author, says: '信息被省政协采用' });
}
