import WebSocket from 'ws';
import type { Log } from '../../deps.ts';
import type { SystemFrame } from './stream-frame.ts';
import {
  acknowledge,
  CARD_TOPIC,
  later,
  pong,
  ROBOT_TOPIC,
  readFrame,
  refuse,
  type StreamFrame,
} from './stream-frame.ts';
import { problemOf, type StreamProblem } from './stream-gateway.ts';
import type { StreamTiming } from './stream-timing.ts';
import { within } from './stream-wait.ts';

/** `lost`: the line is gone. `replace`: it still serves, but another is to be opened before it is left. */
export interface Over {
  readonly kind: 'lost' | 'replace';
  readonly code: string;
}

/** Makes a frame durable and gives the content of its acknowledgement; rejects when it could not. */
export type OnFrame = (frame: StreamFrame) => Promise<string | object | null>;

export interface ConnectionDeps {
  readonly onFrame: OnFrame;
  readonly timing: StreamTiming;
  readonly log: Log;
}

/** A message has 20,000 characters at most; what is larger than this is not a person's. */
const MAX_DATA_BYTES = 1024 * 1024;
/** From here on the line itself is cut, before the bytes are all in memory. */
const MAX_PAYLOAD_BYTES = 8 * MAX_DATA_BYTES;
/** Frames being stored at once; with more the socket is not read, and TCP makes the platform wait. */
const MAX_OUTSTANDING = 100;
const TOPICS: readonly string[] = [ROBOT_TOPIC, CARD_TOPIC];

/**
 * One WebSocket from its ticket to its end. Every frame that arrives, also while we are leaving, is handed on and
 * acknowledged on this same line, and only after `onFrame` has resolved: what was not stored comes again.
 */
export class StreamConnection {
  /** `problem` says why the line could not be opened; null when it is open. Never rejects. */
  readonly opened: Promise<{ readonly problem: StreamProblem | null }>;
  readonly over: Promise<Over>;
  private readonly socket: WebSocket;
  private readonly deps: ConnectionDeps;
  private readonly closed: Promise<void>;
  private readonly ticker: NodeJS.Timeout;
  private readonly end: (over: Over) => void;
  private outstanding = 0;
  private unanswered = 0;
  private quiet = 0;
  private idle: () => void = () => {};

  constructor(url: string, deps: ConnectionDeps) {
    const { timing } = deps;
    this.deps = deps;
    this.socket = new WebSocket(url, {
      maxPayload: MAX_PAYLOAD_BYTES,
      handshakeTimeout: timing.openMs,
      perMessageDeflate: false,
      followRedirects: false,
    });
    const { promise, resolve } = promiseOf<Over>();
    this.over = promise;
    this.end = resolve;
    this.opened = openingOf(this.socket);
    this.closed = new Promise((done) => this.socket.once('close', () => done()));
    this.ticker = setInterval(() => this.tick(), timing.pingMs);
    this.listen();
  }

  isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Lets what is being stored be acknowledged, then closes. Bounded: a server that does not answer is hung up on. */
  async leave(): Promise<void> {
    const { leaveMs } = this.deps.timing;
    const idle = new Promise<void>((resolve) => {
      this.idle = resolve;
      if (this.outstanding === 0) resolve();
    });
    await within(leaveMs, Promise.race([idle, this.closed]));
    this.socket.close(1000);
    if (!(await within(leaveMs, this.closed))) this.socket.terminate();
  }

  private listen(): void {
    const heard = () => {
      this.unanswered = 0;
    };
    this.socket.on('pong', heard);
    this.socket.on('ping', heard);
    this.socket.on('message', (data, isBinary) => {
      heard();
      this.quiet = 0;
      this.receive(isBinary ? '' : String(data));
    });
    // 'close' always follows; without a listener the error would end the process.
    this.socket.on('error', (error) => this.end({ kind: 'lost', code: codeOf(error) }));
    this.socket.on('close', (code) => {
      clearInterval(this.ticker);
      this.end({ kind: 'lost', code: String(code) });
    });
  }

  /** The watchdog: half-open lines stay silent, and some lines answer pings but deliver nothing any more. */
  private tick(): void {
    const { timing, log } = this.deps;
    if (!this.isOpen() || this.socket.isPaused) return;
    if (this.unanswered >= timing.unansweredPings) {
      log.warn('stream.dead', { count: this.unanswered });
      this.end({ kind: 'lost', code: 'no-pong' });
      this.socket.terminate();
      return;
    }
    if (this.quiet >= timing.quietPings) this.end({ kind: 'replace', code: 'quiet' });
    this.unanswered += 1;
    this.quiet += 1;
    this.socket.ping();
  }

  private receive(text: string): void {
    const frame = readFrame(text);
    if (!frame) this.deps.log.warn('stream.unreadable', { count: text.length });
    else if (frame.type === 'SYSTEM') this.system(frame);
    else this.admit(frame);
  }

  /** Refused with a code, because the same frame would only come again. */
  private admit(frame: StreamFrame): void {
    const { log } = this.deps;
    const bytes = Buffer.byteLength(frame.data);
    if (bytes > MAX_DATA_BYTES) {
      log.error('stream.too-large', { count: bytes, code: frame.topic });
      this.send(refuse(frame.messageId, 400));
    } else if (frame.type === 'CALLBACK' && !TOPICS.includes(frame.topic)) {
      log.warn('stream.unknown-topic', { code: frame.topic });
      this.send(refuse(frame.messageId, 404));
    } else void this.handOn(frame);
  }

  /** CONNECTED, REGISTERED and KEEPALIVE need nothing: that they came is what they say. */
  private system(frame: SystemFrame): void {
    if (frame.topic !== 'ping' && frame.topic !== 'disconnect') return;
    this.send(pong(frame));
    if (frame.topic === 'disconnect') this.end({ kind: 'replace', code: 'disconnect' });
  }

  private async handOn(frame: StreamFrame): Promise<void> {
    const { onFrame, timing, log } = this.deps;
    let isAnswered = false;
    const answer = (text: string) => {
      if (!isAnswered) this.send(text);
      isAnswered = true;
    };
    this.begin();
    const isEvent = frame.type === 'EVENT';
    const deadline = isEvent ? setTimeout(() => answer(later(frame)), timing.eventMs) : undefined;
    try {
      answer(acknowledge(frame, await onFrame(frame)));
    } catch (error) {
      // Not stored: the platform must keep it and send it again.
      log.error('store.unavailable', { code: codeOf(error), class: frame.type });
      if (isEvent) answer(later(frame));
    } finally {
      clearTimeout(deadline);
      this.finish();
    }
  }

  private begin(): void {
    this.outstanding += 1;
    if (this.outstanding >= MAX_OUTSTANDING) this.socket.pause();
  }

  private finish(): void {
    this.outstanding -= 1;
    if (this.socket.isPaused && this.outstanding < MAX_OUTSTANDING) this.socket.resume();
    if (this.outstanding === 0) this.idle();
  }

  /** On this line or not at all: another connection knows nothing of this message. */
  private send(text: string): void {
    if (this.isOpen()) this.socket.send(text, () => {});
    else this.deps.log.warn('stream.ack-lost', { count: 1 });
  }
}

/** An answer of 4xx to the upgrade is a ticket that is used, too old or wrong: the next try gets a new one. */
function openingOf(socket: WebSocket): Promise<{ problem: StreamProblem | null }> {
  return new Promise((resolve) => {
    const failed = (kind: 'ticket' | 'unreachable', code: string) =>
      resolve({ problem: problemOf(kind, code, `Stream 连接没有建立(${code})`) });
    socket.once('open', () => resolve({ problem: null }));
    socket.once('error', (error) => failed('unreachable', codeOf(error)));
    socket.once('close', (code) => failed('unreachable', String(code)));
    socket.once('unexpected-response', (_, response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      failed(status >= 400 && status < 500 ? 'ticket' : 'unreachable', String(status));
      socket.terminate();
    });
  });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function promiseOf<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
