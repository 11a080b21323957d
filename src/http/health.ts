import { statfs } from 'node:fs/promises';
import Router from 'koa-router';
import type { Registry } from 'prom-client';
import type { Deps } from '../deps.ts';
import { civilDate, formatInstant } from '../domain/civil-date.ts';

/** What one committee adds to the page. */
export interface CommitteeHealth {
  readonly slug: string;
  readonly deps: Deps;
  readonly lastTick: () => Date | null;
  /** Why its platforms bring nothing until a person acts. */
  readonly problems: () => readonly string[];
  /** What the platforms have to say of themselves. */
  readonly platformRows: () => Promise<readonly Row[]>;
}

export interface HealthParts {
  readonly committees: readonly [CommitteeHealth, ...CommitteeHealth[]];
  /** Where the store and everything else lies. */
  readonly dataDir: string;
  readonly engine: string;
  readonly version: string;
  readonly metrics: Registry;
  /** False while shutting down. */
  readonly accepting: () => boolean;
}

type Row = readonly [name: string, value: string];
interface Section {
  /** Empty where there is only one committee. */
  readonly title: string;
  readonly rows: readonly Row[];
}

const MIN_FREE_BYTES = 500 * 1024 * 1024;
const STORE_WAIT_MS = 1_000;

interface Check {
  readonly id: string;
  readonly ok: boolean;
  readonly text: string;
}

/** `/healthz` alive, `/readyz` able to work, `/metrics` Prometheus, `/status` for the operator: no personal data in any. */
export function healthRoutes(parts: HealthParts): Router {
  const router = new Router();
  router.get('/healthz', (ctx) => {
    ctx.body = { ok: true };
  });
  router.get('/readyz', async (ctx) => {
    const checks = await readiness(parts);
    ctx.status = checks.every((check) => check.ok) ? 200 : 503;
    ctx.body = { ready: ctx.status === 200, reasons: checks.filter((check) => !check.ok).map((check) => check.text) };
  });
  router.get('/metrics', async (ctx) => {
    ctx.type = parts.metrics.contentType;
    ctx.body = await parts.metrics.metrics();
  });
  router.get('/status', async (ctx) => {
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = page(await sections(parts));
  });
  return router;
}

/**
 * Of what all committees share. One committee's platform that is down makes the program no less able to work for the
 * others; when none of them can receive, it is named.
 */
async function readiness({ committees, dataDir, accepting }: HealthParts): Promise<Check[]> {
  const disk = await statfs(dataDir).catch(() => null);
  const free = disk ? disk.bavail * disk.bsize : 0;
  const [{ deps }] = committees;
  const problems = committees.map((committee) => committee.problems());
  return [
    { id: 'accepting', ok: accepting(), text: '程序正在停止' },
    { id: 'platforms', ok: problems.some((one) => one.length === 0), text: problems.flat().join(';') },
    { id: 'store', ok: await canWrite(deps), text: '数据库在1秒内写不进去:请检查磁盘和数据库服务' },
    {
      id: 'disk',
      ok: free >= MIN_FREE_BYTES,
      text: `数据目录剩余空间不足500 MB(现有${Math.round(free / 1024 / 1024)} MB)`,
    },
  ];
}

async function canWrite(deps: Deps): Promise<boolean> {
  const write = deps.store.slots
    .take({ _id: `${deps.committee}:readyz` }, { $set: { task: 'readyz', at: deps.clocks.real() } }, { upsert: true })
    .then(() => true)
    .catch(() => false);
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, STORE_WAIT_MS, false).unref());
  return Promise.race([write, late]);
}

async function sections(parts: HealthParts): Promise<readonly Section[]> {
  const [shared, own] = await Promise.all([sharedRows(parts), Promise.all(parts.committees.map(committeeRows))]);
  const [only = []] = own;
  if (own.length === 1) return [{ title: '', rows: [...shared, ...only] }];
  return [
    { title: '', rows: shared },
    ...parts.committees.map(({ slug }, at) => ({ title: slug, rows: own[at] ?? [] })),
  ];
}

async function sharedRows(parts: HealthParts): Promise<readonly Row[]> {
  const [{ deps }] = parts.committees;
  const failed = (await readiness(parts)).filter(({ ok }) => !ok);
  return [
    ['状态', failed.length === 0 ? '正常' : failed.map(({ text }) => text).join(';')],
    ['版本', parts.version],
    ['存储', parts.engine === 'embedded' ? '内嵌' : 'MongoDB'],
    ['业务时间', formatInstant(deps.clocks.civil())],
  ];
}

async function committeeRows({ deps, lastTick, platformRows }: CommitteeHealth): Promise<readonly Row[]> {
  const { store } = deps;
  const [inbox, due, held, dead, open] = await Promise.all([
    store.inbox.count({ state: 'received' }),
    store.messages.count({ state: 'due' }),
    store.messages.count({ state: 'held' }),
    store.messages.count({ state: 'dead' }),
    store.obligations.count({ state: 'open' }),
  ]);
  const tick = lastTick();
  return [
    ['最近一次巡检', tick ? formatInstant(tick) : '尚未'],
    ['节假日安排', holidaysText(deps)],
    ['待处理来信', String(inbox)],
    ['待通知事项', String(open)],
    ['待发消息', String(due)],
    ['搁置消息(需人工处理)', String(held)],
    ['无法送达', String(dead)],
    ...(await platformRows()),
  ];
}

function holidaysText({ clocks, rules }: Deps): string {
  const year = Number(civilDate(clocks.civil()).slice(0, 4));
  const known = rules.calendar.officialYears.filter((one) => one >= year);
  return known.length > 0
    ? `已有${known.join('、')}年;其后按周末和法定节日首日推算,标明“暂定”`
    : `没有${year}年的安排,期限均为暂定`;
}

const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const table = ({ title, rows }: Section): string => {
  const lines = rows.map(([name, value]) => `<tr><th>${html(name)}</th><td>${html(value)}</td></tr>`);
  return `${title ? `\n<h2>${html(title)}</h2>` : ''}\n<table>${lines.join('')}</table>`;
};

const page = (parts: readonly Section[]): string => `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>履职直通 运行状态</title>
<style>body{font:16px/1.7 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1f2329}
h1{font-size:1.3rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem .75rem;border-bottom:1px solid #e5e6eb;vertical-align:top}
th{width:11rem;color:#646a73;font-weight:500}</style>
<h1>履职直通 · 运行状态</h1>${parts.map(table).join('')}</html>`;
