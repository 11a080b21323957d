/**
 * The long campaigns, by hand: `npm run test:torture -- --kills N --pauses N --fuzz N --seed S --world W`.
 * Prints its seed, the kills per phase and every violation; ends 1 when there is one.
 */
import { parseArgs } from 'node:util';
import { isWorld, type WorldName } from '../../demo/worlds.ts';
import { type Bot, startBot } from '../support/bot.ts';
import { campaign, randomFrom } from '../support/campaign.ts';
import { killCampaign } from '../support/kill-campaign.ts';
import { ASKED, PHASES, type Phase, phaseTable } from '../support/kill-phase.ts';

const USAGE =
  'npm run test:torture -- [--kills 100] [--pauses 20] [--fuzz 2000] [--repeats 1000] [--seed 1] [--world wecom|dingtalk|stream|mixed]';
const OPTIONS = ['kills', 'pauses', 'fuzz', 'repeats', 'seed'] as const;
const DEFAULTS: Numbers = { kills: 100, pauses: 20, fuzz: 2_000, repeats: 1_000, seed: 1, world: 'wecom' };
interface Numbers extends Record<(typeof OPTIONS)[number], number> {
  world: WorldName;
}

function readArguments(): Numbers {
  const { values } = parseArgs({
    options: Object.fromEntries([...OPTIONS, 'world'].map((name) => [name, { type: 'string' as const }])),
  });
  const numbers: Numbers = { ...DEFAULTS };
  for (const name of OPTIONS) {
    if (values[name] === undefined) continue;
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 0)
      throw new Error(`--${name} ${String(values[name])}: a whole number is expected\n${USAGE}`);
    numbers[name] = value;
  }
  const { world = DEFAULTS.world } = values;
  if (!isWorld(world)) throw new Error(`--world ${world}: there are wecom, dingtalk, stream, mixed\n${USAGE}`);
  numbers.world = world;
  return numbers;
}

/** One committee lives through so many kills; more of them take more committees. */
const KILLS_OF_A_COMMITTEE = 100;
/** Fewer kills of one kind prove little (decision 36). */
const AT_LEAST = 10;

async function kills({ kills: count, pauses, seed, world }: Numbers): Promise<readonly string[]> {
  const sum = phaseTable();
  const faults: string[] = [];
  for (let done = 0; done < Math.max(count, 1); done += KILLS_OF_A_COMMITTEE) {
    const share = Math.min(KILLS_OF_A_COMMITTEE, count - done);
    const of = { world, kills: share, pauses: done === 0 ? pauses : 0, seed: seed + done };
    const result = await killCampaign({ ...of, proposals: 4, opinions: 2, steps: true, say: console.log });
    for (const phase of Object.keys(sum) as Phase[]) sum[phase] += result.hits[phase];
    faults.push(...result.faults);
    console.log(`${result.kills} kills, ${result.cases} cases, ${result.lines} lines written`);
  }
  console.log(`kills ${count}, pauses ${pauses}; kills per phase (one kill meets several people, each where he was):`);
  for (const phase of Object.keys(sum) as Phase[]) console.log(`  ${String(sum[phase]).padStart(5)}  ${PHASES[phase]}`);
  const few = count >= KILLS_OF_A_COMMITTEE ? ASKED.filter((phase) => sum[phase] < AT_LEAST) : [];
  return [...faults, ...few.map((phase) => `only ${sum[phase]} kills fell into “${PHASES[phase]}”`)];
}

async function repeats({ repeats: deliveries, seed }: Numbers): Promise<readonly string[]> {
  await using bot = await startBot();
  const { delivered, missing, twice, statuses } = await campaign(bot, { deliveries, seed });
  console.log(`repeated and reordered callbacks: ${delivered} deliveries, statuses ${statuses.join(', ')}`);
  return [
    ...missing.map((line) => `lost: ${line}`),
    ...twice.map((line) => `twice: ${line}`),
    ...(statuses.every((status) => status === 200) ? [] : [`a callback was answered with ${statuses.join(', ')}`]),
  ];
}

/** Rightly signed nonsense: it reaches the parsers (decision 36). Every one is answered, the program stays up. */
async function fuzz({ fuzz: count, seed }: Numbers): Promise<readonly string[]> {
  await using bot = await startBot();
  const random = randomFrom(seed);
  const faults: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const plain = mutated(n, random);
    const startedAt = performance.now();
    const status = await bot.post(plain);
    const ms = performance.now() - startedAt;
    if (status !== 200)
      faults.push(`fuzz ${n} (seed ${seed}) was answered with ${status}: ${JSON.stringify(plain.slice(0, 200))}`);
    if (ms > 5_000) faults.push(`fuzz ${n} (seed ${seed}) took ${Math.round(ms)} ms`);
  }
  const left = await unworked(bot);
  if (left > 0) faults.push(`${left} callbacks are still unworked a minute after the last one`);
  const health = await fetch(`http://127.0.0.1:${bot.app().port}/healthz`);
  if (health.status !== 200) faults.push(`after ${count} callbacks /healthz answers ${health.status}`);
  const failed = bot.logged.filter((line) => line.event === 'job.failed');
  for (const line of failed.slice(0, 20)) faults.push(`a handler failed: ${line.reason}`);
  console.log(`fuzz: ${count} rightly signed callbacks, ${failed.length} handler failures`);
  return faults;
}

/** Waits until every row is worked. Not until all is said: so many answers to one person are paced over many minutes (P12). */
async function unworked(bot: Bot): Promise<number> {
  const { inbox, mailboxes } = bot.app().deps.store;
  for (let tries = 0; ; tries += 1) {
    const done = new Set((await mailboxes.find({})).flatMap((mailbox) => mailbox.doneRows));
    const left = (await inbox.find({ state: 'received' })).filter((row) => !done.has(row._id)).length;
    if (left === 0 || tries >= 120) return left;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const PIECES = [
  '<xml>',
  '</xml>',
  '<Content>',
  '</Content>',
  '<![CDATA[',
  ']]>',
  '&lt;',
  '&#0;',
  '\u0000',
  '\u202e',
  '写提案',
  '\n',
  '\ud83d\ude00',
  '<!DOCTYPE a>',
  '<Event>',
  'template_card_event',
];

function mutated(n: number, random: () => number): string {
  const from = ['linzhiyuan', 'heyian', 'nobody'][Math.floor(random() * 3)] ?? '';
  let plain = `<xml><ToUserName>ww00000000000000de</ToUserName><FromUserName>${from}</FromUserName><CreateTime>1772415000</CreateTime><MsgType>text</MsgType><Content>第${n}句</Content><MsgId>${9_000_000 + n}</MsgId><AgentID>1000002</AgentID></xml>`;
  const changes = Math.floor(random() * 4);
  for (let change = 0; change < changes; change += 1) {
    const at = Math.floor(random() * plain.length);
    const piece = PIECES[Math.floor(random() * PIECES.length)] ?? '';
    plain = plain.slice(0, at) + piece + plain.slice(at + Math.floor(random() * 12));
  }
  return plain;
}

async function main(): Promise<number> {
  const numbers = readArguments();
  console.log(`seed ${numbers.seed}`);
  const faults = [
    ...(numbers.repeats > 0 ? await repeats(numbers) : []),
    ...(numbers.fuzz > 0 ? await fuzz(numbers) : []),
    ...(numbers.kills + numbers.pauses > 0 ? await kills(numbers) : []),
  ];
  for (const fault of faults) console.log(`✗ ${fault}`);
  console.log(faults.length === 0 ? '0 violations' : `${faults.length} violations; seed ${numbers.seed}`);
  return faults.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
