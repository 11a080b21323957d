import type { Clocks } from '../../clock.ts';
import type { Log } from '../../deps.ts';
import { type OnFrame, type Over, StreamConnection } from './stream-connection.ts';
import { askGateway, type GatewayHttp, type StreamProblem } from './stream-gateway.ts';
import { pauseMs, STREAM_TIMING, type StreamTiming } from './stream-timing.ts';
import { pause, unlessAborted } from './stream-wait.ts';

export interface StreamOptions {
  readonly apiBase: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly http: GatewayHttp;
  /**
   * Makes the frame durable, then gives what its acknowledgement holds. Called in the order of arrival, several at once.
   * For a card it must resolve within 1.5 s (the platform waits 2 s); when it rejects, nothing is acknowledged.
   */
  readonly onFrame: OnFrame;
  readonly clocks: Pick<Clocks, 'real' | 'monotonic'>;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly log: Log;
  readonly timing?: Partial<StreamTiming>;
}

const NEEDS_A_PERSON: readonly StreamProblem['class'][] = ['credentials', 'refused'];

/** For readiness, `/status` and `doctor`. */
export interface StreamState {
  /** What the loop is doing; while it connects or waits, the connection before may still serve: see `connected()`. */
  readonly phase: 'connecting' | 'connected' | 'waiting' | 'closed';
  /** Real time at which this phase began. */
  readonly since: Date;
  /** Failures in a row. */
  readonly failures: number;
  /** Why there is no good connection; null while there is one. */
  readonly problem: StreamProblem | null;
}

export interface Stream {
  /** Acknowledges what is being stored, then hangs up. Resolves when no frame will come any more. */
  readonly close: () => Promise<void>;
  readonly connected: () => boolean;
  readonly state: () => StreamState;
}

/** Keeps one Stream connection open until it is closed. Starts at once and never throws: `state()` tells. */
export function openStream(options: StreamOptions): Stream {
  const stream = new Supervisor(options);
  const running = stream.run();
  return {
    close: () => {
      stream.stop();
      return running;
    },
    connected: () => stream.isConnected(),
    state: () => stream.state,
  };
}

/**
 * The only path on which a connection is made: one loop, so two reconnects cannot run side by side. A connection that
 * is to be replaced goes on serving until its successor is open: what is sent in a gap may be lost (dingtalk.md 8.5).
 */
class Supervisor {
  state: StreamState;
  private readonly options: StreamOptions;
  private readonly timing: StreamTiming;
  private readonly stopping = new AbortController();
  private readonly leaving = new Set<Promise<void>>();
  private current: StreamConnection | null = null;

  constructor(options: StreamOptions) {
    this.options = options;
    this.timing = { ...STREAM_TIMING, ...options.timing };
    this.state = { phase: 'connecting', since: options.clocks.real(), failures: 0, problem: null };
  }

  stop(): void {
    this.stopping.abort();
  }

  isConnected(): boolean {
    return this.current?.isOpen() ?? false;
  }

  async run(): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      this.enter('connecting', failures, this.state.problem);
      const problem = await this.connect();
      if (signal.aborted) break;
      if (problem) {
        failures += 1;
        await this.rest(failures, problem);
        continue;
      }
      const end = await this.serve(failures);
      if (!end) break;
      failures = end.wasStable ? 0 : failures + 1;
      if (end.over.kind === 'lost') failures = Math.max(failures, 1);
      if (failures > 0) await this.rest(failures, null);
    }
    this.replaceBy(null);
    await Promise.all(this.leaving);
    this.enter('closed', 0, null);
  }

  /** A fresh ticket and a fresh socket; only when that is open is the one before left. */
  private async connect(): Promise<StreamProblem | null> {
    const { http, clientId, clientSecret, apiBase, onFrame, log } = this.options;
    const { signal } = this.stopping;
    const opening = await unlessAborted(signal, askGateway(http, { clientId, clientSecret }, apiBase));
    if (!opening) return null;
    if (!opening.ok) return opening.problem;
    const next = new StreamConnection(opening.url, { onFrame, log, timing: this.timing });
    const opened = await unlessAborted(signal, next.opened);
    if (opened?.problem) return opened.problem;
    this.replaceBy(next);
    return null;
  }

  /** @returns null when the program stops */
  private async serve(failures: number): Promise<{ over: Over; wasStable: boolean } | null> {
    const { clocks, log } = this.options;
    const connection = this.current;
    if (!connection) return null;
    const openedAt = clocks.monotonic();
    this.enter('connected', failures, null);
    log.info('stream.open', { count: failures });
    const over = await unlessAborted(this.stopping.signal, connection.over);
    if (!over) return null;
    const ms = Math.round(clocks.monotonic() - openedAt);
    log[over.kind === 'lost' ? 'warn' : 'info'](`stream.${over.kind}`, { code: over.code, ms });
    return { over, wasStable: ms >= this.timing.stableMs };
  }

  private rest(failures: number, problem: StreamProblem | null): Promise<void> {
    const { log, random } = this.options;
    const ms = pauseMs(this.timing, failures, problem?.class ?? null, random());
    this.enter('waiting', failures, problem);
    if (problem) {
      const level = NEEDS_A_PERSON.includes(problem.class) ? 'error' : 'warn';
      log[level]('stream.down', {
        class: problem.class,
        code: problem.code,
        reason: problem.message,
        count: failures,
        ms,
      });
    }
    return pause(ms, this.stopping.signal);
  }

  private replaceBy(next: StreamConnection | null): void {
    const before = this.current;
    this.current = next;
    if (!before) return;
    const left = before.leave().finally(() => this.leaving.delete(left));
    this.leaving.add(left);
  }

  private enter(phase: StreamState['phase'], failures: number, problem: StreamProblem | null): void {
    this.state = { phase, since: this.options.clocks.real(), failures, problem };
  }
}
