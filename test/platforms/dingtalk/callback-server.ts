import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import Koa, { type Middleware } from 'koa';
import { cardSignOf, robotSignOf } from '../../../src/platforms/dingtalk/callback-sign.ts';
import type { DingtalkRecord, Outcome } from '../../../src/platforms/dingtalk/keep.ts';

export const NOW = new Date('2026-03-02T10:00:00.000Z');
export const CORP = 'dingcorp0001';
export const APP_KEY = 'dingemulator0001';
export const APP_SECRET = 'k3Yv_Emu-7hQpZ0sR2tXw9Lb4NcD8fGaJ1iKoPqUvT5yHrMzBeWxAnSlFdCg6jEo';
export const CARD_SECRET = '9c1f0b7e5d3a4826b0e4c7d1f2a39586';

/** A middleware behind a real socket, and what it wrote and logged. */
export interface Listening {
  readonly accepted: DingtalkRecord[];
  readonly logged: { event: string; fields: Record<string, unknown> }[];
  /** Replace it to let the durable write fail, wait or find a duplicate. */
  accept: (record: DingtalkRecord) => Promise<Outcome>;
  now: Date;
  readonly post: (
    body: string | Buffer,
    headers: Record<string, string>,
    query?: string,
    method?: string,
  ) => Promise<Response>;
  /** What the wire carries: fetch would hide header bytes. */
  readonly raw: (request: string) => Promise<string>;
  readonly close: () => void;
}

type Common = Pick<Listening, 'accept'> & {
  readonly clocks: { real: () => Date; monotonic: () => number };
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
};

export async function listen(build: (common: Common) => Middleware): Promise<Listening> {
  const app = new Koa();
  app.silent = true; // a sender who goes away is reported by Koa too; app.ts owns that listener
  const server: Server = createServer();
  const at = () => server.address() as AddressInfo;
  const listening: Listening = {
    accepted: [],
    logged: [],
    now: NOW,
    accept: async (record) => {
      listening.accepted.push(record);
      return 'stored';
    },
    post: (body, headers, query = '', method = 'POST') =>
      fetch(`http://127.0.0.1:${at().port}/${query}`, { method, headers, ...(method === 'POST' && { body }) }),
    raw: (request) =>
      new Promise((resolve) => {
        const socket = connect(at().port, '127.0.0.1', () => socket.write(request));
        let answer = '';
        socket.on('data', (chunk) => {
          answer += chunk.toString('latin1');
        });
        socket.on('error', () => resolve(answer));
        socket.on('close', () => resolve(answer));
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  app.use(
    build({
      accept: (record) => listening.accept(record),
      clocks: { real: () => listening.now, monotonic: () => performance.now() },
      log: (event, fields) => listening.logged.push({ event, fields: { ...fields } }),
    }),
  );
  server.on('request', app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return listening;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Each request of a real sender has a millisecond of its own. */
let ticks = 0;
export const nextStamp = (): string => String(NOW.getTime() - 60_000 + ticks++);

export const robotHeaders = (timestamp = nextStamp(), sign = robotSignOf(APP_SECRET, timestamp)) => ({
  ...JSON_TYPE,
  timestamp,
  sign,
});

export const cardHeaders = (timestamp = nextStamp(), signature = cardSignOf(CARD_SECRET, timestamp)) => ({
  ...JSON_TYPE,
  'x-ddpaas-signature-timestamp': timestamp,
  'x-ddpaas-signature': signature,
});

/** As the platform sends it one-to-one. */
export const aMessage = (parts: Record<string, unknown> = {}) => ({
  conversationId: 'cidSingleEmu0001==',
  conversationType: '1',
  chatbotCorpId: CORP,
  chatbotUserId: '$:LWCP_v1:$emuBot0001',
  robotCode: APP_KEY,
  msgId: 'msg7Qk1emu0001==',
  msgtype: 'text',
  text: { content: ' 提案 1 ' },
  createAt: 1767225600120,
  senderId: '$:LWCP_v1:$emuUser0001',
  senderNick: '甲委员',
  senderStaffId: 'Manager4220',
  senderCorpId: CORP,
  isAdmin: false,
  sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=5d0c7b2f9a41e6',
  sessionWebhookExpiredTime: 1767231000300,
  ...parts,
});

/** As the platform sends it: `content` and `value` are the same JSON as text. */
export const aPress = (params: Record<string, unknown> = { token: 't0ken' }, parts: Record<string, unknown> = {}) => {
  const content = JSON.stringify({ cardPrivateData: { actionIds: ['btn_done'], params } });
  return {
    type: 'actionCallback',
    outTrackId: 'task-42-v1',
    corpId: CORP,
    userId: 'Manager4220',
    userIdType: 1,
    spaceId: 'cidR3xEmuLat0rGroupA==',
    spaceType: 'im',
    extension: '{}',
    content,
    value: content,
    ...parts,
  };
};
