import { afterEach, beforeEach, expect, test } from 'vitest';
import { robotSignOf } from '../../../src/platforms/dingtalk/callback-sign.ts';
import { dingtalkRobotCallback } from '../../../src/platforms/dingtalk/robot-callback.ts';
import vectors from '../../fixtures/dingtalk-vectors.json' with { type: 'json' };
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

const vectorOf = (id: string) => vectors.robot_callback_window_and_negative.find((each) => each.id === id)!;

/** Everything that fails authentication, each at another place. */
function forgeries(): Record<string, { headers: Record<string, string>; body?: string }> {
  const good = robotHeaders();
  const { sign, ...noSign } = robotHeaders();
  const { timestamp, ...noStamp } = robotHeaders();
  const at = (ms: number) => robotHeaders(String(NOW.getTime() + ms));
  const body = (parts: Record<string, unknown>) => JSON.stringify(aMessage(parts));
  const twice = (name: string, value: string) => body({}).replace(/}$/, `,"${name}":"${value}"}`);
  return {
    'no sign': { headers: noSign },
    'no timestamp': { headers: noStamp },
    'sign of another time': { headers: robotHeaders(timestamp, sign) },
    'sign with another secret': { headers: robotHeaders(timestamp, robotSignOf('other', timestamp)) },
    'sign URL-encoded': { headers: { ...good, sign: encodeURIComponent(good.sign) } },
    'sign without its end': { headers: { ...good, sign: good.sign.slice(0, -1) } },
    'timestamp in seconds': { headers: robotHeaders(String(NOW.getTime() / 1000)) },
    'timestamp no number': { headers: robotHeaders('1.77e12') },
    'an hour old': { headers: at(-3_600_000) },
    'an hour ahead': { headers: at(3_600_000) },
    'no body': { headers: robotHeaders(), body: '' },
    'no JSON': { headers: robotHeaders(), body: '{"robotCode":' },
    'an array': { headers: robotHeaders(), body: `[${body({})}]` },
    'too deep': { headers: robotHeaders(), body: body({ x: JSON.parse('['.repeat(40) + ']'.repeat(40)) }) },
    'another robot': { headers: robotHeaders(), body: body({ robotCode: 'dingother' }) },
    'no robot': { headers: robotHeaders(), body: body({ robotCode: undefined }) },
    'robot twice': { headers: robotHeaders(), body: twice('robotCode', APP_KEY) },
    'another corp': { headers: robotHeaders(), body: body({ chatbotCorpId: 'dingother' }) },
    'corp no text': { headers: robotHeaders(), body: body({ chatbotCorpId: { $ne: '' } }) },
    'corp twice': { headers: robotHeaders(), body: twice('chatbotCorpId', CORP) },
  };
}

test('every failure of authentication gets the same bytes and leaves nothing (P7)', async () => {
  const answers = new Map<string, string[]>();
  for (const [name, { headers, body = JSON.stringify(aMessage()) }] of Object.entries(forgeries())) {
    const head = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) })
      .map(([key, value]) => `${key}: ${value}\r\n`)
      .join('');
    const raw = await server.raw(`POST / HTTP/1.1\r\nHost: x\r\n${head}Connection: close\r\n\r\n${body}`);
    const bytes = raw.replace(/^Date: .*\r\n/m, '');
    answers.set(bytes, [...(answers.get(bytes) ?? []), name]);
  }

  expect([...answers.keys()]).toEqual(['HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n']);
  expect(server.accepted).toEqual([]);
  expect(new Set(server.logged.map(({ fields }) => fields.class))).toEqual(
    new Set(['header', 'signature', 'stale', 'body', 'robot', 'corp']),
  );
});

test.each([
  ['robot-cb-timestamp-too-old', 401],
  ['robot-cb-inside-window', 200],
  ['robot-cb-urlencoded-header', 401],
] as const)('vector %s is answered %i', async (id, status) => {
  const { app_secret: appSecret, timestamp, sign, server_now_ms = timestamp } = vectorOf(id);
  server.close();
  server = await start({ appSecret });
  server.now = new Date(Number(server_now_ms));

  expect((await say({}, robotHeaders(timestamp, sign))).status).toBe(status);
});
