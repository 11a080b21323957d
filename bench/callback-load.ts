/** Load at a steady rate from this process on a server in another; each latency counts from when the request was due. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import type { ServerKind } from './callback-server.ts';
import { seedMembers, temporaryPlace } from './environment.ts';
import { percentile } from './figures.ts';
import { startPlatform, textCallback } from './wecom-side.ts';

const SERVER = fileURLToPath(new URL('callback-server.ts', import.meta.url));
const MEMBERS = 500;
const CONNECTIONS = 32;
/** Compiles the hot code and fills caches; nobody's figures. */
const WARM_UP_S = 2;

export interface CallbackFigures {
  readonly server: ServerKind;
  readonly requests: number;
  readonly failed: number;
  /** CPU time of the whole server process for one request. */
  readonly cpuMicros: number;
  readonly p50: number;
  readonly p99: number;
}

export async function measureCallback(server: ServerKind, rate: number, seconds: number): Promise<CallbackFigures> {
  const place = temporaryPlace();
  const platform = await startPlatform();
  if (server === 'program') await seedMembers(place.dataDir, MEMBERS);
  const child = fork(SERVER, [server, place.dataDir, platform.base], { execArgv: ['--import', 'tsx'] });
  const pool = await connect(child);
  try {
    await load(pool, rate, WARM_UP_S);
    const before = await cpuOf(child);
    const { latencies, failed } = await load(pool, rate, seconds);
    const cpu = (await cpuOf(child)) - before;
    const requests = latencies.length + failed;
    const figures = { cpuMicros: cpu / requests, p50: percentile(latencies, 50), p99: percentile(latencies, 99) };
    return { server, requests, failed, ...figures };
  } finally {
    await pool.destroy();
    child.kill('SIGKILL');
    await once(child, 'exit');
    platform.close();
    place.remove();
  }
}

async function connect(child: ChildProcess): Promise<Pool> {
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS });
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send('cpu');
  const [{ cpu }] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage }];
  return cpu.user + cpu.system;
}

async function load(pool: Pool, rate: number, seconds: number): Promise<{ latencies: number[]; failed: number }> {
  const total = rate * seconds;
  const callbacks = Array.from({ length: total }, (_, n) =>
    textCallback(`m${n % MEMBERS}`, `第${n}行:居民反映无人管理。`),
  );
  const latencies: number[] = [];
  let failed = 0;
  const running: Promise<void>[] = [];
  const startedAt = performance.now();
  for (const [n, { path, body }] of callbacks.entries()) {
    const dueAt = startedAt + (n * 1_000) / rate;
    while (performance.now() < dueAt) await new Promise((resolve) => setTimeout(resolve, dueAt - performance.now()));
    running.push(
      post(pool, path, body).then((ok) => {
        if (ok) latencies.push(performance.now() - dueAt);
        else failed += 1;
      }),
    );
  }
  await Promise.all(running);
  return { latencies, failed };
}

async function post(pool: Pool, path: string, body: string): Promise<boolean> {
  const answer = await pool.request({ method: 'POST', path, body, headers: { 'content-type': 'text/xml' } });
  await answer.body.dump();
  return answer.statusCode === 200;
}
