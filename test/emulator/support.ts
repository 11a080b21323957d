import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EmulatorConfig, EmulatorOptions } from '../../emulator/config.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';

export const COMPANY = {
  corpId: 'ww00000000000000aa',
  agentId: 1000002,
  secret: 'secret-of-the-app',
  token: 'tokenOfTheApp',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  robots: { chairs: 'key-of-chairs' },
  people: [
    { id: 'LiMing', name: '李明', title: '委员', groups: ['主席群'] },
    { id: '1001', name: '王芳', title: '提案委', groups: [] },
  ],
  groups: [{ name: '主席群', robot: 'chairs' }],
  otherApps: [{ agentId: 1000009, secret: 'secret-of-another-app' }],
} as const satisfies Omit<EmulatorConfig, 'callbackUrl'>;

export interface Received {
  readonly url: URL;
  readonly body: string;
}

/** A callback address that keeps what it got; `answer` decides the status, null = never answers. */
export async function startReceiver(answer: (nth: number) => number | null = () => 200) {
  const received: Received[] = [];
  const server: Server = createServer(async (request, response) => {
    received.push({ url: new URL(request.url ?? '/', 'http://receiver'), body: await textOf(request) });
    const status = answer(received.length);
    if (status !== null) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/wecom/callback`,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

export async function startCompany(callbackUrl: string | null, options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ ...COMPANY, callbackUrl }, options);
  return { emulator, ...clientOf(emulator), [Symbol.asyncDispose]: () => emulator.close() };
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, compared field by field in the tests
type Loose = any;

function clientOf(emulator: Emulator) {
  const read = async (response: Response): Promise<Loose> => ({
    status: response.status,
    ...((await response.json()) as object),
  });
  const get = async (path: string): Promise<Loose> => (await fetch(emulator.url + path)).json();
  const post = async (path: string, body: unknown): Promise<Loose> =>
    read(await fetch(emulator.url + path, { method: 'POST', body: JSON.stringify(body) }));
  const tokenFor = async (secret: string): Promise<string> =>
    (await get(`/cgi-bin/gettoken?corpid=${COMPANY.corpId}&corpsecret=${secret}`)).access_token;
  const api = async (path: string, body: object, secret: string = COMPANY.secret): Promise<Loose> =>
    post(`${path}?access_token=${await tokenFor(secret)}`, body);
  return {
    get,
    post,
    tokenFor,
    api,
    send: (body: object) => api('/cgi-bin/message/send', { touser: 'liming', agentid: COMPANY.agentId, ...body }),
    sendText: (content: string, more: object = {}) =>
      api('/cgi-bin/message/send', {
        touser: 'liming',
        agentid: COMPANY.agentId,
        msgtype: 'text',
        text: { content },
        ...more,
      }),
    sendCard: (card: object, more: object = {}) =>
      api('/cgi-bin/message/send', {
        touser: 'liming',
        agentid: COMPANY.agentId,
        msgtype: 'template_card',
        template_card: card,
        ...more,
      }),
    update: (body: object) => api('/cgi-bin/message/update_template_card', { agentid: COMPANY.agentId, ...body }),
  };
}

let tasks = 0;

export function aButtonCard(more: object = {}) {
  tasks += 1;
  return {
    card_type: 'button_interaction',
    main_title: { title: '审查提案' },
    button_list: [
      { text: '立案', style: 1, key: 'file' },
      { text: '不予立案', style: 2, key: 'refuse' },
    ],
    task_id: `task-${tasks}@emu`,
    ...more,
  };
}

export function aMultipleCard(more: object = {}) {
  tasks += 1;
  return {
    card_type: 'multiple_interaction',
    main_title: { title: '交办' },
    select_list: [
      {
        question_key: 'unit',
        title: '承办单位',
        selected_id: 'u2',
        option_list: [
          { id: 'u1', text: '水务局' },
          { id: 'u2', text: '住建局' },
        ],
      },
      {
        question_key: 'limit',
        title: '期限',
        option_list: [
          { id: 'd30', text: '30天' },
          { id: 'd90', text: '90天' },
        ],
      },
    ],
    submit_button: { text: '交办', key: 'assign' },
    task_id: `task-${tasks}@emu`,
    ...more,
  };
}
