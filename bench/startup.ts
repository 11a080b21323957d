/** How long the program needs until `/readyz` says 200, and the memory it keeps when nothing happens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../demo/free-port.ts';
import { seedMembers, serverEnv, temporaryPlace } from './environment.ts';
import { median } from './figures.ts';

const BUILT = fileURLToPath(new URL('../dist/main.cjs', import.meta.url));
const IDLE_MS = 5_000;
const GIVE_UP_MS = 30_000;

interface Dist {
  readonly isFresh: () => boolean;
  readonly SERVER_FLAGS: readonly string[];
  readonly SERVER_ENV: Readonly<Record<string, string>>;
}

export interface StartUp {
  readonly flags: readonly string[];
  /** Median of all starts. */
  readonly readyMs: number;
  readonly startsMs: readonly number[];
  /** Resident memory five seconds after the last start; null where the system does not tell. */
  readonly idleMiB: number | null;
}

export async function measureStartUp(starts: number): Promise<StartUp> {
  const { flags, env: given } = await builtForm();
  const place = temporaryPlace();
  await seedMembers(place.dataDir, 300);
  const startsMs: number[] = [];
  let idleMiB: number | null = null;
  for (let n = 1; n <= starts; n += 1) {
    const port = await freePort();
    const env = { ...given, ...process.env, ...serverEnv(place.dataDir, 'http://127.0.0.1:9', port) };
    const startedAt = performance.now();
    const child = spawn(process.execPath, [...flags, BUILT], { env, stdio: ['ignore', 'ignore', 'inherit'] });
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
  return { flags, readyMs: median(startsMs), startsMs, idleMiB };
}

/**
 * Builds when the sources are newer, as `npm start` does: never is another form measured in silence.
 * @returns the flags and variables that `npm start` gives: they cost time and memory too
 */
async function builtForm(): Promise<{
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}> {
  const script = (name: string): Promise<unknown> => import(new URL(`../scripts/${name}`, import.meta.url).href);
  const { isFresh, SERVER_FLAGS, SERVER_ENV } = (await script('dist.mjs')) as Dist;
  if (!isFresh()) await ((await script('build.mjs')) as { build: () => Promise<void> }).build();
  return { flags: SERVER_FLAGS, env: SERVER_ENV };
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

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
