import { expect, test } from 'vitest';
import type { Demo } from '../../demo/launch.ts';
import { opinionStory } from '../../demo/story-opinion.ts';
import { proposalStory } from '../../demo/story-proposal.ts';
import type { WorldName } from '../../demo/worlds.ts';
import { openDemo } from './browser.ts';
import { PagePhone } from './page-phone.ts';
import { arrive, pageStage } from './page-stage.ts';
import { openTab } from './tab.ts';

const [MEMBER, UNIT, LEADER, CHAIRS, EDITED] = ['linzhiyuan', 'chengyantian', 'qinwangshu', '主席会议群', 'heyian'];
const [WECOM, DINGTALK] = ['企业微信', '钉钉'];

/** What stands in the title bars of the phones of a member, a unit and the chairs' group. */
const MARKS: Record<WorldName, readonly [member: string, unit: string, chairs: string]> = {
  wecom: [WECOM, WECOM, WECOM],
  dingtalk: [DINGTALK, DINGTALK, DINGTALK],
  stream: [DINGTALK, DINGTALK, DINGTALK],
  mixed: [WECOM, DINGTALK, WECOM],
};

/**
 * The whole way of both kinds in one world. A file for each world: so two of them play at a time, each with its own
 * server, emulator and browser.
 */
export function playsBothKindsIn(world: WorldName): void {
  test('both kinds are played by typing and clicking on the page, the server killed in the middle of a draft', async () => {
    await using opened = await openDemo(world);
    await using tab = await openTab(opened.demo.emulatorUrl);
    const phone = (person: string) => new PagePhone(tab.page, person);
    const killed = countingKills(opened.demo);
    const stage = pageStage(killed.demo, tab.page);

    await proposalStory(stage);
    await opinionStory(stage);
    await tab.page.getByRole('button', { name: '下周一 09:00' }).click();
    await arrive(tab.page);

    expect(await Promise.all([MEMBER, UNIT, CHAIRS].map((one) => phone(one).mark()))).toEqual(MARKS[world]);
    expect((await phone(MEMBER).texts()).at(-1)).toMatch(/提案已核查销号[\s\S]*您推动的事办成了/);
    expect((await phone(EDITED).texts()).at(-1)).toMatch(/采用/);
    expect((await phone(CHAIRS).texts()).at(-1)).toMatch(/履职周报[\s\S]*已落实并核查.1件/);
    for (const one of [UNIT, LEADER])
      expect((await phone(one).texts()).join('\n')).not.toMatch(/基本满意|对办理态度|对办理结果/);
    expect(killed.times()).toBe(1);
    expect(tab.faults).toEqual([]);
  });
}

/** The story must really have lost its server once. */
function countingKills(demo: Demo): { demo: Demo; times: () => number } {
  let times = 0;
  const restartServer: Demo['restartServer'] = async (signal) => {
    await demo.restartServer(signal);
    if (signal === 'SIGKILL') times += 1;
  };
  return { demo: { ...demo, restartServer }, times: () => times };
}
