import type { StreamProblemClass } from './stream-gateway.ts';

export interface StreamTiming {
  /** WebSocket ping. Below ten seconds a busy process takes its own slowness for a dead line. */
  readonly pingMs: number;
  /** Pings in a row that nothing answered: the line is dead. Counted, so that our own pause is one, not many. */
  readonly unansweredPings: number;
  /** Pings in a row without any frame: the line lives, but deliveries have stopped (field reports): a new one is opened. */
  readonly quietPings: number;
  /** How long connecting may take, and how long a connection that is left may take over its last acknowledgements. */
  readonly openMs: number;
  readonly leaveMs: number;
  /** The platform waits 3 s for an event's answer; then LATER, and the write that arrives after all meets its own key. */
  readonly eventMs: number;
  /** A connection that lived this long was a good one: the next failure starts from the shortest pause again. */
  readonly stableMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** When only a person can help, or the platform has asked for peace. */
  readonly slowPauseMs: number;
}

export const STREAM_TIMING: StreamTiming = {
  pingMs: 15_000,
  unansweredPings: 2,
  quietPings: 4,
  openMs: 10_000,
  leaveMs: 4_000,
  eventMs: 2_500,
  stableMs: 30_000,
  firstPauseMs: 1_000,
  longestPauseMs: 60_000,
  slowPauseMs: 300_000,
};

const SLOW: readonly StreamProblemClass[] = ['credentials', 'refused', 'rate'];

/**
 * How long to wait before the next try: doubling up to a cap, of which a random half, so that many servers which lost the
 * platform together do not come back together.
 * @param failures in a row, 1 for the first
 * @param random 0 ≤ x < 1
 */
export function pauseMs(
  timing: StreamTiming,
  failures: number,
  kind: StreamProblemClass | null,
  random: number,
): number {
  const doubled = timing.firstPauseMs * 2 ** Math.min(failures - 1, 20);
  const whole = kind && SLOW.includes(kind) ? timing.slowPauseMs : Math.min(doubled, timing.longestPauseMs);
  return Math.round(whole * (0.5 + random / 2));
}
