import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Answer, Call } from '../http.ts';
import { StreamConnection } from './stream-connection.ts';
import { type AckData, KINDS, StreamDeliveries } from './stream-deliveries.ts';
import { appIdOf, newConnectionId, wireFrame } from './stream-frames.ts';
import type { StreamFrame, StreamGateway, StreamTopic } from './stream-link.ts';
import { answerOpen } from './stream-open.ts';
import { DEFAULT_STREAM_SWITCHES, type StreamSwitches } from './stream-switches.ts';
import { StreamTickets, type Subscription } from './stream-tickets.ts';

export interface StreamGiven {
  readonly appKey: string;
  readonly appSecret: string;
  /** Base address of this emulator: the endpoint is on it. */
  readonly origin: () => string;
  /** The platform's (travelling) civil time, for `headers.time`. */
  readonly now: () => Date;
  readonly switches?: Partial<StreamSwitches>;
  /** Odd but survivable things: a wrong echo, an acknowledgement of nothing. */
  readonly note?: (text: string) => void;
  /** Real time that only moves forward, for the life of tickets. */
  readonly monotonicMs?: () => number;
  /** 0 ≤ x < 1: which of several connections gets a frame. */
  readonly random?: () => number;
}

/** One connection, as the controls and the tests see it. */
export interface ConnectionView {
  readonly id: string;
  readonly subscriptions: readonly Subscription[];
  readonly pings: { readonly sent: number; readonly echoed: number };
  readonly isLeaving: boolean;
}

/** What a test or a control can do to the connections beside using them; without an id: to all. */
export interface StreamGatewayControls extends StreamGateway {
  connections(): readonly ConnectionView[];
  /** Frames that are neither acknowledged nor given up. */
  unacknowledged(): number;
  /** Announces the end, closes after the grace (8.5). */
  disconnect(reason: string, id?: string): void;
  /** Ends TCP without a word. */
  cut(id?: string): void;
  /** Goes silent while TCP stays up. */
  mute(id?: string): void;
}

const CONNECT_PATH = '/connect';

/**
 * Puts the Stream gateway on an HTTP server: upgrades on /connect are its own, `open` is called for the HTTP part.
 * Redelivery is the gateway's alone: who calls `deliver` and gets null must not send the same thing again, or the
 * client sees it once for each of them.
 */
export function attachStreamGateway(server: Server, given: StreamGiven): StreamGatewayControls {
  return new Gateway(server, given);
}

class Gateway implements StreamGatewayControls {
  readonly #server: Server;
  readonly #given: StreamGiven;
  readonly #switches: StreamSwitches;
  readonly #appId: string;
  readonly #tickets: StreamTickets;
  readonly #deliveries: StreamDeliveries;
  readonly #sockets = new WebSocketServer({ noServer: true, autoPong: false });
  readonly #connections = new Set<StreamConnection>();
  readonly #note: (text: string) => void;

  constructor(server: Server, given: StreamGiven) {
    this.#server = server;
    this.#given = given;
    this.#switches = { ...DEFAULT_STREAM_SWITCHES, ...given.switches };
    this.#appId = appIdOf(given.appKey);
    this.#note = given.note ?? (() => {});
    this.#tickets = new StreamTickets(this.#switches.ticketLifeMs, given.monotonicMs ?? (() => performance.now()));
    this.#deliveries = new StreamDeliveries({
      switches: this.#switches,
      note: this.#note,
      pick: (topic) => this.#pick(topic),
      transmit: (to, topic, messageId, frame) => this.#transmit(to, topic, messageId, frame),
    });
    server.on('upgrade', this.#upgrade);
  }

  open(call: Call): Answer {
    return answerOpen(this.#given, this.#tickets, call);
  }

  deliver(topic: StreamTopic, frame: StreamFrame): Promise<AckData | null> {
    return this.#deliveries.deliver(topic, frame);
  }

  connections(): readonly ConnectionView[] {
    return [...this.#connections].map(({ id, subscriptions, pings, isLeaving }) => ({
      id,
      subscriptions,
      pings: { ...pings },
      isLeaving,
    }));
  }

  unacknowledged(): number {
    return this.#deliveries.open;
  }

  disconnect(reason: string, id?: string): void {
    for (const one of this.#chosen(id)) one.announceDisconnect(reason);
  }

  cut(id?: string): void {
    for (const one of this.#chosen(id)) one.cut();
  }

  mute(id?: string): void {
    for (const one of this.#chosen(id)) one.mute();
  }

  close(): void {
    this.#server.off('upgrade', this.#upgrade);
    this.#deliveries.close();
    this.cut();
    this.#sockets.close();
  }

  readonly #upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = new URL(request.url ?? '/', 'http://gateway');
    if (url.pathname !== CONNECT_PATH) {
      refuseUpgrade(socket, 404);
      return;
    }
    const subscriptions = this.#tickets.redeem(url.searchParams.get('ticket') ?? '');
    if (subscriptions) this.#sockets.handleUpgrade(request, socket, head, (open) => this.#accept(open, subscriptions));
    else refuseUpgrade(socket, this.#switches.badTicketStatus);
  };

  #accept(socket: WebSocket, subscriptions: readonly Subscription[]): void {
    const connection: StreamConnection = new StreamConnection(socket, {
      id: newConnectionId(),
      appId: this.#appId,
      subscriptions,
      switches: this.#switches,
      now: this.#given.now,
      note: this.#note,
      onAck: (ack) => this.#deliveries.onAck(connection, ack),
      onClose: () => {
        this.#connections.delete(connection);
        this.#deliveries.onClose(connection);
      },
    });
    this.#connections.add(connection);
    this.#deliveries.onConnect(connection);
  }

  /** One of those that take the topic, by chance (8.6). */
  #pick(topic: StreamTopic): StreamConnection | null {
    const free = [...this.#connections].filter((one) => one.takes(KINDS[topic].type, topic));
    return free[Math.floor((this.#given.random ?? Math.random)() * free.length)] ?? null;
  }

  #transmit(to: StreamConnection, topic: StreamTopic, messageId: string, { data, headers }: StreamFrame): void {
    const ids = { appId: this.#appId, connectionId: to.id, messageId, time: this.#given.now() };
    to.send(wireFrame({ type: KINDS[topic].type, topic, data, ...ids, ...(headers ? { headers } : {}) }));
  }

  #chosen(id?: string): readonly StreamConnection[] {
    return [...this.#connections].filter((one) => id === undefined || one.id === id);
  }
}

/** A ticket that does not count is refused before the WebSocket exists. */
function refuseUpgrade(socket: Duplex, status: number): void {
  socket.on('error', () => {}); // the client may be gone already
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
