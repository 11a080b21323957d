import type { Stage } from './stage.ts';
import * as T from './texts.ts';

/** 提案, the straight path: written, reviewed, filed, assigned, met, replied (B), rated, promised, kept, verified, crossed off. */
export async function proposalStory(stage: Stage): Promise<void> {
  await write(stage);
  await reviewAndAssign(stage);
  await meet(stage);
  await reply(stage);
  await track(stage);
}

async function write({ phone, step, restart }: Stage): Promise<void> {
  const lin = phone('linzhiyuan');
  await step('委员开始写提案', () => lin.says('写提案', /没有您确认，不会提交/));
  await step('连写三段，一次回应', () => lin.writes(T.PROPOSAL_LINES, /已收 3 段/));
  await step('插一张照片', () => lin.sendsPhoto(/1 图/));
  await step('写到一半服务器断电重启，草稿还在', async () => {
    await restart();
    await lin.says('继续', /已收 3 段.*1 图/s);
  });
  await step('写完，分段请委员过目', () => lin.says('写完了', /我这样分段，对吗/));
  await step('逐项补齐', async () => {
    await lin.presses('就这样', /案由/);
    await lin.says(T.PROPOSAL_TITLE, /调研情况/);
    await lin.says(T.RESEARCH, /国家秘密/);
    await lin.says('1', /请确认提案/);
  });
  await step('提交，得到流水号', () => lin.presses('提交', /提案已收到[\s\S]*2026-0001/));
}

async function reviewAndAssign({ phone, step }: Stage): Promise<void> {
  const lin = phone('linzhiyuan');
  const [wen, jiang, luo, cheng] = [
    phone('wenyizhou'),
    phone('jiangyuanshan'),
    phone('luoxingjian'),
    phone('chengyantian'),
  ];
  await step('提案委初审', async () => {
    await wen.says('初审', /请确认初审意见/);
    await wen.presses('提交', /审查中/);
  });
  await step('主任审定立案，编为第001号', async () => {
    await jiang.says('立案', /已立案/);
    await lin.has(/提案已立案/);
  });
  await step('政府办交办市住建局', async () => {
    await luo.says('交办', /请确认交办/);
    await luo.presses('提交', /已交办/);
    await lin.has(/您的提案已交办/);
    await cheng.has(/提案交办/);
  });
  await step('承办单位签收', () => cheng.presses('签收', /办理中/));
}

async function meet({ phone, step, goTo }: Stage): Promise<void> {
  const [lin, cheng] = [phone('linzhiyuan'), phone('chengyantian')];
  const record = async (stage: RegExp, plan: boolean, place: string) => {
    await cheng.says('见面', /请回复数字|哪一天见面/);
    if (plan) await cheng.says('1', stage);
    await cheng.says('今天', /在哪里见面/);
    await cheng.says(place, /怎样见面/);
    await cheng.says('请到单位', /哪些同志/);
    await cheng.says('秦望舒、程砚田', /协商内容/);
    await cheng.says(T.MEETING_CONTENT, plan ? /办理方案/ : /达成共识/);
    if (plan) await cheng.says(T.MEETING_PLAN, /达成共识/);
    await cheng.presses('已达成', /照片/);
    await cheng.sendsPhoto(/已收 1 张/);
    await cheng.says('好了', /请确认办/);
    await cheng.presses('提交', /办理中/);
  };
  await goTo('2026-03-09T10:00:00+08:00');
  await step('办前见面，委员确认', async () => {
    await record(/哪一天见面/, true, '市住建局三楼会议室');
    await lin.presses('情况属实', /办理中/);
    await cheng.has(/见面记录确认结果/);
  });
  await goTo('2026-04-20T10:00:00+08:00');
  await step('办中见面，委员确认', async () => {
    await record(/哪一天见面/, false, '桐花里小区居民活动室');
    await lin.presses('情况属实', /办理中/);
  });
}

async function reply({ phone, step, goTo }: Stage): Promise<void> {
  const [lin, cheng, qin, wen] = [phone('linzhiyuan'), phone('chengyantian'), phone('qinwangshu'), phone('wenyizhou')];
  await step('临近到期，逐级提醒', async () => {
    await goTo('2026-06-02T16:00:00+08:00');
    await cheng.has(/提案答复今日到期/);
  });
  await step('逾期一个工作日，催办', async () => {
    await goTo('2026-06-03T10:00:00+08:00');
    await cheng.has(/提案答复已逾期/);
  });
  await step('联络员拟稿，逐条答复，写明承诺', async () => {
    await cheng.says('答复', /发文字号/);
    await cheng.says('云建提〔2026〕17号', /已开展的工作/);
    await cheng.says(T.REPLY_DONE, /建议1/);
    await cheng.presses('采纳', /对建议1的答复/);
    await cheng.says(T.REPLY_ITEMS[0], /建议2/);
    await cheng.presses('列入计划', /对建议2的答复/);
    await cheng.says(T.REPLY_ITEMS[1], /属于哪一类/);
    await cheng.says('2', /承诺事项/);
    await cheng.says('尽快印发指引', /要写三项/);
    await cheng.says(T.COMMITMENT, /联系人/);
    await cheng.says('程砚田 0000-0006118', /请确认答复/);
    await cheng.presses('提交', /答复拟稿/);
  });
  await step('分管领导签发送审', () => qin.says('答复', /答复待审核/));
  await step('提案委审核通过，答复送达委员', async () => {
    await wen.says('审核', /已答复/);
    await lin.has(/您的提案已有答复/);
  });
  await step('委员评价（背靠背）', async () => {
    await lin.presses('填写反馈', /请选择后点/);
    await lin.presses('提交', /转达承办单位|请确认/, {
      attitudeMark: ['satisfied'],
      resultMark: ['basicallySatisfied'],
      pertinence: ['针对'],
    });
    await lin.presses('提交', /承诺跟踪|已收到您的反馈/);
    await cheng.has(/提案者已反馈/);
  });
}

async function track({ phone, step, goTo }: Stage): Promise<void> {
  const [lin, cheng, qin, wen, qi] = [
    phone('linzhiyuan'),
    phone('chengyantian'),
    phone('qinwangshu'),
    phone('wenyizhou'),
    phone('qiming'),
  ];
  await step('承诺临近到期，提醒', async () => {
    await goTo('2026-06-24T10:00:00+08:00');
    await cheng.has(/承诺事项还有/);
  });
  await step('报承诺兑现，附佐证', async () => {
    await qin.says('兑现', /兑现的情况/);
    await qin.says(T.KEPT, /佐证照片/);
    await qin.sendsPhoto(/已收 1 张/);
    await qin.says('好了', /请确认/);
    await qin.presses('提交', /核查中/);
    await lin.has(/承诺事项已兑现/);
  });
  await step('核查：提案委签第一名，督查室签第二名，销号', async () => {
    for (const verifier of [wen, qi]) {
      await verifier.says('核查', /1\. 核查通过/);
      await verifier.says('1', /怎样核查/);
      await verifier.says('实地', /核查情况/);
      await verifier.says(T.FINDING, /成效/);
      await verifier.says(T.EFFECT, /提案者怎么看/);
      await verifier.presses('已解决', /核查照片/);
      await verifier.says('无', /请确认核查销号单/);
      await verifier.presses('提交', /核查|办结/);
    }
    await lin.has(/提案已核查销号/);
  });
}
