import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dingtalkEventCallback } from '../../../src/platforms/dingtalk/event-callback.ts';
import { eventKeyOf, eventSignatureOf, openEvent, sealEvent } from '../../../src/platforms/dingtalk/event-crypto.ts';
import { readContactEvent } from '../../../src/platforms/dingtalk/read-event.ts';
import vectors from '../../fixtures/dingtalk-vectors.json' with { type: 'json' };
import { APP_KEY, CORP, type Listening, listen, NOW } from './callback-server.ts';

const TOKEN = 'emuToken2026';
const AES = 'Qm9Zt3KxV7bRy2Nc8Lf5Hs1Jd6Wg4Pa0Ue9Ti3Ok7Mv';
const KEY = eventKeyOf(AES);
const OPTIONS = { token: TOKEN, aesKey: AES, appKey: APP_KEY, corpId: CORP };
const LEFT = JSON.stringify({ EventType: 'user_leave_org', eventId: 'event-0001', userId: ['Manager4220'] });

let server: Listening;

const start = (overrides: Partial<Parameters<typeof dingtalkEventCallback>[0]> = {}) =>
  listen((common) => dingtalkEventCallback({ ...OPTIONS, ...common, ...overrides }));

beforeEach(async () => {
  server = await start();
});

afterEach(() => server.close());

interface Parts {
  plaintext?: string | Buffer;
  owner?: string;
  timestamp?: string;
  nonce?: string;
  encrypt?: string;
  signature?: string;
  query?: (query: string) => string;
  body?: string;
}

function push(parts: Parts = {}) {
  const { timestamp = String(NOW.getTime()), nonce = 'n0nce', owner = APP_KEY } = parts;
  const encrypt = parts.encrypt ?? sealEvent(KEY, parts.plaintext ?? LEFT, owner);
  const signature = parts.signature ?? eventSignatureOf(TOKEN, timestamp, nonce, encrypt);
  const query = `?msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`;
  const headers = { 'content-type': 'application/json' };
  return server.post(parts.body ?? JSON.stringify({ encrypt }), headers, (parts.query ?? String)(query));
}

/** Opens an answer as the platform would. */
async function answerOf(response: Response, owner = APP_KEY) {
  const answer = (await response.json()) as Record<string, string>;
  const { msg_signature, timeStamp = '', nonce = '', encrypt = '' } = answer;
  expect(Object.keys(answer).sort()).toEqual(['encrypt', 'msg_signature', 'nonce', 'timeStamp']);
  expect(msg_signature).toBe(eventSignatureOf(TOKEN, timeStamp, nonce, encrypt));
  const opened = openEvent(KEY, encrypt, [owner]);
  return opened.ok ? opened.plaintext.toString() : opened.failure;
}

test('an event is stored as its plaintext, then answered with the encrypted success', async () => {
  const response = await push();

  expect(response.status).toBe(200);
  expect(await answerOf(response)).toBe('success');
  expect(server.accepted).toMatchObject([
    { source: 'events', key: 'evt:event-0001', plaintext: Buffer.from(LEFT), person: null, classified: false },
  ]);
});

test('an event under the corp id is answered under the corp id', async () => {
  expect(await answerOf(await push({ owner: CORP }), CORP)).toBe('success');
});

test('check_url is answered and stored nowhere', async () => {
  const response = await push({ plaintext: '{"EventType":"check_url"}' });

  expect(await answerOf(response)).toBe('success');
  expect(server.accepted).toEqual([]);
  expect(server.logged.map(({ event }) => event)).toEqual(['probe.ok']);
});

test.each(['self-check-url', 'self-user-modify-utf8', 'self-pad-32'])('vector %s is answered', async (id) => {
  const vector = vectors.event_crypto.find((each) => each.id === id)!;
  server.now = new Date(Number(vector.timestamp));
  const { encrypt, timestamp, nonce, msg_signature: signature } = vector;

  expect(await answerOf(await push({ encrypt, timestamp, nonce, signature }))).toBe('success');
  const isProbe = vector.plaintext.includes('check_url');
  expect(server.accepted.map(({ plaintext }) => plaintext.toString())).toEqual(isProbe ? [] : [vector.plaintext]);
});

test.each([
  ['signature', (query: string) => query.replace('msg_signature', 'signature')],
  ['timeStamp', (query: string) => query.replace('timestamp', 'timeStamp')],
  ['both names and a part unknown', (query: string) => `${query}&${query.slice(5, 54)}&future=1`],
])('the query may spell %s', async (_name, query) => {
  expect((await push({ query })).status).toBe(200);
});

test('an event without an eventId goes by its bytes; unreadable ones too, byte for byte', async () => {
  await push({ plaintext: '{"EventType":"org_change"}' });
  await push({ plaintext: Buffer.from([0xff, 0xfe, 0x00]) });

  expect(server.accepted.map(({ key }) => key)).toEqual([
    expect.stringMatching(/^evt:[0-9a-f]{64}$/),
    expect.stringMatching(/^evt:[0-9a-f]{64}$/),
  ]);
  expect(server.accepted[1]?.plaintext).toEqual(Buffer.from([0xff, 0xfe, 0x00]));
});

test('classified text is not kept', async () => {
  await push({ plaintext: JSON.stringify({ EventType: 'chat_update_title', eventId: 'event-0002', title: '机密★' }) });

  expect(server.accepted).toMatchObject([{ key: 'evt:event-0002', classified: true }]);
  expect(server.accepted[0]?.plaintext.toString()).not.toContain('机密');
});

test('a write that fails, or does not end in time, is answered 503: the platform comes again', async () => {
  server.accept = async () => {
    throw new Error('disk full');
  };
  expect((await push()).status).toBe(503);
  server.close();
  server = await start({ storeMs: 30 });
  server.accept = () => new Promise(() => {});

  const response = await push();
  expect([response.status, await response.text()]).toEqual([503, '']);
  expect(server.logged).toMatchObject([{ event: 'store.unavailable', fields: { code: 'TimeoutError' } }]);
});

describe('what fails authentication', () => {
  const wrong = 'f'.repeat(40);
  const hours = (count: number) => String(NOW.getTime() + count * 3_600_000);
  const tampered = vectors.event_crypto.find(({ id }) => id === 'self-check-url')!;
  test.each<[string, Parts, string]>([
    ['no query', { query: () => '' }, 'query'],
    ['signature twice', { query: (query) => `${query}&msg_signature=${wrong}` }, 'query'],
    ['nonce empty', { query: (query) => query.replace('n0nce', '') }, 'query'],
    ['signature wrong', { signature: wrong }, 'signature'],
    ['tampered-encrypt', { encrypt: `A${tampered.encrypt.slice(1)}`, signature: tampered.msg_signature }, 'signature'],
    ['seconds', { timestamp: String(NOW.getTime() / 1000) }, 'stale'],
    ['an hour old', { timestamp: hours(-1) }, 'stale'],
    ['an hour ahead', { timestamp: hours(1) }, 'stale'],
    ['wrong-owner-key', { owner: 'dingother0000001' }, 'owner'],
    ['no owner', { owner: '' }, 'owner'],
    ['not base64', { encrypt: '!!!!' }, 'base64'],
    ['half a block', { encrypt: Buffer.alloc(24).toString('base64') }, 'padding'],
    ['no JSON', { body: 'encrypt=abc' }, 'envelope'],
    ['encrypt no text', { body: '{"encrypt":["abc"]}' }, 'envelope'],
    ['encrypt twice', { body: '{"encrypt":"abc","encrypt":"abc"}' }, 'envelope'],
  ])('%s: an empty 401, and nothing stored', async (_name, parts, failure) => {
    const response = await push(parts);

    expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([401, '', null]);
    expect(server.logged).toMatchObject([{ fields: { class: failure } }]);
    expect(server.accepted).toEqual([]);
  });
});

test.each([
  [{ token: '' }, /token is empty/],
  [{ appKey: '' }, /appKey is empty/],
  [{ aesKey: AES.slice(1) }, /42 characters/],
])('%j is refused at the start', async (overrides, message) => {
  await expect(start(overrides)).rejects.toThrow(message);
});

describe('contact events', () => {
  const read = (fields: object, eventType?: string) =>
    readContactEvent({
      body: Buffer.from(JSON.stringify(fields)),
      key: 'evt:event-0001',
      receivedAt: NOW,
      ...(eventType && { eventType }),
    });

  test.each([
    ['user_add_org', 'joined'],
    ['user_leave_org', 'left'],
    ['user_modify_org', 'moved'],
  ])('%s: %s', (EventType, kind) => {
    expect(read({ EventType, EventTime: 1767225601000, UserId: ['u1', '007', 'u1'] })).toEqual({
      kind,
      users: ['u1', '007'],
      at: new Date(1767225601000),
      id: 'evt:event-0001',
    });
  });

  test('Stream mode: the name is in the headers, the time in the data', () => {
    expect(read({ timeStamp: '1767225600998', userId: ['u1'] }, 'user_leave_org')).toMatchObject({
      kind: 'left',
      users: ['u1'],
      at: new Date(1767225600998),
    });
  });

  test('the published change names who it is about', () => {
    const { plaintext } = vectors.event_crypto.find(({ id }) => id === 'self-user-modify-utf8')!;

    expect(read(JSON.parse(plaintext))).toMatchObject({ kind: 'moved', users: ['user001'] });
    expect(read({ EventType: 'user_modify_org', diffInfo: { userid: 'u2' } })).toMatchObject({
      users: ['u2'],
      at: NOW,
    });
  });

  test('departments', () => {
    expect(read({ EventType: 'org_dept_modify', DeptId: [42, 7] })).toMatchObject({
      kind: 'moved',
      users: [],
      departments: ['42', '7'],
    });
  });

  test.each([
    [{ EventType: 'org_change' }],
    [{ EventType: '__proto__', userId: ['u1'] }],
    [{ EventType: 'user_add_org', userId: [] }],
    [{ EventType: 'user_add_org', userId: [{ $ne: 1 }, 'a b'] }],
    [[]],
  ])('%j is none', (fields) => {
    expect(read(fields)).toBeNull();
  });
});
