import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { attachStreamGateway, type StreamGiven } from '../../../emulator/dingtalk/stream-gateway.ts';
import { STREAM_TOPICS } from '../../../emulator/dingtalk/stream-link.ts';
import { jsonBody, readCall, writeAnswer } from '../../../emulator/http.ts';

export const APP = { appKey: 'dingemulator0001', appSecret: 'k3Yv_EmulatorSecretOfTheApp' };
export const OPEN_PATH = '/v1.0/gateway/connections/open';
/** The civil time of the emulated platform; far from real time, so that a mix-up shows. */
export const CIVIL = new Date('2031-03-02T10:00:00+08:00');

export const EVERYTHING = [
  { type: 'EVENT', topic: STREAM_TOPICS.event },
  { type: 'CALLBACK', topic: STREAM_TOPICS.robot },
  { type: 'CALLBACK', topic: STREAM_TOPICS.card },
];

/** The gateway on a bare HTTP server: nothing else of the emulator runs. */
export async function startGateway(more: Partial<StreamGiven> = {}) {
  const notes: string[] = [];
  const opened: unknown[] = [];
  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    if (call.path !== OPEN_PATH) return response.writeHead(404).end();
    opened.push(jsonBody(call));
    return writeAnswer(response, gateway.open(call));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateway = attachStreamGateway(server, {
    ...APP,
    origin: () => origin,
    now: () => CIVIL,
    note: (text) => notes.push(text),
    ...more,
  });
  return {
    gateway,
    origin,
    notes,
    /** Bodies of every connections/open. */
    opened,
    [Symbol.asyncDispose]: async () => {
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function openBody(more: object = {}) {
  return { clientId: APP.appKey, clientSecret: APP.appSecret, ua: 'test/1.0', subscriptions: EVERYTHING, ...more };
}

export function postOpen(origin: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(origin + OPEN_PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export async function ticketAddress(origin: string, more: object = {}): Promise<string> {
  const { endpoint, ticket } = (await (await postOpen(origin, openBody(more))).json()) as {
    endpoint: string;
    ticket: string;
  };
  return `${endpoint}?ticket=${encodeURIComponent(ticket)}`;
}

export interface Frame {
  readonly specVersion: string;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: string;
}

/** A client without any opinion: keeps what comes, writes what it is told. */
export async function connectBare(origin: string, more: object = {}) {
  const socket = new WebSocket(await ticketAddress(origin, more));
  const frames: Frame[] = [];
  const waiting: (() => void)[] = [];
  const wake = () => {
    for (const tell of waiting.splice(0)) tell();
  };
  socket.on('message', (bytes) => {
    frames.push(JSON.parse(bytes.toString()) as Frame);
    wake();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const write = (value: unknown) => socket.send(typeof value === 'string' ? value : JSON.stringify(value));
  const nthOf = async (fits: (frame: Frame) => boolean, nth = 1): Promise<Frame> => {
    for (;;) {
      const found = frames.filter(fits)[nth - 1];
      if (found) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return {
    socket,
    frames,
    /** The close code, once the connection has ended. */
    closed,
    write,
    /** The nth frame (from 1) of a topic; waits for it. */
    frame: (topic: string, nth = 1) => nthOf(({ headers }) => headers.topic === topic, nth),
    /** The first frame with these words; waits for it. */
    frameSaying: (words: string) => nthOf(({ data }) => data.includes(words)),
    ack: ({ headers }: Frame, data: unknown, code = 200) =>
      write({
        code,
        headers: { messageId: headers.messageId, contentType: 'application/json' },
        message: 'OK',
        data: typeof data === 'string' ? data : JSON.stringify(data),
      }),
    [Symbol.dispose]: () => socket.terminate(),
  };
}

/** Waits until something is so; the suite's own time limit is what ends a hang. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

let messages = 0;

export function aRobotFrame(text: string) {
  messages += 1;
  const data = { msgId: `msg7Qk1emu${messages}==`, msgtype: 'text', text: { content: text }, conversationType: '1' };
  return { messageId: `robot-${messages}`, data };
}

export function anEventFrame(eventId: string) {
  const headers = {
    eventType: 'user_leave_org',
    eventId,
    eventBornTime: '1767225601000',
    eventCorpId: 'dingcorp0001',
    eventUnifiedAppId: '1305d5f5-0000-484f-0000-97d9emu0ef67',
  };
  return { messageId: `event-${eventId}`, data: { timeStamp: '1767225600998', userId: ['user001'] }, headers };
}

export function aCardFrame() {
  messages += 1;
  const content = JSON.stringify({ cardPrivateData: { actionIds: ['btn_done'], params: { action: 'done' } } });
  const data = { type: 'actionCallback', outTrackId: 'task-42-v1', userId: 'user001', content, value: content };
  return { messageId: `card-${messages}`, data };
}
