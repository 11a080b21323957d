import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openStream, type Stream, type StreamOptions } from '../../../src/platforms/dingtalk/stream.ts';
import { pauseMs, STREAM_TIMING } from '../../../src/platforms/dingtalk/stream-timing.ts';
import { aMessage, aSystem, HANG, httpOf, StreamServer } from './stream-server.ts';

let server: StreamServer;
let stream: Stream | null;
let events: string[];
let stored: string[];
let now: number;

function connect(more: Partial<StreamOptions> = {}): Stream {
  const keep = (event: string) => events.push(event);
  stream = openStream({
    apiBase: server.base,
    clientId: 'dingemulator0001',
    clientSecret: 'secret',
    http: httpOf(server.base),
    onFrame: async ({ messageId }) => {
      stored.push(messageId);
      return null;
    },
    clocks: { real: () => new Date('2026-03-02T10:00:00Z'), monotonic: () => now },
    random: () => 0,
    log: { info: keep, warn: keep, error: keep },
    ...more,
    timing: { firstPauseMs: 2, longestPauseMs: 8, slowPauseMs: 6, leaveMs: 2_000, ...more.timing },
  });
  return stream;
}

const eventually = (check: () => boolean) => vi.waitUntil(check, HANG);
const refusal = (status: number, code: string) => ({ status, body: JSON.stringify({ code, message: 'x' }) });

beforeEach(async () => {
  server = await new StreamServer().start();
  stream = null;
  events = [];
  stored = [];
  now = 0;
});

afterEach(async () => {
  const closing = stream?.close();
  server.stop();
  await closing;
});

describe('a line that is lost', () => {
  test.each([
    ['closed by the server', (line: { socket: { close: () => void } }) => line.socket.close()],
    ['cut without a word', (line: { socket: { terminate: () => void } }) => line.socket.terminate()],
  ])('%s: one new connection, with a new ticket', async (_, cut) => {
    connect();
    cut(await server.line(1));
    const next = await server.line(2);
    await eventually(() => stream!.connected());
    next.push(aMessage('m1'));
    await eventually(() => next.acks.length === 1);

    expect([server.opens.length, server.lines.length]).toEqual([2, 2]);
  });

  test('what was being stored is not acknowledged on another line, and coming again it is', async () => {
    let open = () => {};
    const first = new Promise<null>((resolve) => {
      open = () => resolve(null);
    });
    connect({
      onFrame: async ({ messageId }) => {
        stored.push(messageId);
        return stored.length === 1 ? first : null;
      },
    });
    const lost = await server.line(1);
    lost.push(aMessage('m1', 'msgA=='));
    await eventually(() => stored.length === 1);
    lost.socket.terminate();
    const next = await server.line(2);
    open();
    await eventually(() => events.includes('stream.ack-lost'));
    next.push(aMessage('m2', 'msgA=='));
    await eventually(() => next.acks.length > 0);

    expect(next.acks.map((ack) => ack.headers.messageId)).toEqual(['m2']);
  });

  test('a line that answers no ping is hung up on', async () => {
    server.isDeaf = true;
    connect({ timing: { pingMs: 10 } });
    await server.line(2);

    expect(events).toContain('stream.dead');
  });

  test('a line that answers pings but brings nothing is replaced, the new one being open first', async () => {
    connect({ timing: { pingMs: 10, unansweredPings: 1_000, quietPings: 3 } });
    const [first] = [await server.line(1), await server.line(2)];
    await eventually(first.isClosed);

    expect(events).toContain('stream.replace');
    expect(events).not.toContain('stream.dead');
  });
});

describe('disconnect', () => {
  test('the old line serves until the new one is open, its last work is acknowledged on it, then it is left', async () => {
    const open: (() => void)[] = [];
    connect({ onFrame: () => new Promise((resolve) => open.push(() => resolve(null))) });
    const old = await server.line(1);
    now = 60_000;
    old.push(aMessage('m1'));
    await eventually(() => open.length === 1);
    old.push(aSystem('disconnect', 'd1', '{"reason":"deploy"}'));
    await server.line(2);
    expect(old.isClosed()).toBe(false);
    old.push(aMessage('m2'));
    await eventually(() => open.length === 2);
    for (const store of open) store();
    await eventually(old.isClosed);

    expect(old.acks.map((ack) => ack.headers.messageId)).toEqual(['d1', 'm1', 'm2']);
    expect(stream!.connected()).toBe(true);
    expect(server.lines.length).toBe(2);
  });

  test('while no other can be opened the old one goes on', async () => {
    connect();
    const old = await server.line(1);
    server.script.push(...Array.from({ length: 3 }, () => refusal(503, 'system.busy')));
    old.push(aSystem('disconnect'));
    server.badUpgrades.push(...Array.from({ length: 1_000 }, () => 503));
    await eventually(() => server.badUpgrades.length < 999);
    old.push(aMessage('m1'));
    await eventually(() => old.acks.some((ack) => ack.headers.messageId === 'm1'));
    server.badUpgrades.length = 0;
    await server.line(2);
    await eventually(old.isClosed);

    expect(stored).toEqual(['m1']);
  });

  test('disconnect and close together lead to one connection, not two', async () => {
    connect();
    const old = await server.line(1);
    old.push(aSystem('disconnect'));
    old.push(aSystem('disconnect', 's2'));
    old.socket.close();
    const next = await server.line(2);
    next.push(aMessage('m1'));
    await eventually(() => next.acks.length === 1);

    expect(server.lines.filter((line) => !line.isClosed()).length).toBe(1);
    expect(server.opens.length).toBe(2);
  });
});

describe('a gateway that refuses', () => {
  test.each([
    [refusal(401, 'authFailed'), 'credentials', 'authFailed'],
    [refusal(400, 'InvalidAuthentication'), 'credentials', 'InvalidAuthentication'],
    [refusal(403, 'Forbidden.AccessDenied.IpNotInWhiteList'), 'refused', 'Forbidden.AccessDenied.IpNotInWhiteList'],
    [refusal(403, 'Forbidden.AccessDenied.QpsLimitForApi'), 'rate', 'Forbidden.AccessDenied.QpsLimitForApi'],
    [{ status: 200, body: '{"status":1111,"wait":5,"source":"x5","punish":"deny"}' }, 'rate', '1111'],
    [refusal(500, 'system.error'), 'unreachable', 'system.error'],
    [{ status: 502, body: '<html>bad gateway</html>' }, 'unreachable', '502'],
    [{ status: 400, body: '<html>400</html>' }, 'refused', '400'],
    [{ status: 200, body: '<xml>' }, 'unreachable', '200'],
    [{ status: 200, body: '{"endpoint":"wss://evil.example/connect","ticket":"t"}' }, 'refused', 'endpoint'],
    [{ status: 200, body: '{"endpoint":"nonsense","ticket":"t"}' }, 'refused', 'endpoint'],
  ])('%o is %s', async (answer, kind, code) => {
    server.script.push(answer);
    connect({ timing: { slowPauseMs: 600_000, firstPauseMs: 600_000, longestPauseMs: 600_000 } });
    await eventually(() => stream!.state().phase === 'waiting');

    expect(stream!.connected()).toBe(false);
    expect(stream!.state()).toMatchObject({ failures: 1, problem: { class: kind, code } });
    expect(server.opens.length).toBe(1);
  });

  test('a wrong secret says what to check, without the secret; put right, the line comes up', async () => {
    server.script.push(refusal(401, 'authFailed'), refusal(401, 'authFailed'));
    const problems: string[] = [];
    const log = {
      info: () => {},
      warn: () => {},
      error: (event: string, fields: object = {}) => problems.push(`${event} ${JSON.stringify(fields)}`),
    };
    connect({ log });
    await server.line(1);
    await eventually(() => stream!.connected());

    expect(problems.length).toBe(2);
    expect(problems[0]).toMatch(/stream\.down .*credentials.*authFailed.*DINGTALK_APP_SECRET/);
    expect(stream!.state().problem).toBeNull();
  });

  test('a ticket that is not taken leads to a new ticket', async () => {
    server.badUpgrades.push(401, 403);
    connect();
    await server.line(1);

    expect(server.opens.length).toBe(3);
    expect(events.filter((event) => event === 'stream.down').length).toBe(2);
  });

  test('a platform that is away is tried again', async () => {
    const { base } = server;
    let isAway = true;
    const http = httpOf(base);
    connect({
      http: {
        request: (request) => {
          if (isAway) return Promise.reject(new TypeError('no route'));
          return http.request(request);
        },
      },
    });
    await eventually(() => events.filter((event) => event === 'stream.down').length >= 3);
    expect(stream!.state().problem).toMatchObject({ class: 'unreachable', code: 'TypeError' });
    isAway = false;
    await server.line(1);
  });
});

describe('pauses', () => {
  test.each([
    [1, null, 0, 500],
    [1, null, 0.999, 1_000],
    [3, 'unreachable', 0, 2_000],
    [7, 'ticket', 0, 30_000],
    [5_000, 'unreachable', 0.999, 59_970],
    [1, 'credentials', 0, 150_000],
    [50, 'refused', 0.999, 299_850],
    [1, 'rate', 0.5, 225_000],
  ] as const)('failure %i, %s, random %d: %i ms', (failures, kind, random, expected) => {
    expect(Math.abs(pauseMs(STREAM_TIMING, failures, kind, random) - expected)).toBeLessThanOrEqual(1);
  });

  test('lines that die young count as failures, one that lived long starts anew', async () => {
    connect();
    (await server.line(1)).socket.close();
    (await server.line(2)).socket.close();
    await server.line(3);
    await eventually(() => stream!.state().phase === 'connected' && server.lines.length === 3);
    expect(stream!.state().failures).toBe(2);

    now = 60_000;
    server.lines[2]!.socket.close();
    await server.line(4);
    await eventually(() => stream!.state().phase === 'connected');
    expect(stream!.state().failures).toBe(1);
  });
});

describe('closing', () => {
  test('waits for what is being stored, acknowledges it, hangs up, and connects no more', async () => {
    let store = () => {};
    connect({ onFrame: () => new Promise((resolve) => (store = () => resolve(null))) });
    const line = await server.line(1);
    line.push(aMessage('m1'));
    const before = store;
    await eventually(() => store !== before);
    const closing = stream!.close();
    expect(line.acks).toEqual([]);
    store();
    await closing;
    await eventually(line.isClosed);

    expect(line.acks.map((ack) => ack.headers.messageId)).toEqual(['m1']);
    expect(stream!.state().phase).toBe('closed');
    expect([stream!.connected(), server.opens.length]).toEqual([false, 1]);
  });

  test('ends a pause, a call to the gateway and a work that never ends', async () => {
    server.script.push(refusal(401, 'authFailed'));
    connect({ timing: { slowPauseMs: 600_000 } });
    await eventually(() => stream!.state().phase === 'waiting');
    await stream!.close();

    await connect({ http: { request: () => new Promise(() => {}) } }).close();

    const line = connect({ timing: { leaveMs: 20 }, onFrame: () => new Promise(() => {}) });
    (await server.line(1)).push(aMessage('m1'));
    await line.close();
    expect(line.connected()).toBe(false);
  });
});
