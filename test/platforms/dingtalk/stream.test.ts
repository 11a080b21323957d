import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LogFields } from '../../../src/deps.ts';
import { openStream, type Stream, type StreamOptions } from '../../../src/platforms/dingtalk/stream.ts';
import type { StreamFrame } from '../../../src/platforms/dingtalk/stream-frame.ts';
import { aMessage, anEvent, aPress, aSystem, HANG, httpOf, StreamServer } from './stream-server.ts';

const SECRET = 'k3Yv_Emu_secret_never_logged';
let server: StreamServer;
let stream: Stream | null;
let frames: StreamFrame[];
let logged: { event: string; fields: LogFields }[];
let now: number;

const keep =
  (level: string) =>
  (event: string, fields: LogFields = {}) =>
    logged.push({ event: `${level} ${event}`, fields });

function connect(more: Partial<StreamOptions> = {}): Stream {
  stream = openStream({
    apiBase: server.base,
    clientId: 'dingemulator0001',
    clientSecret: SECRET,
    http: httpOf(server.base),
    onFrame: async (frame) => {
      frames.push(frame);
      return null;
    },
    clocks: { real: () => new Date('2026-03-02T10:00:00Z'), monotonic: () => now },
    random: () => 0,
    log: { info: keep('info'), warn: keep('warn'), error: keep('error') },
    ...more,
    timing: { firstPauseMs: 2, longestPauseMs: 8, slowPauseMs: 6, leaveMs: 2_000, ...more.timing },
  });
  return stream;
}

/** Resolves when told; what was not told stays open. */
function gate<T>() {
  let open: (value: T) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<T>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open, fail };
}

const keptUntil = (stored: Promise<null>) => (frame: StreamFrame) => {
  frames.push(frame);
  return stored;
};

const eventually = (check: () => boolean) => vi.waitUntil(check, HANG);

beforeEach(async () => {
  server = await new StreamServer().start();
  stream = null;
  frames = [];
  logged = [];
  now = 0;
});

afterEach(async () => {
  const closing = stream?.close();
  server.stop();
  await closing;
  expect(JSON.stringify(logged)).not.toContain(SECRET);
  expect(JSON.stringify(logged)).not.toMatch(/ticket=|你好/);
});

describe('opening', () => {
  test('asks for JSON with the credentials and all three subscriptions, then connects with the ticket encoded', async () => {
    connect();
    await server.line(1);

    expect(server.acceptHeaders).toEqual(['application/json']);
    expect(server.opens).toEqual([
      {
        clientId: 'dingemulator0001',
        clientSecret: SECRET,
        ua: 'zhitong-nodejs/1.0',
        subscriptions: [
          { type: 'EVENT', topic: '*' },
          { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' },
          { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
        ],
      },
    ]);
    await eventually(() => stream!.connected());
    expect(stream!.state()).toMatchObject({ phase: 'connected', problem: null });
  });
});

describe('acknowledging', () => {
  test('a message is handed on as it came and acknowledged only after it was stored (W5)', async () => {
    const stored = gate<null>();
    connect({ onFrame: keptUntil(stored.promise) });
    const line = await server.line(1);
    line.push(aMessage('m1'));
    line.push(aSystem('ping'));
    await eventually(() => line.acks.length > 0 && frames.length > 0);

    expect(line.acks.map((ack) => ack.headers.messageId)).toEqual(['s1']);
    expect(frames).toMatchObject([
      { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get', messageId: 'm1', data: aMessage('m1').data },
    ]);
    stored.open(null);
    await eventually(() => line.acks.length === 2);
    expect(line.acks[1]).toEqual({
      code: 200,
      headers: { messageId: 'm1', contentType: 'application/json' },
      message: 'OK',
      data: '{"response":{}}',
    });
  });

  test('a message that was not stored is not acknowledged, and the line goes on', async () => {
    connect({
      onFrame: async ({ messageId }) => {
        if (messageId === 'm1') throw new Error('disk full: 你好');
        return null;
      },
    });
    const line = await server.line(1);
    line.push(aMessage('m1'));
    line.push(aMessage('m2'));
    await eventually(() => line.acks.length > 0);

    expect(line.acks.map((ack) => ack.headers.messageId)).toEqual(['m2']);
    expect(logged).toContainEqual({ event: 'error store.unavailable', fields: { code: 'Error', class: 'CALLBACK' } });
  });

  test('a card is answered with its new data in `response`', async () => {
    const answer = { cardUpdateOptions: { updateCardDataByKey: true }, cardData: { cardParamMap: { status: 'done' } } };
    connect({ onFrame: async () => answer });
    const line = await server.line(1);
    line.push(aPress('c1'));
    await eventually(() => line.acks.length > 0);

    expect(JSON.parse(line.acks[0]!.data)).toEqual({ response: answer });
  });

  test('an event is SUCCESS when stored, LATER when not, LATER when it takes too long, and then nothing more', async () => {
    const slow = gate<null>();
    connect({
      timing: { eventMs: 20 },
      onFrame: async ({ messageId }) => {
        if (messageId === 'bad') throw new Error('away');
        return messageId === 'slow' ? slow.promise : null;
      },
    });
    const line = await server.line(1);
    for (const id of ['bad', 'slow']) line.push(anEvent(id));
    await eventually(() => line.acks.length === 2);
    slow.open(null);
    line.push(aMessage('last'));
    await eventually(() => line.acks.some((ack) => ack.headers.messageId === 'last'));

    const statusOf = new Map(line.acks.map((ack) => [ack.headers.messageId, JSON.parse(ack.data).status]));
    expect(line.acks.length).toBe(3);
    expect([statusOf.get('bad'), statusOf.get('slow')]).toEqual(['LATER', 'LATER']);
  });

  test('a stored event is SUCCESS, with its headers handed on', async () => {
    connect();
    const line = await server.line(1);
    line.push(anEvent('e1', '3f0c2b6a'));
    await eventually(() => line.acks.length > 0);

    expect(JSON.parse(line.acks[0]!.data)).toMatchObject({ status: 'SUCCESS' });
    expect(frames).toMatchObject([{ type: 'EVENT', headers: { eventId: '3f0c2b6a', eventType: 'user_leave_org' } }]);
  });

  test('several frames are worked at once, handed on in order, acknowledged each when its own is stored', async () => {
    const gates = new Map<string, ReturnType<typeof gate<null>>>();
    connect({
      onFrame: ({ messageId }) => {
        const one = gate<null>();
        gates.set(messageId, one);
        return one.promise;
      },
    });
    const line = await server.line(1);
    const ids = Array.from({ length: 20 }, (_, index) => `m${index}`);
    for (const id of ids) line.push(aMessage(id));
    await eventually(() => gates.size === 20);
    expect([...gates.keys()]).toEqual(ids);

    for (const id of [...ids].reverse()) gates.get(id)!.open(null);
    await eventually(() => line.acks.length === 20);
    expect(line.acks.map((ack) => ack.headers.messageId)).toEqual([...ids].reverse());
  });

  test('more than a hundred at once wait in the socket, none is lost', async () => {
    const stored = gate<null>();
    connect({ onFrame: keptUntil(stored.promise) });
    const line = await server.line(1);
    for (let index = 0; index < 1_000; index += 1) line.push(aMessage(`m${index}`, 'x', '提案'.repeat(400)));
    await eventually(() => frames.length >= 100);
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(frames.length).toBeLessThan(200); // what had been read when reading was stopped
    stored.open(null);
    await eventually(() => line.acks.length === 1_000);

    expect(new Set(line.acks.map((ack) => ack.headers.messageId)).size).toBe(1_000);
  });
});

describe('frames of the system and frames of nobody', () => {
  test('a ping is answered with its own data', async () => {
    connect();
    const line = await server.line(1);
    line.push(aSystem('ping', 'p1', '{"opaque":"zz"}'));
    await eventually(() => line.acks.length > 0);

    expect(line.acks[0]).toMatchObject({ code: 200, headers: { messageId: 'p1' }, data: '{"opaque":"zz"}' });
  });

  test.each([
    ['no JSON', 'hello'],
    ['an array', '[]'],
    ['no headers', '{"type":"CALLBACK","data":"{}"}'],
    ['headers null', '{"type":"CALLBACK","headers":null,"data":"{}"}'],
    ['no messageId', '{"type":"CALLBACK","headers":{"topic":"x"},"data":"{}"}'],
    ['data not a string', '{"type":"CALLBACK","headers":{"messageId":"m"},"data":{}}'],
    ['an unknown type', '{"type":"OTHER","headers":{"messageId":"m"},"data":"{}"}'],
    [
      'keys of the prototype',
      '{"type":"CALLBACK","__proto__":{"data":"{}"},"headers":{"__proto__":{"messageId":"m"}}}',
    ],
  ])('%s is logged and passed over', async (_, text) => {
    connect();
    const line = await server.line(1);
    line.push(text);
    line.push(aMessage('after'));
    await eventually(() => line.acks.length > 0);

    expect(frames.map(({ messageId }) => messageId)).toEqual(['after']);
    expect(logged.map(({ event }) => event)).toContain('warn stream.unreadable');
  });

  test('a topic nobody handles is answered 404, a frame over a mebibyte 400, both unseen', async () => {
    connect();
    const line = await server.line(1);
    line.push({ ...aMessage('t1'), headers: { messageId: 't1', topic: '/v1.0/graph/api/invoke' } });
    line.push(aMessage('t2', 'big', '啊'.repeat(400_000)));
    line.push(aMessage('t3'));
    await eventually(() => line.acks.length === 3);

    expect(line.acks.map((ack) => [ack.headers.messageId, ack.code])).toEqual([
      ['t1', 404],
      ['t2', 400],
      ['t3', 200],
    ]);
    expect(frames.map(({ messageId }) => messageId)).toEqual(['t3']);
  });

  test('a frame too large to be read at all cuts the line, and another is opened', async () => {
    connect();
    (await server.line(1)).push(aMessage('huge', 'huge', 'x'.repeat(9 * 1024 * 1024)));
    const next = await server.line(2);
    next.push(aMessage('m2'));
    await eventually(() => next.acks.length > 0);

    expect(frames.map(({ messageId }) => messageId)).toEqual(['m2']);
  });
});
