import { statfs } from 'node:fs/promises';
import Router from 'koa-router';
import type { Registry } from 'prom-client';
import type { Deps } from '../deps.ts';
import { civilDate, formatInstant } from '../domain/civil-date.ts';

export interface HealthParts {
  readonly deps: Deps;
  readonly engine: string;
  readonly version: string;
  readonly metrics: Registry;
  /** False while shutting down. */
  readonly accepting: () => boolean;
  readonly lastTick: () => Date | null;
  /** What the platforms have to say of themselves. */
  readonly platformRows: () => Promise<readonly (readonly [string, string])[]>;
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
    ctx.body = page(await statusRows(parts));
  });
  return router;
}

async function readiness({ deps, accepting }: HealthParts): Promise<Check[]> {
  const disk = await statfs(deps.dataDir).catch(() => null);
  const free = disk ? disk.bavail * disk.bsize : 0;
  return [
    { id: 'accepting', ok: accepting(), text: '程序正在停止' },
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

async function statusRows(parts: HealthParts): Promise<(readonly [string, string])[]> {
  const { deps } = parts;
  const checks = await readiness(parts);
  const { store, clocks, rules } = deps;
  const now = clocks.civil();
  const [inbox, due, held, dead, open] = await Promise.all([
    store.inbox.count({ state: 'received' }),
    store.messages.count({ state: 'due' }),
    store.messages.count({ state: 'held' }),
    store.messages.count({ state: 'dead' }),
    store.obligations.count({ state: 'open' }),
  ]);
  const year = Number(civilDate(now).slice(0, 4));
  const known = rules.calendar.officialYears.filter((one) => one >= year);
  const tick = parts.lastTick();
  return [
    [
      '状态',
      checks.every((check) => check.ok)
        ? '正常'
        : checks
            .filter((c) => !c.ok)
            .map((c) => c.text)
            .join(';'),
    ],
    ['版本', parts.version],
    ['存储', parts.engine === 'embedded' ? '内嵌' : 'MongoDB'],
    ['业务时间', formatInstant(now)],
    ['最近一次巡检', tick ? formatInstant(tick) : '尚未'],
    [
      '节假日安排',
      known.length > 0
        ? `已有${known.join('、')}年;其后按周末和法定节日首日推算,标明“暂定”`
        : `没有${year}年的安排,期限均为暂定`,
    ],
    ['待处理来信', String(inbox)],
    ['待通知事项', String(open)],
    ['待发消息', String(due)],
    ['搁置消息(需人工处理)', String(held)],
    ['无法送达', String(dead)],
    ...(await parts.platformRows()),
  ];
}

const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const page = (rows: readonly (readonly [string, string])[]): string => `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>履职直通 运行状态</title>
<style>body{font:16px/1.7 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1f2329}
h1{font-size:1.3rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem .75rem;border-bottom:1px solid #e5e6eb;vertical-align:top}
th{width:11rem;color:#646a73;font-weight:500}</style>
<h1>履职直通 · 运行状态</h1>
<table>${rows.map(([name, value]) => `<tr><th>${html(name)}</th><td>${html(value)}</td></tr>`).join('')}</table></html>`;
