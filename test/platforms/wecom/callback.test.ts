import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import Koa from 'koa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type CallbackRecord, wecomCallback } from '../../../src/platforms/wecom/callback.ts';
import { aesKeyOf, seal, signatureOf } from '../../../src/platforms/wecom/crypto.ts';
import { readInner } from '../../../src/platforms/wecom/inner-xml.ts';
import fixtures from '../../fixtures/wecom-vectors.json' with { type: 'json' };

const TOKEN = 'EmuTestToken01';
const AES = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeFg';
const CORP = 'ww00000000000000aa';
const NOW = new Date('2026-03-02T10:00:00Z');
const SECONDS = String(NOW.getTime() / 1000);

let server: Server;
let base: string;
let accepted: CallbackRecord[];
let logged: { event: string; fields: Record<string, unknown> }[];
let accept: (record: CallbackRecord) => Promise<'stored' | 'duplicate' | 'spooled'>;

async function listen(overrides: Partial<Parameters<typeof wecomCallback>[0]> = {}) {
  const app = new Koa();
  app.silent = true; // a sender who goes away is reported by Koa too; app.ts owns that listener
  app.use(
    wecomCallback({
      token: TOKEN,
      encodingAesKey: AES,
      corpId: CORP,
      agentId: 1000002,
      clocks: { real: () => NOW },
      accept: (record) => accept(record),
      log: (event, fields) => logged.push({ event, fields: { ...fields } }),
      ...overrides,
    }),
  );
  server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback`;
}

beforeEach(async () => {
  accepted = [];
  logged = [];
  accept = async (record) => {
    accepted.push(record);
    return 'stored';
  };
  await listen();
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const TEXT = `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><FromUserName><![CDATA[ZhangSan]]></FromUserName><CreateTime>1760000002</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[提案 1]]></Content><MsgId>7300000000000000001</MsgId><AgentID>1000002</AgentID></xml>`;

const envelopeOf = (encrypt: string, corp = CORP, agent = '1000002') =>
  `<xml><ToUserName><![CDATA[${corp}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt><AgentID><![CDATA[${agent}]]></AgentID></xml>`;

interface Parts {
  timestamp?: string;
  nonce?: string;
  signature?: string;
  receiveId?: string;
  plaintext?: string | Buffer;
  encrypt?: string;
  body?: string;
  query?: string;
}

function signed(parts: Parts = {}) {
  const { timestamp = SECONDS, nonce = 'n1', plaintext = TEXT, receiveId = CORP } = parts;
  const encrypt = parts.encrypt ?? seal(aesKeyOf(AES), plaintext, receiveId);
  const signature = parts.signature ?? signatureOf(TOKEN, timestamp, nonce, encrypt);
  const query = parts.query ?? new URLSearchParams({ msg_signature: signature, timestamp, nonce }).toString();
  return { encrypt, query, body: parts.body ?? envelopeOf(encrypt) };
}

function post(parts: Parts = {}, headers: Record<string, string> = { 'content-type': 'text/xml' }) {
  const { query, body } = signed(parts);
  return fetch(`${base}?${query}`, { method: 'POST', body, headers });
}

function probe(parts: Parts = {}) {
  const { query, encrypt } = signed({ plaintext: '1616140317555161061', ...parts });
  return fetch(`${base}?${query}&echostr=${encodeURIComponent(encrypt)}`);
}

describe('POST', () => {
  test('an authentic message is stored as its bytes, then answered with an empty 200', async () => {
    const answer = await post();

    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
    expect(accepted).toEqual([
      {
        key: 'msg:7300000000000000001',
        plaintext: Buffer.from(TEXT),
        receivedAt: NOW,
        person: 'zhangsan',
        classified: false,
      },
    ]);
  });

  test('events go by the hash of their text', async () => {
    await post({ plaintext: fixtures.vectors.find(({ id }) => id === 'computed-template-card-event')!.plain });

    expect(accepted[0]).toMatchObject({ key: expect.stringMatching(/^evt:[0-9a-f]{64}$/), person: 'zhangsan' });
  });

  test.each([
    ['duplicate', 'inbox.duplicate'],
    ['spooled', 'store.spooled'],
  ] as const)('%s is answered 200 and logged as %s', async (outcome, event) => {
    accept = async () => outcome;

    expect((await post()).status).toBe(200);
    expect(logged.map((line) => line.event)).toEqual([event]);
  });

  test('the answer waits for the durable write (W5)', async () => {
    let store = () => {};
    accept = () =>
      new Promise((resolve) => {
        store = () => resolve('stored');
      });
    let answered = false;
    const answer = post().then((response) => {
      answered = true;
      return response;
    });

    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(answered).toBe(false);
    store();
    expect((await answer).status).toBe(200);
  });

  test('what neither store nor spool took is answered 503, empty', async () => {
    accept = async () => {
      throw new Error('disk full: 提案 1');
    };
    const answer = await post();

    expect([answer.status, await answer.text()]).toEqual([503, '']);
    expect(logged).toMatchObject([{ event: 'store.unavailable' }]);
    expect(JSON.stringify(logged)).not.toContain('提案');
  });

  test.each([Buffer.from('{"not":"xml"}'), Buffer.from([0xff, 0xfe, 0x00])])(
    'authentic bytes that cannot be read are kept as they are',
    async (plaintext) => {
      expect((await post({ plaintext })).status).toBe(200);
      expect(accepted[0]).toMatchObject({ plaintext, person: null, key: expect.stringMatching(/^evt:/) });
    },
  );

  test('classified text is not kept, only that it came', async () => {
    const answer = await post({ plaintext: TEXT.replace('提案 1', '机密★10年 某某内容') });

    expect(answer.status).toBe(200);
    expect(accepted[0]).toMatchObject({ key: 'msg:7300000000000000001', person: 'zhangsan', classified: true });
    expect(accepted[0]?.plaintext.toString()).not.toMatch(/机密|内容/);
    expect(readInner(accepted[0]!.plaintext)).toMatchObject({
      kind: 'event',
      event: { kind: 'other', rawType: 'classified', id: 'msg:7300000000000000001', person: { key: 'zhangsan' } },
    });
    expect(logged.map((line) => line.event)).toEqual(['submit.classified', 'inbox.stored']);
    expect(JSON.stringify(logged)).not.toMatch(/机密|某某/);
  });

  test.each(['text/xml', 'application/xml; charset=utf-8', 'text/plain', 'application/soap+xml'])(
    'takes %s',
    async (type) => {
      expect((await post({}, { 'content-type': type })).status).toBe(200);
    },
  );

  test('takes a body without a type', async () => {
    const { query, body } = signed();
    const raw = await rawRequest(
      `POST /wecom/callback?${query} HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );

    expect(raw).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('GET', () => {
  test('answers the echo bare, as text, not to be sniffed', async () => {
    const answer = await probe();

    expect([answer.status, await answer.text()]).toEqual([200, '1616140317555161061']);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(accepted).toEqual([]);
  });

  test('answers the published example of the platform', async () => {
    const vector = fixtures.vectors.find(({ id }) => id === 'official-verify-url')!;
    server.close();
    await listen({
      token: vector.token,
      encodingAesKey: vector.encoding_aes_key,
      corpId: vector.receiveid,
      clocks: { real: () => new Date(Number(vector.timestamp) * 1000) },
    });
    const { msg_signature, timestamp, nonce, encrypt: echostr } = vector;

    const answer = await fetch(`${base}?${new URLSearchParams({ msg_signature, timestamp, nonce, echostr })}`);
    expect(await answer.text()).toBe(vector.plain);
  });
});

describe('refusals before authentication', () => {
  test.each(['PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'])('%s is 405', async (method) => {
    const answer = await fetch(`${base}?${signed().query}`, { method });

    expect([answer.status, await answer.text(), answer.headers.get('allow')]).toEqual([405, '', 'GET, POST']);
  });

  test.each([
    { 'content-encoding': 'gzip', 'content-type': 'text/xml' },
    { 'content-type': 'application/json' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'text/html' },
  ])('%j is 415', async (headers) => {
    const answer = await post({}, headers as Record<string, string>);

    expect([answer.status, await answer.text()]).toEqual([415, '']);
  });

  test('more than 1 MiB is 413, announced or not', async () => {
    const big = 'x'.repeat(1024 * 1024 + 1);
    const { query } = signed();
    const announced = await post({ body: big });
    const chunked = await rawRequest(
      `POST /wecom/callback?${query} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`,
    );

    expect([announced.status, await announced.text()]).toEqual([413, '']);
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
    expect(accepted).toEqual([]);
  });

  test('a body that does not come is 408', async () => {
    server.close();
    await listen({ bodyTimeoutMs: 80 });

    expect(
      await rawRequest(`POST /wecom/callback?${signed().query} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc`),
    ).toMatch(/^HTTP\/1\.1 408 /);
  });
});

test('a sender who goes away in the middle leaves nothing and breaks nothing', async () => {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname, () =>
    socket.write(`POST /wecom/callback?${signed().query} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc`, () =>
      socket.destroy(),
    ),
  );
  await vi.waitFor(() => expect(logged).toMatchObject([{ event: 'http.limit' }]));

  expect(accepted).toEqual([]);
  expect((await post()).status).toBe(200);
});

/** Everything that fails authentication, each at another place. */
function forgeries(): Record<string, { method: 'GET' | 'POST'; query: string; body?: string }> {
  const good = signed();
  const echo = `&echostr=${encodeURIComponent(good.encrypt)}`;
  const forged = (parts: Parts) => ({ method: 'POST' as const, ...signed(parts) });
  const sealed = seal(aesKeyOf(AES), TEXT, CORP);
  const far = (hours: number) => String(NOW.getTime() / 1000 + hours * 3600);
  const wrong = 'f'.repeat(40);
  const bad = Buffer.from(sealed, 'base64');
  bad[bad.length - 1] = (bad.at(-1) ?? 0) ^ 0x55;
  return {
    'no query': forged({ query: '' }),
    'no signature': forged({ query: `timestamp=${SECONDS}&nonce=n1` }),
    'signature twice': forged({ query: `${good.query}&msg_signature=${wrong}` }),
    'timestamp twice': forged({ query: `${good.query}&timestamp=${SECONDS}` }),
    'nonce empty': forged({ query: good.query.replace('nonce=n1', 'nonce=') }),
    'timestamp not a number': forged({ timestamp: '1e9' }),
    'signature short': forged({ signature: 'abc' }),
    'signature wrong': forged({ signature: wrong }),
    'too old': forged({ timestamp: far(-1.01) }),
    'from the future': forged({ timestamp: far(1.01) }),
    'another corp inside': forged({ receiveId: 'ww00000000000000bb' }),
    'no corp inside': forged({ receiveId: '' }),
    'another corp outside': forged({ encrypt: sealed, body: envelopeOf(sealed, 'ww00000000000000bb') }),
    'another app': forged({ encrypt: sealed, body: envelopeOf(sealed, CORP, '1000003') }),
    'padding broken': forged({ encrypt: bad.toString('base64') }),
    'not base64': forged({ encrypt: '!!!!' }),
    'half a block': forged({ encrypt: Buffer.alloc(24).toString('base64') }),
    'no body': forged({ body: '' }),
    'JSON body': forged({ body: JSON.stringify({ encrypt: sealed }) }),
    DOCTYPE: forged({ body: `<!DOCTYPE x [<!ENTITY e "e">]>${good.body}` }),
    'Encrypt twice': forged({ body: good.body.replace('</xml>', '<Encrypt>QUJD</Encrypt></xml>') }),
    'echo without echostr': { method: 'GET', query: good.query },
    'echo twice': { method: 'GET', query: good.query + echo + echo },
    'echo with a wrong signature': { method: 'GET', query: signed({ signature: wrong }).query + echo },
    'echo of another corp': (() => {
      const other = signed({ receiveId: 'ww00000000000000bb' });
      return { method: 'GET' as const, query: `${other.query}&echostr=${encodeURIComponent(other.encrypt)}` };
    })(),
    'echo that is no text': (() => {
      const raw = signed({ plaintext: Buffer.from([0xff, 0xfe]) });
      return { method: 'GET' as const, query: `${raw.query}&echostr=${encodeURIComponent(raw.encrypt)}` };
    })(),
    'echo too old': (() => {
      const old = signed({ timestamp: far(-2) });
      return { method: 'GET' as const, query: `${old.query}&echostr=${encodeURIComponent(old.encrypt)}` };
    })(),
  };
}

test('every failure of authentication gets the same bytes and leaves nothing (P7, W19)', async () => {
  const answers = new Map<string, string[]>();
  for (const [name, { method, query, body }] of Object.entries(forgeries())) {
    const payload =
      method === 'POST' ? `Content-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body ?? '')}\r\n` : '';
    const raw = await rawRequest(
      `${method} /wecom/callback?${query} HTTP/1.1\r\nHost: x\r\n${payload}Connection: close\r\n\r\n${body ?? ''}`,
    );
    const bytes = raw.replace(/^Date: .*\r\n/m, '');
    answers.set(bytes, [...(answers.get(bytes) ?? []), name]);
  }

  expect([...answers.keys()]).toEqual(['HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n']);
  expect(accepted).toEqual([]);
  expect(new Set(logged.map(({ event }) => event))).toEqual(new Set(['auth.failed', 'auth.stale']));
  expect(new Set(logged.map(({ fields }) => fields.class))).toEqual(
    new Set(['encoding', 'query', 'stale', 'signature', 'receiveid', 'corp', 'agent', 'padding', 'base64', 'envelope']),
  );
});

test('an empty token or a short key is refused at the start (W21)', () => {
  const options = {
    corpId: CORP,
    agentId: 1,
    clocks: { real: () => NOW },
    accept: async () => 'stored' as const,
    log: () => {},
  };

  expect(() => wecomCallback({ ...options, token: '', encodingAesKey: AES })).toThrow(/token is empty/);
  expect(() => wecomCallback({ ...options, token: TOKEN, encodingAesKey: AES.slice(1) })).toThrow(/42 characters/);
});

/** What the wire carries: fetch would hide header bytes. */
function rawRequest(text: string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}
