import { schedule } from 'node-cron';
import type { JobDeps, JobResult } from './job-deps.ts';
import { sweepClocks } from './sweep-clocks.ts';
import { sweepEffects } from './sweep-effects.ts';
import { weeklyDigest } from './weekly-digest.ts';

export interface Job {
  readonly name: string;
  readonly cron: string;
  readonly tz: string;
  readonly run: (deps: JobDeps) => Promise<JobResult>;
}

const tz = 'Asia/Shanghai';

/**
 * Cron only wakes. What is due is found by instants in the store, in civil time, so a slot that was lost (pause,
 * kill, another instance) is harmless: the next one finds the same rows.
 */
export const JOBS: readonly Job[] = [
  { name: 'tick', cron: '*/20 * * * * *', tz, run: tick },
  { name: 'weeklyDigest', cron: '*/20 * * * * *', tz, run: weeklyDigest },
];

/** Sweeps and dispatch run inside the outbox's pass (`prepareOutbox`), so that they never run beside each other. */
async function tick(deps: JobDeps): Promise<JobResult> {
  deps.outbox.wake();
  return {};
}

/** What the outbox does before it dispatches; given to it as `prepare`. */
export async function prepareOutbox(deps: Omit<JobDeps, 'outbox' | 'digest'>): Promise<JobResult> {
  const effects = await sweepEffects(deps);
  const clocks = await sweepClocks(deps);
  return { ...effects, ...clocks };
}

/** Runs one job; a failure is logged and the next slot tries again. */
async function runJob(job: Job, deps: JobDeps): Promise<void> {
  const startedAt = deps.clocks.monotonic();
  try {
    const result = await job.run(deps);
    const ms = Math.round(deps.clocks.monotonic() - startedAt);
    const count = Object.values(result).reduce((sum, n) => sum + n, 0);
    if (count > 0) deps.log.info('job.done', { job: job.name, ms, count });
  } catch (error) {
    deps.log.error('job.failed', { job: job.name, reason: error instanceof Error ? error.message : String(error) });
  }
}

export interface Schedule {
  readonly stop: () => Promise<void>;
}

export function startSchedule(deps: JobDeps, jobs: readonly Job[] = JOBS): Schedule {
  const tasks = jobs.map((job) =>
    schedule(job.cron, () => runJob(job, deps), { timezone: job.tz, name: job.name, noOverlap: true }),
  );
  return {
    async stop() {
      for (const task of tasks) await task.destroy();
    },
  };
}

/** All jobs once, then everything they made is sent: the demo's clock calls it at each instant it stops at. */
export async function runDue(deps: JobDeps): Promise<void> {
  for (const job of JOBS) await runJob(job, deps);
  await deps.outbox.drain();
}
