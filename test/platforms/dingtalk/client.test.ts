import { afterEach, describe, expect, test } from 'vitest';
import { type DingtalkClient, dingtalkClient } from '../../../src/platforms/dingtalk/client.ts';
import { robotPath, robotSign } from '../../../src/platforms/dingtalk/robot-sign.ts';
import type { AccessToken, TokenStore } from '../../../src/platforms/shared-token.ts';
import vectors from '../../fixtures/dingtalk-vectors.json' with { type: 'json' };
import { fakePlatform, json, type Reply } from '../wecom/fake-platform.ts';

const TOKEN = '/v1.0/oauth2/accessToken';
const SEND = '/v1.0/robot/oToMessages/batchSend';
const GROUP = '/v1.0/robot/groupMessages/send';
const CARD = '/v1.0/card/instances/createAndDeliver';
const UPDATE = '/v1.0/card/instances';
const ROBOT = '/robot/send';
const SESSION = '/robot/sendBySession';
const NOTICE = '/topapi/message/corpconversation/asyncsend_v2';
const RESULT = '/topapi/message/corpconversation/getsendresult';
const FILE = '/v1.0/robot/messageFiles/download';
const NOW = new Date('2026-03-02T10:00:00Z');
const BODY = Buffer.from('{"robotCode":"r","userIds":["zhangsan"],"msgKey":"sampleText","msgParam":"{}"}');
const SENT = json({ processQueryKey: 'k1', invalidStaffIdList: [], flowControlledStaffIdList: [] });
const refusal = (status: number, code: string) => json({ code, message: 'no', requestid: 'X' }, status);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function tokenStore(first: AccessToken | null = null): TokenStore & { kept: () => AccessToken | null } {
  let token = first;
  return {
    get: async () => token,
    put: async (next) => {
      token = next;
    },
    kept: () => token,
  };
}

interface Started {
  readonly platform: Awaited<ReturnType<typeof fakePlatform>>;
  readonly client: DingtalkClient;
  readonly calls: string[];
  /** The token each call of the new API bore in its header. */
  readonly bearers: string[];
}

async function start(replies: Record<string, Reply[]>, tokens = tokenStore(), timeoutMs = 5000): Promise<Started> {
  const bearers: string[] = [];
  const calls: string[] = [];
  const names = ['T1', 'T2', 'T3'];
  const token: Reply = (...args) => json({ accessToken: names.shift() ?? 'T9', expireIn: 7200 })(...args);
  const watched = Object.entries(replies).map(([path, list]): [string, Reply[]] => [
    path,
    list.map(
      (reply): Reply =>
        (response, socket, seen) => {
          bearers.push(String(response.req.headers['x-acs-dingtalk-access-token'] ?? ''));
          reply(response, socket, seen);
        },
    ),
  ]);
  const platform = await fakePlatform({ [TOKEN]: [token], ...Object.fromEntries(watched) });
  cleanups.push(() => platform.close());
  const client = dingtalkClient({
    apiBase: platform.base,
    oapiBase: platform.base,
    appKey: 'ding1',
    appSecret: 's3cret',
    tokens,
    clocks: { real: () => NOW },
    timeoutMs,
    onCall: (path) => calls.push(path),
  });
  cleanups.push(() => client.close());
  return { platform, client, calls, bearers };
}

describe('tokens', () => {
  test('twenty sends at once fetch one token; it is kept with its end', async () => {
    const store = tokenStore();
    const { platform, client, bearers } = await start({ [SEND]: [SENT] }, store);

    const outcomes = await Promise.all(Array.from({ length: 20 }, () => client.sendToUser(BODY)));

    expect(outcomes.every((outcome) => outcome.class === 'ok')).toBe(true);
    expect(platform.count(TOKEN)).toBe(1);
    expect(JSON.parse(String(platform.seen.find(({ path }) => path === TOKEN)?.body))).toEqual({
      appKey: 'ding1',
      appSecret: 's3cret',
    });
    expect(bearers).toEqual(Array(20).fill('T1'));
    expect(store.kept()).toEqual({ token: 'T1', expiresAt: new Date(NOW.getTime() + 7_200_000) });
  });

  test.each([
    [299_000, 1],
    [300_000, 0],
  ])('a kept token with %i ms left: %i new ones', async (leftMs, fetched) => {
    const store = tokenStore({ token: 'KEPT', expiresAt: new Date(NOW.getTime() + leftMs) });
    const { platform, client } = await start({ [SEND]: [SENT] }, store);

    await client.sendToUser(BODY);

    expect(platform.count(TOKEN)).toBe(fetched);
  });

  test.each([
    ['new API', SEND, refusal(400, 'InvalidAuthentication'), SENT],
    ['new API, 401', SEND, refusal(401, 'Unauthorized'), SENT],
    ['legacy, wrapped', NOTICE, json({ errcode: 88, sub_code: '40014' }), json({ errcode: 0, task_id: 5 })],
    ['legacy', NOTICE, json({ errcode: 42_001 }), json({ errcode: 0, task_id: 5 })],
  ])('a refused token, %s: a new one, the same bytes once more', async (_, path, first, second) => {
    const { platform, client } = await start({ [path]: [first, second] });

    const outcome = path === SEND ? await client.sendToUser(BODY) : await client.sendNotice(BODY);

    expect(outcome.class).toBe('ok');
    const sends = platform.seen.filter((seen) => seen.path === path);
    expect(sends.map(({ body }) => body.equals(BODY))).toEqual([true, true]);
    expect(platform.count(TOKEN)).toBe(2);
    if (path === NOTICE) expect(sends.map(({ query }) => query.get('access_token'))).toEqual(['T1', 'T2']);
  });

  test('refused twice is busy, and stops there', async () => {
    const { platform, client } = await start({ [SEND]: [refusal(400, 'InvalidAuthentication')] });

    expect((await client.sendToUser(BODY)).class).toBe('C');
    expect([platform.count(SEND), platform.count(TOKEN)]).toEqual([2, 2]);
  });

  test('throttling is 403: no new token', async () => {
    const { platform, client } = await start({ [SEND]: [refusal(403, 'Forbidden.AccessDenied.QpsLimitForApi')] });

    await client.sendToUser(BODY);

    expect(platform.count(TOKEN)).toBe(1);
  });

  test.each([
    ['wrong secret', refusal(400, 'invalidClientIdOrSecret'), 'G'],
    ['anything else refused', refusal(400, 'something.new'), 'G'],
    ['busy', refusal(500, 'system.error'), 'C'],
    ['broken off', ((_, socket) => socket.destroy()) as Reply, 'C'],
    ['without a token', json({ expireIn: 7200 }), 'C'],
  ])('the token call: %s is class %s and nothing is sent', async (_, reply, expected) => {
    const { platform, client } = await start({ [TOKEN]: [reply], [SEND]: [SENT] });

    expect((await client.sendToUser(BODY)).class).toBe(expected);
    expect(platform.count(SEND)).toBe(0);
    expect((await client.checkToken()).class).toBe(expected);
  });
});

describe('outcomes of the new API', () => {
  /** Written down from dingtalk.md 2.6, 3.8 and 4.12, a second time. */
  test.each([
    [403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 'B', 2_000],
    [403, 'Forbidden.AccessDenied.QpsLimitForApi', 'B', 2_000],
    [403, 'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi', 'B', 60_000],
    [403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', 'G', undefined],
    [403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', 'G', undefined],
    [403, 'Forbidden.AccessDenied.IpNotInWhiteList', 'G', undefined],
    [400, 'send.too.fast', 'B', 60_000],
    [400, 'AuthenticationFailed.MissingParameter', 'F', undefined],
    [400, 'invalidParameter.robotCode.auth', 'G', undefined],
    [400, 'invalidParameter.msgParam.tooLong', 'F', undefined],
    [400, 'contain.unsafe.url', 'F', undefined],
    [400, 'staffId.notExisted', 'E', undefined],
    [400, 'never.seen', 'F', undefined],
    [400, 'param.templateNotExist', 'G', undefined],
    [400, 'param.cardNotExist', 'F', undefined],
    [500, 'system.busy', 'C', undefined],
    // A 5xx may have had its effect (trap 41).
    [500, 'unknownError', 'D', undefined],
    [503, 'any', 'C', undefined],
    [504, 'any', 'D', undefined],
  ] as const)('%i %s is %s', async (status, code, expected, retryAfterMs) => {
    const { platform, client } = await start({ [SEND]: [refusal(status, code)] });

    const outcome = await client.sendToUser(BODY);

    expect(outcome).toMatchObject({ class: expected, errmsg: expect.stringContaining(code) });
    expect(outcome.retryAfterMs).toBe(retryAfterMs);
    expect(platform.count(SEND)).toBe(1);
  });

  const html: Reply = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>deny</html>');
  test.each([
    ['HTML ban page', html, { class: 'B', retryAfterMs: 300_000 }],
    ['HTML ban page with 403', (response) => response.writeHead(403).end('\n<!DOCTYPE html>'), { class: 'B' }],
    ['JSON ban', json({ status: 1111, wait: 5, punish: 'deny' }), { class: 'B', retryAfterMs: 300_000 }],
    ['HTML of a gateway', (response) => response.writeHead(502).end('<html>'), { class: 'D' }],
    ['HTML busy', (response) => response.writeHead(503).end('<html>'), { class: 'C' }],
    ['429', json({}, 429, { 'retry-after': '7' }), { class: 'B', retryAfterMs: 7_000 }],
    ['unknown path', json({ errcode: 404, errmsg: '请求的URI地址不存在' }), { class: 'F', errcode: 404 }],
    ['redirect', (response) => response.writeHead(302, { location: '/x' }).end(), { class: 'G' }],
    ['reset after the request', (_, socket) => socket.destroy(), { class: 'D' }],
    ['cut JSON', (response) => response.writeHead(200).end('{"processQue'), { class: 'D' }],
    ['no key', json({ ok: 1 }), { class: 'D' }],
  ] satisfies [string, Reply, object][])('%s', async (_, reply, expected) => {
    const { client } = await start({ [SEND]: [reply] });

    expect(await client.sendToUser(BODY)).toMatchObject(expected);
  });

  test('silence after the request is unknown when the time is up', async () => {
    const { client } = await start({ [SEND]: [() => {}] }, tokenStore(), 150);

    expect(await client.sendToUser(BODY)).toEqual({ class: 'D', errmsg: 'timeout' });
  });

  test('success brings the key that a recall needs', async () => {
    const { client } = await start({ [SEND]: [SENT], [GROUP]: [json({ processQueryKey: 'g1' })] });

    expect(await client.sendToUser(BODY)).toEqual({ class: 'ok', msgid: 'k1' });
    expect(await client.sendToGroup(BODY)).toEqual({ class: 'ok', msgid: 'g1' });
  });

  test.each([
    [{ invalidStaffIdList: ['zhangsan'] }, { class: 'E', invalid: ['zhangsan'] }],
    [{ flowControlledStaffIdList: ['zhangsan'] }, { class: 'C' }],
  ])('success that left out its recipient: %j', async (extra, expected) => {
    const { client } = await start({ [SEND]: [json({ processQueryKey: 'k', ...extra })] });

    expect(await client.sendToUser(BODY)).toMatchObject(expected);
  });
});

describe('cards', () => {
  const delivered = (...spaces: object[]) =>
    json({ success: true, result: { outTrackId: 'm1', deliverResults: spaces } });
  const space = { spaceType: 'IM_ROBOT', spaceId: 'zhangsan' };

  test.each([
    ['delivered', delivered({ ...space, success: true, carrierId: 'c1', errorMsg: 'x' }), { class: 'ok', msgid: 'c1' }],
    [
      'not delivered',
      delivered({ ...space, success: false, errorMsg: 'spaceId is illegal' }),
      { class: 'E', invalid: ['zhangsan'] },
    ],
    ['our mistake', delivered({ ...space, success: false, errorMsg: 'spaces of card is empty' }), { class: 'F' }],
    ['one of two', delivered({ ...space, success: true }, { ...space, success: false, errorMsg: '' }), { class: 'E' }],
    ['refused as a whole', json({ success: false }), { class: 'F' }],
    ['a repeat, in silence', json({ success: true, result: { outTrackId: 'm1' } }), { class: 'ok' }],
    ['a repeat, refused', refusal(400, 'param.cardAlreadyExist'), { class: 'ok' }],
  ])('createAndDeliver: %s', async (_, reply, expected) => {
    const { client } = await start({ [CARD]: [reply] });

    expect(await client.createCard(BODY)).toMatchObject(expected);
  });

  test('an update is a PUT', async () => {
    const { platform, client } = await start({ [UPDATE]: [json({ success: true, result: true })] });

    expect(await client.updateCard(BODY)).toEqual({ class: 'ok' });
    expect(platform.seen.at(-1)).toMatchObject({ method: 'PUT', body: BODY });
  });

  test.each([
    [json({ success: true, result: {} }), 'ok'],
    [refusal(500, 'param.callbackRouteKeyExist'), 'ok'],
    [refusal(400, 'param.callbackUrlEmpty'), 'F'],
  ])('the callback address is registered, %#', async (reply, expected) => {
    const path = '/v1.0/card/callbacks/register';
    const { platform, client } = await start({ [path]: [reply] });

    const given = { routeKey: 'zhitong', url: 'https://zx.example.cn/dingtalk/card', apiSecret: 'a' };
    expect((await client.registerCardCallback(given)).class).toBe(expected);
    expect(JSON.parse(String(platform.seen.at(-1)?.body))).toEqual({
      callbackRouteKey: 'zhitong',
      callbackUrl: 'https://zx.example.cn/dingtalk/card',
      apiSecret: 'a',
      forceUpdate: false,
    });
  });
});

describe('the legacy API', () => {
  test.each(vectors.custom_robot_sign)(
    '$id: sign of a custom robot',
    ({ secret, timestamp, sign_base64, sign_query_value }) => {
      expect(robotSign(secret, timestamp)).toBe(sign_base64);
      expect(robotPath({ accessToken: 'a/b', secret }, new Date(Number(timestamp)))).toBe(
        `/robot/send?access_token=a%2Fb&timestamp=${timestamp}&sign=${sign_query_value}`,
      );
    },
  );

  test('a robot needs no token of the app, and without a secret no sign', async () => {
    const { platform, client } = await start({ [ROBOT]: [json({ errcode: '0', errmsg: 'ok' })] });

    expect(await client.sendRobot({ accessToken: 'A' }, BODY)).toEqual({ class: 'ok' });
    expect(platform.seen.map(({ path, query }) => `${path}?${query}`)).toEqual(['/robot/send?access_token=A']);
  });

  test.each([
    [310_000, 'F', undefined],
    [410_100, 'B', 600_000],
    [130_101, 'B', 600_000],
    [660_026, 'B', 600_000],
    [90_018, 'B', 2_000],
    [90_005, 'B', 60_000],
    [90_030, 'G', undefined],
    [400_101, 'G', undefined],
    [430_103, 'F', undefined],
    [460_101, 'F', undefined],
    [-1, 'C', undefined],
    [15, 'D', undefined],
    [123_456, 'F', undefined],
  ] as const)('errcode %i of a robot is %s', async (errcode, expected, retryAfterMs) => {
    const { client } = await start({ [ROBOT]: [json({ errcode, errmsg: 'x' })] });

    const outcome = await client.sendRobot({ accessToken: 'A', secret: 'SECx' }, BODY);

    expect(outcome).toMatchObject({ class: expected, errcode });
    expect(outcome.retryAfterMs).toBe(retryAfterMs);
  });

  test.each([
    [{ errcode: 88 }, 'D'],
    [{ errcode: 88, sub_code: '60011' }, 'G'],
    [{ errcode: 88, sub_code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' }, 'G'],
    [{ errcode: 60_121 }, 'E'],
    [{ errcode: 90_020 }, 'G'],
    [{ errcode: 60_020 }, 'G'],
  ])('a work notice answered %j is %s', async (answer, expected) => {
    const { client } = await start({ [NOTICE]: [json(answer)] });

    expect((await client.sendNotice(BODY)).class).toBe(expected);
  });

  test.each([
    [{ unread_user_id_list: ['u'] }, { class: 'ok' }],
    [{ read_user_id_list: ['u'] }, { class: 'ok' }],
    [{ forbidden_list: [{ code: '143106', count: 1, userid: 'u' }] }, { class: 'ok' }],
    [{ forbidden_list: [{ code: '143105', count: 1, userid: 'u' }] }, { class: 'E' }],
    [{ invalid_user_id_list: ['u'] }, { class: 'E', invalid: ['u'] }],
    [{ failed_user_id_list: ['u'] }, { class: 'C' }],
    [{}, null],
  ])('what became of a notice: %j', async (send_result, expected) => {
    const { platform, client } = await start({ [RESULT]: [json({ errcode: 0, send_result })] });

    const found = await client.noticeResult(7, '256271667526');

    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject(expected);
    expect(JSON.parse(String(platform.seen.at(-1)?.body))).toEqual({ agent_id: 7, task_id: 256_271_667_526 });
  });

  test('a session address of another host, port or path is not called', async () => {
    const { platform, client } = await start({ [SESSION]: [json({ errcode: 0 })] });
    const foreign = [
      'https://evil.example/robot/sendBySession?session=1',
      `${platform.base}/robot/send?x=1`,
      'nonsense',
    ];

    for (const url of foreign) expect((await client.sendBySession(url, BODY)).class).toBe('F');

    expect(platform.seen).toEqual([]);
    expect((await client.sendBySession(`${platform.base}${SESSION}?session=5d`, BODY)).class).toBe('ok');
    expect(platform.seen.at(-1)?.query.toString()).toBe('session=5d');
  });

  test('an ended session is not a wrong robot', async () => {
    const { platform, client } = await start({ [SESSION]: [json({ errcode: 300_001 })] });

    expect((await client.sendBySession(`${platform.base}${SESSION}?session=5d`, BODY)).class).toBe('F');
  });
});

test('every call that the quota counts is told, by its path alone', async () => {
  const { client, calls } = await start({
    [SEND]: [refusal(403, 'Forbidden.AccessDenied.QpsLimitForApi'), refusal(400, 'never.seen'), SENT],
    [ROBOT]: [json({ errcode: 0 })],
  });

  for (let i = 0; i < 3; i++) await client.sendToUser(BODY);
  await client.sendRobot({ accessToken: 'A', secret: 'S' }, BODY);

  expect(calls).toEqual([SEND, SEND, ROBOT]);
});

describe('departments of a person', () => {
  const USER = '/topapi/v2/user/get';
  const found = (result: object) => json({ errcode: 0, errmsg: 'ok', result });

  test('are texts, whatever the platform writes, and cost nothing of the quota', async () => {
    const { client, platform, calls } = await start({ [USER]: [found({ userid: 'u1', dept_id_list: [1, 42] })] });

    expect(await client.departmentsOf('u1')).toEqual(['1', '42']);
    expect(JSON.parse(String(platform.seen.at(-1)?.body ?? ''))).toEqual({ userid: 'u1' });
    expect(calls).toEqual([]);
  });

  test.each([
    ['nobody by that id', json({ errcode: 60121, errmsg: 'no such user' })],
    ['an answer without a list', found({ userid: 'u1' })],
    ['no permission', json({ errcode: 60011, errmsg: 'no permission' })],
  ])('%s: not known', async (_, reply) => {
    const { client } = await start({ [USER]: [reply] });

    expect(await client.departmentsOf('u1')).toBeNull();
  });
});

describe('recall', () => {
  test.each([
    [{ successResult: ['k'], failedResult: {} }, 'ok'],
    [{ successResult: [], failedResult: { k: 'expired' } }, 'F'],
  ])('%j is %s', async (answer, expected) => {
    const [user, group] = ['/v1.0/robot/otoMessages/batchRecall', '/v1.0/robot/groupMessages/recall'];
    const { platform, client } = await start({ [user]: [json(answer)], [group]: [json(answer)] });

    expect((await client.recallFromUser('r', 'k')).class).toBe(expected);
    expect((await client.recallFromGroup('r', 'cid==', 'k')).class).toBe(expected);
    expect(platform.count(user)).toBe(1);
  });

  test('a notice by its task', async () => {
    const path = '/topapi/message/corpconversation/recall';
    const { platform, client } = await start({ [path]: [json({ errcode: 0 })] });

    expect((await client.recallNotice(7, '5')).class).toBe('ok');
    expect(JSON.parse(String(platform.seen.at(-1)?.body))).toEqual({ agent_id: 7, msg_task_id: 5 });
  });
});

describe('files', () => {
  const link = (url: string): Reply => json({ downloadUrl: url });
  const linkHere =
    (path: string): Reply =>
    (response, socket, seen) =>
      link(`http://${response.req.headers.host}${path}`)(response, socket, seen);
  const bytes: Reply = (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('abc');

  test('a file comes by its temporary link, without a token', async () => {
    const { platform, client, bearers } = await start({
      [FILE]: [linkHere('/f.file?Signature=a%2Bb')],
      '/f.file': [bytes],
    });

    expect(await client.downloadFile('r', 'code')).toEqual({ ok: true, type: 'image/png', body: Buffer.from('abc') });
    expect(platform.seen.at(-1)?.query.get('Signature')).toBe('a+b');
    expect(bearers).toEqual(['T1', '']);
  });

  test.each([
    ['a foreign host', { [FILE]: [link('https://dingtalk.com.evil.example/x')] }, 'F'],
    ['no link', { [FILE]: [json({})] }, 'F'],
    ['a wrong code', { [FILE]: [refusal(400, 'invalidParameter.robotCode.downloadCode')] }, 'F'],
    ['a foreign robot', { [FILE]: [refusal(400, 'invalidParameter.robotCode.auth')] }, 'G'],
    ['an unknown outcome', { [FILE]: [refusal(500, 'unknownError')] }, 'C'],
    ['an ended link', { [FILE]: [linkHere('/f')], '/f': [json({}, 403)] }, 'F'],
    ['a broken link', { [FILE]: [linkHere('/f')], '/f': [((_, socket) => socket.destroy()) as Reply] }, 'C'],
    [
      'too much',
      { [FILE]: [linkHere('/f')], '/f': [((r) => r.end(Buffer.alloc(20 * 1024 * 1024 + 1))) as Reply] },
      'F',
    ],
  ] as [string, Record<string, Reply[]>, string][])('%s', async (_, replies, expected) => {
    const { client } = await start(replies);

    expect(await client.downloadFile('r', 'code')).toMatchObject({ ok: false, outcome: { class: expected } });
  });

  test('a file goes up as type and media', async () => {
    const { platform, client } = await start({ '/media/upload': [json({ errcode: 0, media_id: '@lAD1' })] });
    const file = { type: 'file', name: '表"1.xlsx', contentType: 'application/x', body: Buffer.from('hello') } as const;

    expect(await client.uploadMedia(file)).toEqual({ ok: true, mediaId: '@lAD1' });
    const form = String(platform.seen.at(-1)?.body);
    expect(form).toContain('name="type"\r\n\r\nfile\r\n');
    expect(form).toContain('name="media"; filename="表_1.xlsx"\r\nContent-Type: application/x\r\n\r\nhello\r\n--');
  });
});

test.each(['http://api.dingtalk.com', 'https://evil.example', 'https://api.dingtalk.com/x'])(
  '%s is refused',
  (apiBase) => {
    const options = { oapiBase: 'https://oapi.dingtalk.com', appKey: 'a', appSecret: 'b', tokens: tokenStore() };

    expect(() => dingtalkClient({ ...options, apiBase, clocks: { real: () => NOW } })).toThrow('DINGTALK_API_BASE');
  },
);
