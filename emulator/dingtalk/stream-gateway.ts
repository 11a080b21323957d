import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { StreamConnection } from './stream-connection.ts';
import { KINDS, StreamDeliveries } from './stream-deliveries.ts';
import { appIdOf, newConnectionId, wireFrame } from './stream-frames.ts';
import type { StreamGateway } from './stream-link.ts';
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

/** Puts the Stream gateway on an HTTP server: upgrades on /connect are its own, `open` is called for the HTTP part. */
export function attachStreamGateway(server: Server, given: StreamGiven): StreamGatewayControls {
  const switches = { ...DEFAULT_STREAM_SWITCHES, ...given.switches };
  const note = given.note ?? (() => {});
  const tickets = new StreamTickets(switches.ticketLifeMs, given.monotonicMs ?? (() => performance.now()));
  const sockets = new WebSocketServer({ noServer: true, autoPong: false });
  const connections = new Set<StreamConnection>();
  const appId = appIdOf(given.appKey);
  const chosen = (id?: string) => [...connections].filter((one) => id === undefined || one.id === id);

  const deliveries = new StreamDeliveries({
    switches,
    note,
    pick: (type, topic) => {
      const free = [...connections].filter((one) => one.takes(type, topic));
      return free[Math.floor((given.random ?? Math.random)() * free.length)] ?? null;
    },
    transmit: (to, topic, messageId, { data, headers }) => {
      const ids = { appId, connectionId: to.id, messageId, time: given.now() };
      to.send(wireFrame({ type: KINDS[topic].type, topic, data, ...ids, ...(headers ? { headers } : {}) }));
    },
  });

  const accept = (socket: WebSocket, subscriptions: readonly Subscription[]) => {
    const connection: StreamConnection = new StreamConnection(socket, {
      id: newConnectionId(),
      appId,
      subscriptions,
      switches,
      now: given.now,
      note,
      onAck: (ack) => deliveries.onAck(connection, ack),
      onClose: () => {
        connections.delete(connection);
        deliveries.onClose(connection);
      },
    });
    connections.add(connection);
    deliveries.onConnect(connection);
  };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://gateway');
    if (url.pathname !== CONNECT_PATH) return refuseUpgrade(socket, 404);
    const subscriptions = tickets.redeem(url.searchParams.get('ticket') ?? '');
    if (!subscriptions) return refuseUpgrade(socket, switches.badTicketStatus);
    return sockets.handleUpgrade(request, socket, head, (open) => accept(open, subscriptions));
  };
  server.on('upgrade', upgrade);

  return {
    open: (call) => answerOpen(given, tickets, call),
    deliver: (topic, frame) => deliveries.deliver(topic, frame),
    connections: () =>
      [...connections].map(({ id, subscriptions, pings, isLeaving }) => ({
        id,
        subscriptions,
        pings: { ...pings },
        isLeaving,
      })),
    unacknowledged: () => deliveries.open,
    disconnect: (reason, id) => {
      for (const one of chosen(id)) one.announceDisconnect(reason);
    },
    cut: (id) => {
      for (const one of chosen(id)) one.cut();
    },
    mute: (id) => {
      for (const one of chosen(id)) one.mute();
    },
    close: () => {
      server.off('upgrade', upgrade);
      deliveries.close();
      for (const one of connections) one.cut();
      sockets.close();
    },
  };
}

/** A ticket that does not count is refused before the WebSocket exists. */
function refuseUpgrade(socket: Duplex, status: number): void {
  socket.on('error', () => {}); // the client may be gone already
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
