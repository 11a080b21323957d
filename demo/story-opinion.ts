import type { Stage } from './stage.ts';
import { OPINION_LINES, OPINION_TITLE } from './texts.ts';

/** 社情民意信息, the straight path: written, picked, edited, reviewed, issued, adopted, the author told. */
export async function opinionStory({ phone, step }: Stage): Promise<void> {
  const he = phone('heyian');
  const [xu, gu, fang] = [phone('xuqinghe'), phone('gumingchuan'), phone('fangjingzhi')];

  await step('委员反映社情民意，分条写', async () => {
    await he.says('反映社情民意', /写完回复/);
    await he.writes(OPINION_LINES, /已收 2 段/);
    await he.says('写完了', /我这样分段，对吗/);
    await he.presses('就这样', /标题/);
    await he.says(OPINION_TITLE, /情况从哪里来/);
    await he.presses('亲自走访', /国家秘密/);
    await he.presses('确认不涉密', /请确认/);
    await he.presses('提交', /信息已收到/);
  });
  await step('信息编辑录用', async () => {
    await xu.says('录用', /编辑/);
    await he.has(/信息已录用编辑/);
  });
  await step('核稿送审', async () => {
    await xu.says('送审', /请确认核稿送审/);
    await xu.presses('提交', /待审核/);
  });
  await step('审核通过', () => gu.says('审核', /待签发/));
  await step('签发', async () => {
    await fang.says('签发', /抄送/);
    await fang.says('市教育局、市财政局', /请确认签发/);
    await fang.presses('提交', /已印发/);
    await he.has(/信息已编发/);
  });
  await step('登记采用，告知委员', async () => {
    await xu.says('采用', /登记采用|采用层级/);
    await xu.presses('提交', /哪一天采用/, { level: ['省政协'], form: ['单篇'] });
    await xu.says('今天', /依据/);
    await xu.says('省政协社情民意信息2026年第31期', /请确认登记采用/);
    await xu.presses('提交', /已印发/);
    await he.has(/采用/);
  });
}
