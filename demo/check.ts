import type { Demo } from './launch.ts';
import { control } from './phone.ts';
import { firstTexts } from './sent.ts';
import { type ShownRow, textOf } from './shown.ts';
import { stageOf } from './stage.ts';
import { opinionStory } from './story-opinion.ts';
import { proposalStory } from './story-proposal.ts';

/** Plays both kinds over the wire and then judges the visible ledger. @returns false when anything is missing, twice or wrong. */
export async function runCheck(demo: Demo, say: (line: string) => void): Promise<boolean> {
  const stage = stageOf(demo, say);
  try {
    say('提案:从委员的一条消息到核查销号');
    await proposalStory(stage);
    say('社情民意信息:从反映到采用');
    await opinionStory(stage);
    say('周一:主席会议群的周报');
    await stage.step('到下周一09:06,周报发出', async () => stage.goTo(await nextMonday(demo)));
  } catch (error) {
    say(`  ✗ ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
  const faults = await judge(demo);
  for (const fault of faults) say(`  ✗ ${fault}`);
  say(faults.length === 0 ? '可见账本核对无误:每条通知恰好一次。' : `可见账本有${faults.length}处不对。`);
  return faults.length === 0;
}

/** The coming Monday 09:06 in Shanghai: the digest leaves between 09:01 and 09:05 (decisions.md 3). */
async function nextMonday(demo: Demo): Promise<string> {
  const { now } = await control<{ now: string }>(demo.emulatorUrl, 'clock');
  const local = new Date(Date.parse(now) + 8 * 3_600_000);
  const days = (8 - (local.getUTCDay() || 7)) % 7 || 7;
  const monday = new Date(local.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  return `${monday}T09:06:00+08:00`;
}

/** What must be on the screens, exactly once: person, and what the notice says. */
const ONCE: readonly (readonly [string, RegExp])[] = [
  ['linzhiyuan', /^提案已收到/],
  ['linzhiyuan', /^提案已立案/],
  ['linzhiyuan', /^您的提案已交办/],
  ['linzhiyuan', /^您的提案已有答复/],
  ['linzhiyuan', /^已收到您的反馈/],
  ['linzhiyuan', /^承诺事项已列入跟踪/],
  ['linzhiyuan', /^承诺事项已兑现/],
  ['linzhiyuan', /^提案已核查销号/],
  ['chengyantian', /^提案交办/],
  ['chengyantian', /^提案答复今日到期/],
  ['chengyantian', /^提案答复已逾期/],
  ['chengyantian', /^提案者已反馈/],
  ['heyian', /^信息已收到/],
  ['heyian', /^信息已录用编辑/],
  ['heyian', /^您反映的信息已编发/],
  ['heyian', /^信息被省政协采用/],
];
/** Marks and texts of the rating never reach the unit (decisions.md 27). */
const UNIT_PEOPLE = ['chengyantian', 'qinwangshu', 'lubeichen'];
const RATING = /基本满意|对办理态度|对办理结果/;

async function judge(demo: Demo): Promise<string[]> {
  const rows = await control<ShownRow[]>(demo.emulatorUrl, 'ledger/visible');
  const shown = rows.filter((row) => row.kind !== 'said');
  const sent = await firstTexts(demo.emulatorUrl);
  // A card that was pressed shows the present state: what it said first is in the call that brought it.
  const firstText = (row: ShownRow) => sent.get(row.message) ?? textOf(row);
  const faults: string[] = [];
  for (const [person, pattern] of ONCE) {
    const count = shown.filter((row) => row.to === person && pattern.test(firstText(row))).length;
    const titles = shown.filter((row) => row.to === person).map((row) => firstText(row).split('\n')[0]);
    if (count !== 1) faults.push(`${person} 应看到 ${pattern} 一次,实际 ${count} 次;看到的是:${titles.join(' | ')}`);
  }
  const digests = shown.filter((row) => row.to === '主席会议群' && /履职周报/.test(textOf(row)));
  const perWeek = new Map<string, number>();
  for (const row of digests) {
    const week = /第(\d+)周/.exec(textOf(row))?.[1] ?? '?';
    perWeek.set(week, (perWeek.get(week) ?? 0) + 1);
  }
  if (digests.length === 0) faults.push('主席会议群没有收到周报');
  for (const [week, count] of perWeek) if (count > 1) faults.push(`第${week}周的周报发了${count}次`);
  for (const row of shown) {
    if (UNIT_PEOPLE.includes(row.to) && RATING.test(textOf(row)))
      faults.push(`${row.to} 看到了评价:${textOf(row).slice(0, 60)}`);
  }
  return faults;
}
