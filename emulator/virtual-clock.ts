/** The platform's own travelling clock: 72-hour codes, media expiry, rate windows, `at` in the ledgers. */
export class VirtualClock {
  #offsetMs: number;

  constructor(startAt?: Date) {
    this.#offsetMs = startAt ? startAt.getTime() - Date.now() : 0;
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  nowMs(): number {
    return this.now().getTime();
  }

  /** Moves forward only; an earlier instant is ignored, because the controls refuse it before. */
  follow(to: Date): void {
    if (to.getTime() > this.nowMs()) this.#offsetMs = to.getTime() - Date.now();
  }
}

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const HOUR_MS = 3_600_000;
/** Years and months are counted on the wall calendar of China, which has no summer time. */
const WALL_OFFSET_MS = 8 * HOUR_MS;

/**
 * Adds an ISO 8601 duration (`P3D`, `PT90M`, `P1M`) to an instant.
 * @throws RangeError when the text is no duration
 */
export function addDuration(from: Date, text: string): Date {
  const match = DURATION.exec(text);
  if (!match || text === 'P' || text.endsWith('T')) {
    throw new RangeError(`duration: "${text}" is not an ISO 8601 duration such as P3D or PT2H`);
  }
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wall = new Date(from.getTime() + WALL_OFFSET_MS);
  const dayOfMonth = wall.getUTCDate();
  wall.setUTCDate(1);
  wall.setUTCMonth(wall.getUTCMonth() + years * 12 + months);
  // 31 January plus a month is the last day of February, not the third of March.
  const lastDay = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();
  wall.setUTCDate(Math.min(dayOfMonth, lastDay));
  const rest = ((weeks * 7 + days) * 24 + hours) * HOUR_MS + minutes * 60_000 + seconds * 1000;
  return new Date(wall.getTime() - WALL_OFFSET_MS + rest);
}
