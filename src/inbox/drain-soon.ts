/** Before each look at whether the store takes what was spooled; the last one goes on. */
const PAUSES_MS = [250, 500, 1_000, 2_000, 5_000];

/**
 * A store that was slow for a moment is well again in the next: what was spooled meanwhile is put into the inbox at
 * once, not at the next sweep, for until then everybody's lines go the same way and wait for their answer.
 */
export function drainWhileSpooled(drain: () => Promise<unknown>, isEmpty: () => boolean) {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  function later(tries: number): void {
    const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)];
    timer = setTimeout(() => void look(tries), pause).unref();
  }
  async function look(tries: number): Promise<void> {
    // A store that is still away says so where it is asked; here it only means another pause.
    await drain().catch(() => {});
    timer = null;
    if (!isEmpty() && !stopped) later(tries + 1);
  }
  return {
    soon: (): void => {
      if (timer === null && !stopped) later(0);
    },
    stop: (): void => {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}
