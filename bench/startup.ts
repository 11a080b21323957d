/** How long the program needs until `/readyz` says 200, and the memory it keeps when nothing happens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { seedMembers, serverEnv, temporaryPlace } from './environment.ts';
import { median } from './figures.ts';

const COMPILED = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
const SOURCE = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** The flags of scripts/start.mjs: they cost time and memory too. */
const AS_NPM_START = startFlags();
const IDLE_MS = 5_000;
const GIVE_UP_MS = 30_000;

export interface StartUp {
  readonly from: 'compiled' | 'tsx';
  readonly flags: readonly string[];
  /** Median of all starts. */
  readonly readyMs: number;
  readonly startsMs: readonly number[];
  /** Resident memory five seconds after the last start; null where the system does not tell. */
  readonly idleMiB: number | null;
}

export async function measureStartUp(starts: number): Promise<StartUp> {
  const from = existsSync(COMPILED) ? 'compiled' : 'tsx';
  const args = from === 'compiled' ? [...AS_NPM_START, COMPILED] : ['--import', 'tsx', SOURCE];
  const place = temporaryPlace();
  await seedMembers(place.dataDir, 300);
  const startsMs: number[] = [];
  let idleMiB: number | null = null;
  for (let n = 1; n <= starts; n += 1) {
    const port = await freePort();
    const env = { ...process.env, ...serverEnv(place.dataDir, 'http://127.0.0.1:9', port) };
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    await ready(port);
    startsMs.push(performance.now() - startedAt);
    if (n === starts) {
      await pause(IDLE_MS);
      idleMiB = residentMiB(child.pid ?? 0);
    }
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  place.remove();
  return { from, flags: args.slice(0, -1), readyMs: median(startsMs), startsMs, idleMiB };
}

function startFlags(): string[] {
  const script = readFileSync(new URL('../scripts/start.mjs', import.meta.url), 'utf8');
  const list = /const args = \[([^\]]*)main\]/.exec(script)?.[1];
  if (list === undefined)
    throw new Error('bench: scripts/start.mjs has no `const args = [… main]`; adapt bench/startup.ts');
  return [...list.matchAll(/'(--[^']*)'/g)].map(([, flag]) => flag ?? '');
}

async function ready(port: number): Promise<void> {
  const end = performance.now() + GIVE_UP_MS;
  while (performance.now() < end) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await pause(4);
  }
  throw new Error(`bench: /readyz did not say 200 within ${GIVE_UP_MS / 1_000} seconds`);
}

function residentMiB(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes ? Number(kilobytes) / 1024 : null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
