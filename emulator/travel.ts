import type { HookAnswer, ServerHooks } from './config.ts';
import { ControlError, type Json } from './http.ts';
import { addDuration } from './virtual-clock.ts';
import type { World } from './world.ts';

const PATIENCE_MS = 60_000;

export interface Arrived {
  readonly now: string;
  /** Everything due by then has been sent, and no callback waits for its answer. */
  readonly quiet: boolean;
}

/** Asks the server's side to go along and waits until both sides are still, at most a minute. */
export async function travel(world: World, to: Date, ask: () => Promise<HookAnswer>): Promise<Arrived> {
  if (to.getTime() < world.clock.nowMs()) {
    const now = world.clock.now().toISOString();
    throw new ControlError(400, `clock: ${to.toISOString()} lies before now, ${now}; the clock only goes forward`);
  }
  world.stream.send({ type: 'progress', text: `时间前进到 ${to.toISOString()}` });
  const quiet = await withinPatience(async () => {
    const answer = await ask();
    world.clock.follow(answer.now ? new Date(answer.now) : to);
    await idle(world);
    return answer.quiet;
  });
  const now = world.clock.now().toISOString();
  world.stream.send({ type: 'clock', now });
  return { now, quiet: quiet ?? false };
}

export async function settle(world: World, hooks: ServerHooks): Promise<{ quiet: boolean }> {
  const quiet = await withinPatience(async () => {
    await idle(world);
    const answer = await hooks.settle();
    await idle(world);
    return answer.quiet;
  });
  return { quiet: quiet ?? false };
}

/** Resolves when no callback of either platform is unanswered. */
export async function idle({ callbacks, dingtalk }: World): Promise<void> {
  await Promise.all([callbacks.idle(), dingtalk?.idle()]);
}

/** Null when a minute was not enough; the work goes on behind. */
async function withinPatience<T>(work: () => Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([work(), patience]);
  } finally {
    clearTimeout(timer);
  }
}

/** `{advance: "<ISO 8601 duration>"}` or `{to: "<ISO instant>"}`. */
export function targetOf(world: World, body: Json): Date {
  if (typeof body.advance === 'string') return durationFromNow(world, body.advance);
  const to = new Date(typeof body.to === 'string' ? body.to : Number.NaN);
  if (Number.isNaN(to.getTime())) {
    throw new ControlError(
      400,
      `clock: {advance: "PT2H"} or {to: "2026-03-02T09:00:00+08:00"} expected, got ${JSON.stringify(body)}`,
    );
  }
  return to;
}

export function durationFromNow(world: World, duration: unknown): Date {
  try {
    return addDuration(world.clock.now(), String(duration));
  } catch (error) {
    throw new ControlError(400, error instanceof Error ? error.message : String(error));
  }
}

/** Without a server to move: only the emulator's own clock travels. */
export const NO_SERVER: ServerHooks = {
  clock: async () => ({ quiet: true }),
  outage: async () => ({ quiet: true }),
  settle: async () => ({ quiet: true }),
};
