import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { GatewayHttp } from '../../../src/platforms/dingtalk/stream-gateway.ts';
import { openTransport } from '../../../src/platforms/transport.ts';

type Ack = { code: number; headers: Record<string, string>; message: string; data: string };
type Answer = { status: number; body: string };

/** One line as the platform's side sees it. */
export interface Line {
  readonly socket: WebSocket;
  readonly acks: Ack[];
  readonly push: (frame: object | string) => void;
  readonly isClosed: () => boolean;
}

/** The gateway and its sockets, scripted: tickets serve once, everything that came in is kept. */
export class StreamServer {
  readonly lines: Line[] = [];
  readonly opens: Record<string, unknown>[] = [];
  readonly acceptHeaders: (string | undefined)[] = [];
  /** Answers of the gateway for the next calls; when empty it gives tickets. */
  readonly script: Answer[] = [];
  /** Upgrades to be refused with this status. */
  readonly badUpgrades: number[] = [];
  /** Lines that do not answer pings. */
  isDeaf = false;
  base = '';
  private readonly tickets = new Set<string>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.acceptHeaders.push(request.headers.accept);
        const answer = this.open(JSON.parse(Buffer.concat(chunks).toString()));
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      });
    });
    this.server.on('upgrade', (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', this.base).searchParams.get('ticket') ?? '';
      const status = this.badUpgrades.shift() ?? (this.tickets.delete(ticket) ? null : 401);
      if (status) return void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      const sockets = new WebSocketServer({ noServer: true, autoPong: !this.isDeaf });
      sockets.handleUpgrade(request, socket, head, (line) => this.admit(line));
    });
  }

  private open(body: Record<string, unknown>): Answer {
    this.opens.push(body);
    const scripted = this.script.shift();
    if (scripted) return scripted;
    const ticket = `t/+=${this.opens.length}`;
    this.tickets.add(ticket);
    return { status: 200, body: JSON.stringify({ endpoint: `${this.base.replace('http', 'ws')}/connect`, ticket }) };
  }

  private admit(socket: WebSocket): void {
    const acks: Ack[] = [];
    socket.on('message', (data) => acks.push(JSON.parse(String(data))));
    socket.on('error', () => {});
    this.lines.push({
      socket,
      acks,
      push: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
      isClosed: () => socket.readyState === socket.CLOSED,
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.base = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  /** The nth connection, as soon as it is there. */
  async line(number: number): Promise<Line> {
    await vi.waitUntil(() => this.lines.length >= number, HANG);
    return this.lines[number - 1]!;
  }

  stop(): void {
    for (const { socket } of this.lines) socket.terminate();
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Guards against a hang only. */
export const HANG = { timeout: 20_000, interval: 5 };

export const httpOf = (base: string): GatewayHttp => openTransport(base, [], 20_000, 'DINGTALK_API_BASE');

const headersOf = (messageId: string, topic: string, more: object = {}) => ({
  messageId,
  topic,
  contentType: 'application/json',
  time: '1767225600200',
  ...more,
});

export const aMessage = (messageId: string, msgId = `msg${messageId}==`, text = '你好') => ({
  specVersion: '1.0',
  type: 'CALLBACK',
  headers: headersOf(messageId, '/v1.0/im/bot/messages/get'),
  data: JSON.stringify({ msgId, msgtype: 'text', text: { content: text }, senderStaffId: 'user001' }),
});

export const aPress = (messageId: string) => ({
  specVersion: '1.0',
  type: 'CALLBACK',
  headers: headersOf(messageId, '/v1.0/card/instances/callback'),
  data: JSON.stringify({ type: 'actionCallback', outTrackId: 'task-42', userId: 'user001', content: '{}' }),
});

export const anEvent = (messageId: string, eventId = `evt-${messageId}`) => ({
  specVersion: '1.0',
  type: 'EVENT',
  headers: headersOf(messageId, '*', { eventId, eventType: 'user_leave_org', eventBornTime: '1767225600198' }),
  data: JSON.stringify({ timeStamp: '1767225600198', userId: ['user001'] }),
});

export const aSystem = (topic: string, messageId = 's1', data = '{"opaque":"ab12"}') => ({
  specVersion: '1.0',
  type: 'SYSTEM',
  headers: headersOf(messageId, topic),
  data,
});
