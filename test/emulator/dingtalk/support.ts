import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EmulatorConfig, EmulatorOptions } from '../../../emulator/config.ts';
import type { DingtalkConfig } from '../../../emulator/dingtalk/config.ts';
import { startEmulator } from '../../../emulator/emulator.ts';

const TEMPLATE = '11111111-2222-3333-4444-555555555555.schema';
export const GROUP_ID = 'cidR3xEmuLat0r+Group/A==';

export const DINGTALK = {
  appKey: 'dingemulator0001',
  appSecret: 'k3Yv_Emu-secret',
  agentId: 123456789,
  robotCode: 'dingemulator0001',
  robotName: '小助手',
  corpId: 'dingcorp0001',
  eventToken: 'emuToken2026',
  eventAesKey: 'Qm9Zt3KxV7bRy2Nc8Lf5Hs1Jd6Wg4Pa0Ue9Ti3Ok7Mv',
  robotUrl: null,
  eventUrl: null,
  mode: 'http',
  templates: [{ id: TEMPLATE, name: 'review', layout: {} }],
  robots: [
    { name: 'chairs', accessToken: 'token-of-chairs', secret: 'SEC-of-chairs' },
    { name: 'worded', accessToken: 'token-of-worded', keywords: ['提案'] },
  ],
  departments: [
    { id: 42, name: '提案委', parentId: 1 },
    { id: 43, name: '一科', parentId: 42 },
  ],
  otherApps: [{ appKey: 'dingother0002', appSecret: 'other-secret' }],
} as const satisfies DingtalkConfig;

export const COMPANY = {
  corpId: 'ww00000000000000aa',
  agentId: 1000002,
  secret: 'secret-of-the-app',
  token: 'tokenOfTheApp',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  callbackUrl: null,
  people: [
    { id: 'user001', name: '李明在企业微信' },
    { platform: 'dingtalk', id: 'user001', name: '李明', title: '委员', groups: ['项目一组'], mobile: '13800000001' },
    { platform: 'dingtalk', id: '0147', name: '王芳', groups: ['项目一组'], departments: [42] },
    { platform: 'dingtalk', id: 'user003', name: '赵云', departments: [43] },
  ],
  groups: [
    { name: '项目一组', dingtalk: { conversationId: GROUP_ID } },
    { name: '没有机器人', dingtalk: { conversationId: 'cidOther==', appRobot: false } },
    { name: '主席群', robot: 'chairs', dingtalk: { conversationId: 'cidChairs==' } },
  ],
} as const satisfies EmulatorConfig;

export interface Received {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Reply {
  readonly status?: number;
  readonly json?: unknown;
}

/** An address that keeps what it got; `answer` decides what it says, null = never answers. */
export async function startReceiver(answer: (got: Received, nth: number) => Reply | null = () => ({})) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const url = new URL(request.url ?? '/', 'http://receiver');
    const got = { url, headers: request.headers, body: Buffer.concat(parts).toString('utf8') };
    received.push(got);
    const reply = answer(got, received.length);
    if (!reply) return;
    const body = reply.json === undefined ? '' : JSON.stringify(reply.json);
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/dingtalk`,
    received,
    bodies: () => received.map(({ body }) => JSON.parse(body)),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, compared field by field in the tests
export type Loose = any;

/** A company on DingTalk (and one person of the same id on WeCom), and a client of its wire. */
export async function startCompany(dingtalk: Partial<DingtalkConfig> = {}, options: EmulatorOptions = {}) {
  const config: EmulatorConfig = { ...COMPANY, dingtalk: { ...DINGTALK, ...dingtalk } };
  const emulator = await startEmulator(config, options);
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(emulator.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) as Loose };
  };
  const token = async (appKey: string = DINGTALK.appKey, appSecret: string = DINGTALK.appSecret): Promise<string> =>
    (await call('POST', '/v1.0/oauth2/accessToken', { appKey, appSecret })).body.accessToken;
  const api = async (method: string, path: string, body?: unknown) =>
    call(method, path, body, { 'x-acs-dingtalk-access-token': await token() });
  const control = async (path: string, body: object) =>
    (await call('POST', `/emulator/${path}`, { platform: 'dingtalk', ...body })).body;
  return {
    emulator,
    call,
    token,
    api,
    control,
    legacy: async (path: string, body: object) =>
      (await call('POST', `${path}?access_token=${await token()}`, body)).body,
    batchSend: (msgKey: string, msgParam: object, userIds: readonly string[] = ['user001']) =>
      api('POST', '/v1.0/robot/oToMessages/batchSend', {
        robotCode: DINGTALK.robotCode,
        userIds,
        msgKey,
        msgParam: JSON.stringify(msgParam),
      }),
    seen: (person: string) =>
      emulator.visible({ platform: 'dingtalk', person }).filter(({ kind }) => kind !== 'said') as Loose[],
    inGroup: (group: string) => emulator.visible({ platform: 'dingtalk', group }) as Loose[],
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

/** A card of the product's template, to one person unless told otherwise. */
export function aCard(more: object = {}, params: Record<string, unknown> = {}) {
  return {
    cardTemplateId: TEMPLATE,
    outTrackId: 'task-1',
    callbackType: 'HTTP',
    callbackRouteKey: 'zhitong',
    cardData: {
      cardParamMap: {
        title: '审查提案',
        note: '',
        body: '第 058 号',
        facts: JSON.stringify([{ label: '提案人', value: '李明' }]),
        buttons: JSON.stringify([
          { text: '立案', style: 'primary', token: 't-file' },
          { text: '不予立案', style: 'danger', token: 't-refuse' },
        ]),
        selects: JSON.stringify([
          {
            key: 'unit',
            title: '承办单位',
            options: [
              { id: 'u1', text: '水务局' },
              { id: 'u2', text: '住建局' },
            ],
            selected: 'u2',
          },
        ]),
        done: '',
        ...params,
      },
    },
    openSpaceId: 'dtv1.card//IM_ROBOT.user001',
    imRobotOpenSpaceModel: { supportForward: false },
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
    ...more,
  };
}
