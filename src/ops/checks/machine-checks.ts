import { statfs } from 'node:fs/promises';
import { civilDate, timeOfDay } from '../../domain/civil-date.ts';
import type { OperatorParts } from '../command.ts';
import { type Check, fail, type Outcome, ok, warn } from './check.ts';

const MIN_NODE = [20, 19] as const;
const MIN_FREE_MB = 500;
const MAX_SKEW_MS = 30_000;
const WAIT_MS = 3_000;

export const MACHINE_CHECKS: readonly Check[] = [
  {
    id: 'node',
    title: 'Node版本',
    why: '更旧的版本缺少程序用到的功能,会在运行中出错。',
    todo: `安装 Node ${MIN_NODE.join('.')} 或更高的版本。`,
    run: async () => nodeVersion(process.versions.node),
  },
  {
    id: 'time-zone',
    title: '时区',
    why: '期限按北京时间计算;时区资料不对,提醒会早或晚。',
    todo: '使用带完整国际化资料(full-icu)的官方Node;机器本身的时区不用改。',
    run: async ({ deps }) => timeZone(deps.clocks.real()),
  },
  {
    id: 'clock-skew',
    title: '时钟',
    why: '时钟偏差超过1小时,平台的来信会因签名时间不符全部被拒;偏差小也会使期限不准。',
    todo: '启用网络校时(如 chrony 或 systemd-timesyncd),再检查能否访问平台接口地址。',
    run: clockSkew,
  },
  {
    id: 'disk',
    title: '磁盘',
    why: '磁盘写满后不能再收信和登记。',
    todo: `清理或扩容,使 DATA_DIR 所在磁盘至少剩余${MIN_FREE_MB} MB。`,
    run: ({ config }) => disk(config.DATA_DIR),
  },
];

function nodeVersion(version: string): Outcome {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return enough ? ok(version) : fail(`${version},低于 ${MIN_NODE.join('.')}`);
}

/** The zone database of this Node against the fixed offset that the domain counts with. */
function timeZone(now: Date): Outcome {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const [theirs, ours] = [format.format(now), `${civilDate(now)} ${timeOfDay(now)}`];
  return theirs === ours ? ok(`北京时间 ${ours}`) : fail(`时区资料说是 ${theirs},程序算得 ${ours}`);
}

/** The platform's own clock is the one that signs; its Date header has whole seconds. */
async function clockSkew({ deps, config }: OperatorParts): Promise<Outcome> {
  const asked = deps.clocks.real().getTime();
  const base = config.wecom?.apiBase ?? config.dingtalk?.apiBase;
  if (!base) return warn('没有配置平台,无法比对');
  const answer = await fetch(base, {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(WAIT_MS),
  }).catch(() => null);
  const theirs = Date.parse(answer?.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return warn('平台接口没有应答或没有给出时间,无法比对');
  const skew = Math.round((asked + deps.clocks.real().getTime()) / 2 - theirs);
  const text = `与平台相差约${Math.round(Math.abs(skew) / 1000)}秒`;
  return Math.abs(skew) < MAX_SKEW_MS ? ok(text) : fail(text);
}

async function disk(dataDir: string): Promise<Outcome> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  return free >= MIN_FREE_MB ? ok(`剩余${free} MB`) : fail(`${dataDir} 只剩${free} MB`);
}
