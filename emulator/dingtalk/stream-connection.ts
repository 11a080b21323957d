import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { type Ack, newMessageId, readAck, type WireFrame, wireFrame } from './stream-frames.ts';
import type { StreamSwitches } from './stream-switches.ts';
import type { Subscription } from './stream-tickets.ts';

interface ConnectionGiven {
  readonly id: string;
  readonly appId: string;
  readonly subscriptions: readonly Subscription[];
  readonly switches: StreamSwitches;
  readonly now: () => Date;
  readonly note: (text: string) => void;
  /** Every acknowledgement that is not of a SYSTEM frame. */
  readonly onAck: (ack: Ack) => void;
  readonly onClose: () => void;
}

const DISCONNECT_REPEATS = 3;
/** SYSTEM frames whose acknowledgement is still expected; a client that never answers pings must not fill the memory. */
const MAX_EXPECTED = 100;

/** One WebSocket of the app's server: frames out, acknowledgements in, pings, the announced end. */
export class StreamConnection {
  readonly id: string;
  readonly subscriptions: readonly Subscription[];
  /** Pings sent, and how many came back with the same data. */
  readonly pings = { sent: 0, echoed: 0 };
  readonly #given: ConnectionGiven;
  readonly #socket: WebSocket;
  /** SYSTEM frames that may be acknowledged: their ids, and what a ping's echo must hold. */
  readonly #system = new Map<string, { readonly topic: string; readonly opaque?: string }>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #grace: NodeJS.Timeout | null = null;
  #idle: NodeJS.Timeout | null = null;
  #isLeaving = false;
  #isMuted = false;

  constructor(socket: WebSocket, given: ConnectionGiven) {
    this.id = given.id;
    this.subscriptions = given.subscriptions;
    this.#given = given;
    this.#socket = socket;
    socket.on('message', (bytes) => this.#receive(bytes.toString()));
    socket.on('ping', (bytes) => {
      this.#idle?.refresh();
      if (!this.#isMuted) socket.pong(bytes);
    });
    socket.on('error', (error) => given.note(`stream: connection ${this.id}: ${error.message}`));
    socket.once('close', () => this.#end());
    this.#start();
  }

  /** Whether frames of this topic may go here: subscribed, and not told to leave. */
  takes(type: string, topic: string): boolean {
    const isSubscribed = this.subscriptions.some((one) => one.type === type && one.topic === topic);
    return isSubscribed && !this.#isLeaving && this.#socket.readyState === this.#socket.OPEN;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  send(frame: WireFrame): void {
    if (!this.#isMuted) this.#socket.send(JSON.stringify(frame));
  }

  /** Says that the connection will be closed, sends nothing new on it, and closes it after the client's silence (8.5). */
  announceDisconnect(reason: string): void {
    if (this.#isLeaving) return;
    const { disconnectGraceMs, repeatUnackedDisconnect } = this.#given.switches;
    this.#isLeaving = true;
    const messageId = newMessageId();
    const say = () => this.#sendSystem('disconnect', { reason }, messageId);
    say();
    this.#grace = this.#keep(setTimeout(() => this.#socket.close(1000), disconnectGraceMs));
    if (!repeatUnackedDisconnect) return;
    const again = setInterval(() => {
      if (this.#system.has(messageId)) say();
      else clearInterval(again);
    }, disconnectGraceMs / DISCONNECT_REPEATS);
    this.#keep(again);
  }

  /** Ends the TCP connection without a word. */
  cut(): void {
    this.#socket.terminate();
  }

  /** From now on nothing is sent, answered or read, while TCP stays up: the silent connections of field reports. */
  mute(): void {
    this.#isMuted = true;
  }

  #start(): void {
    const { greetings, pingMs, idleTimeoutMs } = this.#given.switches;
    for (const topic of greetings) this.#sendSystem(topic, {});
    this.#keep(setInterval(() => this.#ping(), pingMs));
    if (idleTimeoutMs !== null) this.#idle = this.#keep(setTimeout(() => this.#socket.close(1001), idleTimeoutMs));
  }

  #ping(): void {
    this.pings.sent += 1;
    this.#sendSystem('ping', { opaque: randomBytes(8).toString('hex') });
  }

  #sendSystem(topic: string, data: { readonly opaque?: string; readonly reason?: string }, id?: string): void {
    const { appId, now } = this.#given;
    const messageId = id ?? newMessageId();
    this.#system.set(messageId, { topic, ...(data.opaque === undefined ? {} : { opaque: data.opaque }) });
    const [oldest] = this.#system.keys();
    if (this.#system.size > MAX_EXPECTED && oldest !== undefined) this.#system.delete(oldest);
    this.send(wireFrame({ type: 'SYSTEM', topic, messageId, appId, connectionId: this.id, time: now(), data }));
  }

  #receive(text: string): void {
    if (this.#isMuted) return;
    this.#idle?.refresh();
    const ack = readAck(text);
    if (!ack) {
      this.#given.note(`stream: connection ${this.id} wrote no acknowledgement: ${text.slice(0, 200)}`);
      return;
    }
    const system = this.#system.get(ack.messageId);
    if (system) this.#receiveSystem(ack, system);
    else {
      this.#grace?.refresh();
      this.#given.onAck(ack);
    }
  }

  #receiveSystem(ack: Ack, { topic, opaque }: { readonly topic: string; readonly opaque?: string }): void {
    this.#system.delete(ack.messageId);
    if (topic !== 'ping') return;
    if (ack.code === 200 && ack.data.opaque === opaque) this.pings.echoed += 1;
    else this.#given.note(`stream: connection ${this.id} answered ping ${opaque} with ${JSON.stringify(ack)}`);
  }

  #end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#given.onClose();
  }

  /** Timers end with the connection and never keep the process alive. */
  #keep(timer: NodeJS.Timeout): NodeJS.Timeout {
    this.#timers.add(timer.unref());
    return timer;
  }
}
