import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readDingtalkRow } from '../../../src/platforms/dingtalk/read-row.ts';
import { dingtalkRobotCallback } from '../../../src/platforms/dingtalk/robot-callback.ts';
import { APP_KEY, APP_SECRET, aMessage, CORP, type Listening, listen, NOW, robotHeaders } from './callback-server.ts';

const OPTIONS = { appSecret: APP_SECRET, robotCode: APP_KEY, corpId: CORP };

let server: Listening;

const start = (overrides: Partial<Parameters<typeof dingtalkRobotCallback>[0]> = {}) =>
  listen((common) => dingtalkRobotCallback({ ...OPTIONS, ...common, ...overrides }));

beforeEach(async () => {
  server = await start();
});

afterEach(() => server.close());

const say = (parts: Record<string, unknown> = {}, headers: Record<string, string> = robotHeaders()) =>
  server.post(JSON.stringify(aMessage(parts)), headers);

describe('an authentic message', () => {
  test('is stored as its bytes, then answered with the empty message', async () => {
    const body = JSON.stringify(aMessage());
    const answer = await server.post(body, robotHeaders());

    expect([answer.status, await answer.json()]).toEqual([200, { msgtype: 'empty' }]);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(server.accepted).toEqual([
      {
        platform: 'dingtalk',
        source: 'robot',
        key: 'msg:msg7Qk1emu0001==',
        plaintext: Buffer.from(body),
        receivedAt: NOW,
        person: 'manager4220',
        classified: false,
      },
    ]);
  });

  test.each([
    ['duplicate', 'inbox.duplicate'],
    ['spooled', 'store.spooled'],
  ] as const)('%s is answered 200 and logged as %s', async (outcome, event) => {
    server.accept = async () => outcome;

    expect((await say()).status).toBe(200);
    expect(server.logged.map((line) => line.event)).toEqual([event]);
  });

  test('is answered only after the durable write', async () => {
    const order: string[] = [];
    let store = () => {};
    const arrived = new Promise<void>((resolve) => {
      server.accept = () =>
        new Promise((stored) => {
          store = () => {
            order.push('stored');
            stored('stored');
          };
          resolve();
        });
    });
    const answered = say().then(() => order.push('answered'));

    await arrived;
    await new Promise((resolve) => setTimeout(resolve, 60));
    store();
    await answered;
    expect(order).toEqual(['stored', 'answered']);
  });

  test('that neither store nor spool took is answered 503, and taken when it comes again', async () => {
    const headers = robotHeaders();
    const working = server.accept;
    server.accept = async () => {
      throw new Error('disk full: 提案 1');
    };
    const answer = await say({}, headers);

    expect([answer.status, await answer.text()]).toEqual([503, '']);
    expect(server.logged).toMatchObject([{ event: 'store.unavailable' }]);
    expect(JSON.stringify(server.logged)).not.toContain('提案');
    server.accept = working;
    expect((await say({}, headers)).status).toBe(200);
    expect(server.accepted).toHaveLength(1);
  });

  test.each([
    ['from outside the organisation', { senderStaffId: '' }],
    ['before the robot is published', { senderStaffId: undefined }],
    ['from another organisation', { senderCorpId: 'dingother0001' }],
    ['with an id of no known shape', { senderStaffId: 'a b' }],
  ])('%s is nobody’s', async (_name, parts) => {
    expect((await say(parts)).status).toBe(200);
    expect(server.accepted).toMatchObject([{ person: null, key: 'msg:msg7Qk1emu0001==' }]);
  });

  test('a repeated senderStaffId or msgId counts for nothing', async () => {
    const body = JSON.stringify(aMessage()).replace(/}$/, ',"senderStaffId":"boss","msgId":"m2"}');

    expect((await server.post(body, robotHeaders())).status).toBe(200);
    expect(server.accepted).toMatchObject([{ person: null, key: expect.stringMatching(/^evt:[0-9a-f]{64}$/) }]);
  });

  test('a corp id may be missing, as the manual says', async () => {
    expect((await say({ chatbotCorpId: undefined })).status).toBe(200);
  });

  test('broken UTF-8 is kept byte for byte', async () => {
    const body = Buffer.concat([
      Buffer.from(JSON.stringify(aMessage()).replace(/}$/, ',"x":"')),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ]);

    expect((await server.post(body, robotHeaders())).status).toBe(200);
    expect(server.accepted).toMatchObject([{ plaintext: body, person: 'manager4220' }]);
  });
});

describe('classified text', () => {
  test.each([
    ['text', { text: { content: '机密★10年 某某内容' } }],
    ['escaped', { text: { content: '请看\n【绝密】\n某某内容' } }],
    [
      'rich text cut in two',
      { msgtype: 'richText', content: { richText: [{ text: '某某内容 机' }, { text: '密★' }, { text: '十年' }] } },
    ],
    ['recognised speech', { msgtype: 'audio', content: { downloadCode: 'x', recognition: '密级：机密 某某内容' } }],
  ])('%s is not kept, only that it came', async (_name, parts) => {
    expect((await say({ ...parts, conversationType: '2' })).status).toBe(200);

    const [record] = server.accepted;
    expect(record).toMatchObject({ key: 'msg:msg7Qk1emu0001==', person: 'manager4220', classified: true });
    expect(record!.plaintext.toString()).not.toMatch(/机|密|内容/);
    expect(readDingtalkRow({ ...record!, source: 'robot', body: record!.plaintext })).toMatchObject({
      ok: true,
      event: { kind: 'other', rawType: 'classified', id: record!.key, person: { asSent: 'Manager4220' } },
      conversation: { id: 'cidSingleEmu0001==', type: 'group' },
    });
    expect(server.logged.map((line) => line.event)).toEqual(['submit.classified', 'inbox.stored']);
    expect(JSON.stringify(server.logged)).not.toMatch(/机密|某某/);
  });

  test('is found behind unicode escapes', async () => {
    const body = JSON.stringify(aMessage({ text: { content: 'MARK' } })).replace('MARK', '\\u673a\\u5bc6\\u2605');

    await server.post(body, robotHeaders());
    expect(server.accepted).toMatchObject([{ classified: true }]);
  });
});

describe('one sign brings one message', () => {
  test('a second msgId under the same headers is refused like a wrong sign', async () => {
    const headers = robotHeaders();
    await say({ msgId: 'm1' }, headers);
    const second = await say({ msgId: 'm2', text: { content: '撤销提案 1' } }, headers);

    expect([second.status, await second.text()]).toEqual([401, '']);
    expect(server.accepted.map(({ key }) => key)).toEqual(['msg:m1']);
    expect(server.logged.at(-1)).toMatchObject({ event: 'auth.failed', fields: { class: 'replay' } });
  });

  test('the same message may come again, the inbox knows it', async () => {
    const headers = robotHeaders();

    expect((await say({}, headers)).status).toBe(200);
    expect((await say({}, headers)).status).toBe(200);
    expect(server.accepted.map(({ key }) => key)).toEqual(['msg:msg7Qk1emu0001==', 'msg:msg7Qk1emu0001==']);
  });

  test('a forgery that fails takes no sign away from the real message', async () => {
    const headers = robotHeaders();

    expect((await say({ msgId: 'm2', robotCode: 'dingother' }, headers)).status).toBe(401);
    expect((await say({ msgId: 'm1' }, headers)).status).toBe(200);
  });
});

describe('refusals before authentication', () => {
  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is 405', async (method) => {
    const answer = await server.post('', {}, '', method);

    expect([answer.status, await answer.text(), answer.headers.get('allow')]).toEqual([405, '', 'POST']);
  });

  test.each([
    { 'content-encoding': 'gzip' },
    { 'content-type': 'text/xml' },
    { 'content-type': 'application/x-www-form-urlencoded' },
  ])('%j is 415', async (headers) => {
    const answer = await say({}, { ...robotHeaders(), ...(headers as Record<string, string>) });

    expect([answer.status, await answer.text()]).toEqual([415, '']);
  });

  test('more than 1 MiB is 413', async () => {
    const answer = await say({ text: { content: 'x'.repeat(1024 * 1024) } });

    expect([answer.status, await answer.text()]).toEqual([413, '']);
    expect(server.accepted).toEqual([]);
  });

  test('a body that does not come is 408', async () => {
    server.close();
    server = await start({ bodyTimeoutMs: 80 });

    expect(await server.raw('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')).toMatch(/^HTTP\/1\.1 408 /);
  });
});

test.each(['appSecret', 'robotCode', 'corpId'])('an empty %s is refused at the start', (name) => {
  const options = { ...OPTIONS, [name]: '', clocks: { real: () => NOW, monotonic: () => 0 }, log: () => {} };

  expect(() => dingtalkRobotCallback({ ...options, accept: async () => 'stored' })).toThrow(`${name} is empty`);
});

test('two people’s messages of one millisecond both pass where that is allowed', async () => {
  server.close();
  server = await start({ sameInstantMs: 5000 });
  const headers = robotHeaders();

  expect((await say({ msgId: 'm1' }, headers)).status).toBe(200);
  expect((await say({ msgId: 'm2', senderStaffId: 'user002' }, headers)).status).toBe(200);
  expect(server.accepted.map(({ person }) => person)).toEqual(['manager4220', 'user002']);
});
