import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { AccessToken, TokenStore } from '../../../src/platforms/shared-token.ts';
import { type WecomClient, wecomClient } from '../../../src/platforms/wecom/client.ts';
import { cardUpdate, robotMarkdown, robotText, textMessage } from '../../../src/platforms/wecom/messages.ts';
import { fakePlatform, json, type Reply } from './fake-platform.ts';

const SEND = '/cgi-bin/message/send';
const TOKEN = '/cgi-bin/gettoken';
const NOW = new Date('2026-03-02T10:00:00Z');
const BODY = Buffer.from(textMessage({ to: 'zhangsan', agentId: 7, text: '第058号 请签收' }));
const tokenReply =
  (...names: string[]): Reply =>
  (response) =>
    json({ errcode: 0, errmsg: 'ok', access_token: names.length > 1 ? names.shift() : names[0], expires_in: 7200 })(
      response,
      response.socket as never,
      {} as never,
    );

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

function clientOf(apiBase: string, tokens: TokenStore = tokenStore(), timeoutMs = 5000): WecomClient {
  const client = wecomClient({
    apiBase,
    corpId: 'ww1',
    secret: 's3cret',
    tokens,
    clocks: { real: () => NOW },
    timeoutMs,
  });
  cleanups.push(() => client.close());
  return client;
}

async function start(replies: Record<string, Reply[]>, tokens?: TokenStore) {
  const platform = await fakePlatform({ [TOKEN]: [tokenReply('T1', 'T2', 'T3')], ...replies });
  cleanups.push(() => platform.close());
  return { platform, client: clientOf(platform.base, tokens) };
}

describe('tokens', () => {
  test('twenty sends at once fetch one token', async () => {
    const slow: Reply = (response, socket, seen) => setTimeout(() => tokenReply('T1')(response, socket, seen), 50);
    const { platform, client } = await start({
      [TOKEN]: [slow],
      [SEND]: [json({ errcode: 0, errmsg: 'ok', msgid: 'm' })],
    });

    const outcomes = await Promise.all(Array.from({ length: 20 }, () => client.send(BODY)));

    expect(outcomes.every((outcome) => outcome.class === 'ok')).toBe(true);
    expect(platform.count(TOKEN)).toBe(1);
    expect(platform.seen.find(({ path }) => path === TOKEN)?.query.toString()).toBe('corpid=ww1&corpsecret=s3cret');
    expect(platform.seen.filter(({ path }) => path === SEND).map(({ query }) => query.get('access_token'))).toEqual(
      Array(20).fill('T1'),
    );
  });

  test.each([
    [59_000, 1],
    [60_000, 0],
  ])('a kept token with %i ms left: %i new ones', async (leftMs, fetched) => {
    const store = tokenStore({ token: 'KEPT', expiresAt: new Date(NOW.getTime() + leftMs) });
    const { platform, client } = await start({ [SEND]: [json({ errcode: 0 })] }, store);

    await client.send(BODY);

    expect(platform.count(TOKEN)).toBe(fetched);
  });

  test('what was fetched is kept for all instances, with its end', async () => {
    const store = tokenStore();
    const { client } = await start({ [SEND]: [json({ errcode: 0 })] }, store);

    await client.send(BODY);

    expect(store.kept()).toEqual({ token: 'T1', expiresAt: new Date(NOW.getTime() + 7_200_000) });
  });

  test.each([40001, 40014, 42001])('%i: one new token, the same bytes once more', async (errcode) => {
    const { platform, client } = await start({ [SEND]: [json({ errcode }), json({ errcode: 0, msgid: 'm' })] });

    expect(await client.send(BODY)).toMatchObject({ class: 'ok', msgid: 'm' });
    const sends = platform.seen.filter(({ path }) => path === SEND);
    expect(sends.map(({ query }) => query.get('access_token'))).toEqual(['T1', 'T2']);
    expect(sends.every(({ body }) => body.equals(BODY))).toBe(true);
  });

  test('refused twice is busy, and stops there', async () => {
    const { platform, client } = await start({ [SEND]: [json({ errcode: 42001 })] });

    expect(await client.send(BODY)).toMatchObject({ class: 'C', errcode: 42001 });
    expect([platform.count(SEND), platform.count(TOKEN)]).toEqual([2, 2]);
  });

  test('a newer token that another instance has kept is used, none is fetched', async () => {
    let current: AccessToken = { token: 'OLD', expiresAt: new Date(NOW.getTime() + 3_600_000) };
    const store: TokenStore = { get: async () => current, put: async () => {} };
    const renewed: Reply = (response, socket, seen) => {
      current = { ...current, token: 'NEW' };
      json({ errcode: 40014 })(response, socket, seen);
    };
    const { platform, client } = await start({ [SEND]: [renewed, json({ errcode: 0 })] }, store);

    expect((await client.send(BODY)).class).toBe('ok');
    expect(platform.count(TOKEN)).toBe(0);
  });

  test.each([
    [40001, 'G'],
    [40013, 'G'],
    [60020, 'G'],
    [-1, 'C'],
    [45009, 'B'],
  ] as const)('gettoken answering %i is class %s and sends nothing', async (errcode, expected) => {
    const { platform, client } = await start({
      [TOKEN]: [json({ errcode, errmsg: 'no' })],
      [SEND]: [json({ errcode: 0 })],
    });

    expect(await client.send(BODY)).toMatchObject({ class: expected, errcode });
    expect([platform.count(TOKEN), platform.count(SEND)]).toEqual([1, 0]);
  });

  test('gettoken broken off is busy: the message has not left', async () => {
    const { client } = await start({ [TOKEN]: [(_, socket) => socket.destroy()] });

    expect((await client.send(BODY)).class).toBe('C');
  });
});

describe('outcomes', () => {
  /** Written down from reliability.md section 2, a second time. */
  test.each([
    [0, 'ok'],
    [45009, 'B'],
    [45033, 'B'],
    [-1, 'C'],
    [40003, 'E'],
    [81013, 'E'],
    [40008, 'F'],
    [40058, 'F'],
    [44004, 'F'],
    [45002, 'F'],
    [999_999, 'F'],
    [60020, 'G'],
    [48002, 'G'],
    [301002, 'G'],
    [43012, 'G'],
  ] as const)('errcode %i is %s', async (errcode, expected) => {
    const { platform, client } = await start({ [SEND]: [json({ errcode, errmsg: 'x' })] });

    const outcome = await client.send(BODY);

    expect(outcome).toMatchObject({ class: expected, errcode });
    expect(outcome.retryAfterMs).toBe(expected === 'B' ? 60_000 : undefined);
    expect(platform.count(SEND)).toBe(1);
  });

  test('success brings message id and response code', async () => {
    const answer = { errcode: 0, errmsg: 'ok', invaliduser: '', msgid: 'm1', response_code: 'RC1' };
    const { client } = await start({ [SEND]: [json(answer)] });

    expect(await client.send(BODY)).toEqual({
      class: 'ok',
      errcode: 0,
      errmsg: 'ok',
      msgid: 'm1',
      responseCode: 'RC1',
    });
  });

  test.each([
    [{ invaliduser: 'Lisi|wangwu' }, ['lisi', 'wangwu']],
    [{ unlicenseduser: 'zhaoliu' }, ['zhaoliu']],
    [{ invaliduser: ['Lisi'] }, ['lisi']],
  ])('success that left out its recipient is class E: %j', async (extra, invalid) => {
    const { client } = await start({ [SEND]: [json({ errcode: 0, msgid: 'm', ...extra })] });

    expect(await client.send(BODY)).toMatchObject({ class: 'E', invalid });
  });

  const html: Reply = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>login</html>');
  const cutJson: Reply = (response) => response.writeHead(200).end('{"errcode":0,"errms');
  const cutBody: Reply = (response, socket) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"errcode":0');
    setTimeout(() => socket.destroy(), 20);
  };
  const huge: Reply = (response) => response.writeHead(200).end(`{"errcode":0,"x":"${'y'.repeat(1024 * 1024)}"}`);
  test.each([
    ['reset after the request', (_, socket) => socket.destroy(), 'D'],
    ['HTML with 200', html, 'D'],
    ['cut JSON', cutJson, 'D'],
    ['cut body', cutBody, 'D'],
    ['answer without errcode', json({ ok: true }), 'D'],
    ['a list', json([]), 'D'],
    ['more than 1 MiB', huge, 'D'],
    ['500', json({ errcode: 0 }, 500), 'C'],
    ['503 HTML', (response) => response.writeHead(503).end('busy'), 'C'],
    ['redirect', (response) => response.writeHead(302, { location: '/elsewhere' }).end(), 'G'],
    ['413', (response) => response.writeHead(413).end(), 'F'],
  ] satisfies [string, Reply, string][])('%s is class %3$s', async (_, reply, expected) => {
    const { platform, client } = await start({ [SEND]: [reply], '/elsewhere': [json({ errcode: 0 })] });

    expect((await client.send(BODY)).class).toBe(expected);
    expect([platform.count(SEND), platform.count('/elsewhere')]).toEqual([1, 0]);
  });

  test('429 waits as long as it says', async () => {
    const { client } = await start({ [SEND]: [json({}, 429, { 'retry-after': '7' })] });

    expect(await client.send(BODY)).toMatchObject({ class: 'B', retryAfterMs: 7000 });
  });

  test('silence after the request is unknown when the time is up', async () => {
    const { platform } = await start({ [SEND]: [() => {}] });

    expect(await clientOf(platform.base, tokenStore(), 150).send(BODY)).toEqual({ class: 'D', errmsg: 'timeout' });
    expect(platform.count(SEND)).toBe(1);
  });

  test('a refused connection is busy: nothing was written', async () => {
    const store = tokenStore({ token: 'T', expiresAt: new Date(NOW.getTime() + 3_600_000) });
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));

    expect(await clientOf(`http://127.0.0.1:${port}`, store).send(BODY)).toMatchObject({
      class: 'C',
      errmsg: 'ECONNREFUSED',
    });
  });
});

describe('other calls', () => {
  test('a robot needs no token; its failures are classed alike', async () => {
    const { platform, client } = await start({
      '/cgi-bin/webhook/send': [json({ errcode: 0 }), json({ errcode: 93000 })],
    });

    expect((await client.sendRobot('K&1', Buffer.from(robotText('周报')))).class).toBe('ok');
    expect((await client.sendRobot('K&1', Buffer.from(robotMarkdown('**周报**')))).class).toBe('G');
    expect(platform.seen[0]?.query.get('key')).toBe('K&1');
    expect(platform.count(TOKEN)).toBe(0);
  });

  test('a card is updated at its own path', async () => {
    const { platform, client } = await start({ '/cgi-bin/message/update_template_card': [json({ errcode: 60140 })] });
    const body = Buffer.from(cardUpdate({ to: 'zhangsan', agentId: 7, responseCode: 'RC', card: { card_type: 'x' } }));

    expect(await client.updateCard(body)).toMatchObject({ class: 'F', errcode: 60140 });
    expect(JSON.parse(String(platform.seen.at(-1)?.body))).toEqual({
      userids: ['zhangsan'],
      agentid: 7,
      response_code: 'RC',
      template_card: { card_type: 'x' },
    });
  });

  test('media goes up as one part named media', async () => {
    const { platform, client } = await start({
      '/cgi-bin/media/upload': [json({ errcode: 0, media_id: 'M1', type: 'file' })],
    });

    const result = await client.uploadMedia({
      type: 'file',
      name: '回"复.docx',
      contentType: 'application/msword',
      body: Buffer.from('hello'),
    });

    expect(result).toEqual({ ok: true, mediaId: 'M1' });
    const form = String(platform.seen.at(-1)?.body);
    expect(form).toContain(
      'name="media"; filename="回_复.docx"; filelength=5\r\nContent-Type: application/msword\r\n\r\nhello\r\n--',
    );
    expect(platform.seen.at(-1)?.query.get('type')).toBe('file');
  });

  const file =
    (body: Buffer, disposition: string): Reply =>
    (response) =>
      response.writeHead(200, { 'content-type': 'image/jpeg', 'content-disposition': disposition }).end(body);

  test.each([
    [`attachment; filename="${Buffer.from('照片.jpg').toString('latin1')}"`, '照片.jpg'],
    [`attachment; filename*=UTF-8''${encodeURIComponent('照片.jpg')}`, '照片.jpg'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="..\\..\\boot.ini"', 'boot.ini'],
    ['attachment', ''],
  ])('media comes down with its name: %j', async (disposition, name) => {
    const { client } = await start({ '/cgi-bin/media/get': [file(Buffer.from([1, 2, 3]), disposition)] });

    expect(await client.getMedia('M 1')).toEqual({ ok: true, name, type: 'image/jpeg', body: Buffer.from([1, 2, 3]) });
  });

  test.each([
    [json({ errcode: 40007, errmsg: 'invalid media_id' }), 'F'],
    [(_, socket) => socket.destroy(), 'C'],
    [file(Buffer.alloc(20 * 1024 * 1024 + 1), 'attachment'), 'F'],
  ] satisfies [Reply, string][])('media that does not come, %#', async (reply, expected) => {
    const { client } = await start({ '/cgi-bin/media/get': [reply] });

    expect(await client.getMedia('M')).toMatchObject({ ok: false, outcome: { class: expected } });
  });

  test('media after a stale token', async () => {
    const { platform, client } = await start({
      '/cgi-bin/media/get': [json({ errcode: 42001 }), file(Buffer.from('a'), '')],
    });

    expect(await client.getMedia('M')).toMatchObject({ ok: true });
    expect(platform.count(TOKEN)).toBe(2);
  });
});

describe('the address', () => {
  test.each([
    'http://qyapi.weixin.qq.com',
    'https://evil.example',
    'https://qyapi.weixin.qq.com/x',
    'http://10.0.0.1',
    'https://a@qyapi.weixin.qq.com',
  ])('%s is refused', (apiBase) => {
    expect(() => clientOf(apiBase)).toThrow(/WECOM_API_BASE/);
  });

  test('the platform itself is not', () => {
    expect(() => clientOf('https://qyapi.weixin.qq.com')).not.toThrow();
  });
});
