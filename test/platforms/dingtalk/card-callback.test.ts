import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dingtalkCardCallback } from '../../../src/platforms/dingtalk/card-callback.ts';
import { readDingtalkRow } from '../../../src/platforms/dingtalk/read-row.ts';
import { aPress, CARD_SECRET, CORP, cardHeaders, type Listening, listen, NOW, nextStamp } from './callback-server.ts';

const OPTIONS = { apiSecret: CARD_SECRET, corpId: CORP };
const SHOWN = { cardData: { cardParamMap: { status: '已立案' } } };

let server: Listening;
let asked: string[];
let answerWithin: (key: string) => Promise<object | null>;

const start = (overrides: Partial<Parameters<typeof dingtalkCardCallback>[0]> = {}) =>
  listen((common) =>
    dingtalkCardCallback({ ...OPTIONS, ...common, answerWithin: (key) => answerWithin(key), ...overrides }),
  );

beforeEach(async () => {
  asked = [];
  answerWithin = async (key) => {
    asked.push(key);
    return SHOWN;
  };
  server = await start();
});

afterEach(() => server.close());

const press = (body: object = aPress(), headers: Record<string, string> = cardHeaders()) =>
  server.post(JSON.stringify(body), headers);

test('a press is stored as its bytes, then answered with what the card shows now', async () => {
  const body = JSON.stringify(aPress());
  const answer = await server.post(body, cardHeaders());

  expect([answer.status, await answer.json()]).toEqual([200, SHOWN]);
  expect(server.accepted).toEqual([
    {
      platform: 'dingtalk',
      source: 'card',
      key: expect.stringMatching(/^card:[0-9a-f]{64}$/),
      plaintext: Buffer.from(body),
      receivedAt: NOW,
      person: 'manager4220',
      classified: false,
    },
  ]);
  expect(asked).toEqual([server.accepted[0]?.key]);
});

describe('the answer', () => {
  test('is asked for after the durable write only', async () => {
    const order: string[] = [];
    server.accept = async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push('stored');
      return 'stored';
    };
    answerWithin = async () => {
      order.push('asked');
      return null;
    };

    expect(await (await press()).json()).toEqual({});
    expect(order).toEqual(['stored', 'asked']);
  });

  test('is {} when the work takes longer than the platform waits; its later failure breaks nothing', async () => {
    server.close();
    server = await start({ answerMs: 40 });
    let fail = (_error: Error) => {};
    answerWithin = () =>
      new Promise((_resolve, reject) => {
        fail = reject;
      });
    const answer = await press();

    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect(server.logged.map(({ event }) => event)).toEqual(['inbox.stored', 'card.answer.late']);
    fail(new Error('too late'));
    answerWithin = async () => SHOWN;
    expect(await (await press()).json()).toEqual(SHOWN);
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('提案 1'))],
    [
      'throws',
      () => {
        throw new Error('提案 1');
      },
    ],
  ])('is {} when the work %s', async (_name, failing) => {
    answerWithin = failing;
    const answer = await press();

    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect(server.logged.at(-1)?.event).toBe('card.answer.failed');
    expect(JSON.stringify(server.logged)).not.toContain('提案');
  });

  test('is {} at once for what lies in the spool: nobody works it yet', async () => {
    server.accept = async () => 'spooled';

    expect(await (await press()).json()).toEqual({});
    expect(asked).toEqual([]);
  });

  test('is a 503 when neither store nor spool took the press', async () => {
    server.accept = async () => {
      throw new Error('disk full');
    };
    const answer = await press();

    expect([answer.status, await answer.text(), asked]).toEqual([503, '', []]);
  });
});

describe('what is one press', () => {
  const keysOf = async (...requests: [object, Record<string, string>][]) => {
    for (const [body, headers] of requests) expect((await press(body, headers)).status).toBe(200);
    return new Set(server.accepted.map(({ key }) => key)).size;
  };

  test('the same request twice is one', async () => {
    const headers = cardHeaders();

    expect(await keysOf([aPress(), headers], [aPress(), headers])).toBe(1);
  });

  test('a second click is a second press, to be answered by the state', async () => {
    expect(await keysOf([aPress(), cardHeaders()], [aPress(), cardHeaders()])).toBe(2);
  });

  test('what does not belong to the press makes no other one', async () => {
    const headers = cardHeaders();
    const older = { ...aPress(), content: undefined, spaceType: 'IM', future: 1 };

    expect(await keysOf([aPress(), headers], [older, headers])).toBe(1);
  });

  test.each([
    ['another card', aPress({ token: 't0ken' }, { outTrackId: 'task-43-v1' })],
    ['another person', aPress({ token: 't0ken' }, { userId: 'user002' })],
    ['another button', aPress({ token: 'other' })],
    ['another choice', aPress({ token: 't0ken', unit: { index: 1, value: 'u1' } })],
  ])('%s under the same signature is refused', async (_name, other) => {
    const headers = cardHeaders();

    expect((await press(aPress(), headers)).status).toBe(200);
    expect((await press(other, headers)).status).toBe(401);
    expect(server.accepted).toHaveLength(1);
    expect(server.logged.at(-1)).toMatchObject({ event: 'auth.failed', fields: { class: 'replay' } });
  });
});

test('a classified input is not kept', async () => {
  await press(aPress({ token: 't0ken', reason: '机密★10年 某某内容' }));

  const [record] = server.accepted;
  expect(record).toMatchObject({ classified: true, person: 'manager4220' });
  expect(record!.plaintext.toString()).not.toMatch(/机密|内容|t0ken/);
  expect(readDingtalkRow({ ...record!, source: 'card', body: record!.plaintext })).toMatchObject({
    ok: true,
    event: { kind: 'other', rawType: 'classified', person: { key: 'manager4220' } },
  });
});

test('a mark behind escapes of the inner JSON is found', async () => {
  const content = '{"cardPrivateData":{"params":{"token":"t","reason":"\\u673a\\u5bc6\\u2605"}}}';

  await press(aPress({}, { content, value: content }));
  expect(server.accepted).toMatchObject([{ classified: true }]);
});

test.each([
  ['a person named by unionId', { userIdType: 2 }],
  ['nobody', { userId: undefined }],
])('%s has no mailbox', async (_name, parts) => {
  expect((await press(aPress({ token: 't' }, parts))).status).toBe(200);
  expect(server.accepted).toMatchObject([{ person: null }]);
});

describe('what fails authentication', () => {
  const late = String(NOW.getTime() - 3_600_000);
  test.each<[string, object | string, () => Record<string, string>, string]>([
    ['no headers', aPress(), () => ({ 'content-type': 'application/json' }), 'header'],
    ['another secret', aPress(), () => cardHeaders(nextStamp(), cardHeaders(late)['x-ddpaas-signature']), 'signature'],
    ['an hour old', aPress(), () => cardHeaders(late), 'stale'],
    ['no JSON', '{"corpId":', cardHeaders, 'body'],
    ['another corp', aPress({}, { corpId: 'dingother' }), cardHeaders, 'corp'],
    ['corp no text', aPress({}, { corpId: [CORP] }), cardHeaders, 'corp'],
  ])('%s: an empty 401, and nothing stored', async (_name, body, headers, failure) => {
    const answer = await server.post(typeof body === 'string' ? body : JSON.stringify(body), headers());

    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([401, '', null]);
    expect(server.logged).toMatchObject([{ fields: { class: failure } }]);
    expect(server.accepted).toEqual([]);
  });
});

test.each(['apiSecret', 'corpId'])('an empty %s is refused at the start', async (name) => {
  await expect(start({ [name]: '' })).rejects.toThrow(`${name} is empty`);
});
