import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import Router from 'koa-router';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { dingtalkCardCallback } from '../../src/platforms/dingtalk/card-callback.ts';
import { dingtalkEventCallback } from '../../src/platforms/dingtalk/event-callback.ts';
import { dingtalkRobotCallback } from '../../src/platforms/dingtalk/robot-callback.ts';
import { DINGTALK as COMPANY, startCompany } from '../emulator/dingtalk/support.ts';
import { aDesk, type Desk, ENV, withPeople } from './support.ts';

const NOBODY = 'http://127.0.0.1:9';
const DINGTALK = {
  DINGTALK_APP_KEY: 'dingemulator0001',
  DINGTALK_APP_SECRET: 'k3Yv_Emu-7hQpZ0sR2tXw9Lb4NcD8fGaJ1iKoPqUvT5yHrMzBeWxAnSlFdCg6jEo',
  DINGTALK_CORP_ID: 'dingcorp0001',
  DINGTALK_EVENT_TOKEN: 'emuToken2026',
  DINGTALK_EVENT_AES_KEY: 'Qm9Zt3KxV7bRy2Nc8Lf5Hs1Jd6Wg4Pa0Ue9Ti3Ok7Mv',
  DINGTALK_CARD_SECRET: '9c1f0b7e5d3a4826b0e4c7d1f2a39586',
  DINGTALK_CARD_TEMPLATES: 'main=11111111-2222-3333-4444-555555555555.schema',
  DINGTALK_GROUP_ROBOTS: 'chairs=aaaabbbbcccc:SEC0123456789abcdef',
  DINGTALK_API_BASE: NOBODY,
  DINGTALK_OAPI_BASE: NOBODY,
};

let desk: Desk;
const closing: (() => unknown)[] = [];
beforeEach(async () => {
  desk = await withPeople(await aDesk());
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await desk.close();
});

type Rows = Record<string, { result: string; detail: string; why: string; todo: string }>;

/** The desk with DingTalk set up, but for what the test says otherwise. */
function setUp(more: Record<string, string> = {}, port: number | null = null): void {
  const config = parseConfig({ ...ENV, ...DINGTALK, ...more, DATA_DIR: desk.dir });
  Object.assign(desk.parts, { config, port });
}

async function findings(): Promise<Rows> {
  const { out } = await desk.run('doctor', '--json');
  return Object.fromEntries(out.map((line) => JSON.parse(line)).map((row) => [row.id, row]));
}

async function serve(koa: Koa): Promise<number> {
  koa.silent = true;
  const server: Server = createServer(koa.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** The product's own three addresses; what would be stored is kept. */
async function listening(token: string = DINGTALK.DINGTALK_EVENT_TOKEN): Promise<{ port: number; stored: unknown[] }> {
  const stored: unknown[] = [];
  const accept = async (record: unknown) => {
    stored.push(record);
    return 'stored' as const;
  };
  const { DINGTALK_APP_KEY: appKey, DINGTALK_APP_SECRET: appSecret, DINGTALK_CORP_ID: corpId } = DINGTALK;
  const common = { clocks: desk.deps.clocks, accept, log: () => undefined, corpId };
  const aesKey = DINGTALK.DINGTALK_EVENT_AES_KEY;
  const apiSecret = DINGTALK.DINGTALK_CARD_SECRET;
  const router = new Router();
  router.all('/dingtalk/robot', dingtalkRobotCallback({ ...common, appSecret, robotCode: appKey }));
  router.all('/dingtalk/card', dingtalkCardCallback({ ...common, apiSecret, answerWithin: async () => null }));
  router.all('/dingtalk/events', dingtalkEventCallback({ ...common, token, aesKey, appKey }));
  const koa = new Koa();
  koa.use(router.routes());
  return { port: await serve(koa), stored };
}

test('a committee without DingTalk passes all of its checks', async () => {
  const rows = Object.entries(await findings()).filter(([id]) => id.startsWith('dingtalk-'));

  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter(([, { result }]) => result !== 'ok')).toEqual([]);
});

test('HTTP mode: strangers are refused, check_url is answered, nothing is stored, and Stream is recommended', async () => {
  const { port, stored } = await listening();
  setUp({ PUBLIC_URL: `http://127.0.0.1:${port}` }, port);

  const found = await findings();

  const of = (id: string) => found[`dingtalk-${id}`]!;
  expect(of('robot')).toMatchObject({ result: 'ok', detail: expect.stringContaining('/dingtalk/card') });
  expect(of('events')).toMatchObject({ result: 'ok', detail: expect.stringContaining('验证通过') });
  expect(of('public')).toMatchObject({ result: 'ok' });
  expect(of('mode')).toMatchObject({ result: 'warn', todo: expect.stringContaining('DINGTALK_MODE=stream') });
  expect(of('template')).toMatchObject({ result: 'ok' });
  expect(of('robots')).toMatchObject({ result: 'ok' });
  expect(stored).toEqual([]);
});

test('an event token that differs from the running server is found', async () => {
  const { port } = await listening('AnotherToken1');
  setUp({}, port);

  const found = (await findings())['dingtalk-events'];

  expect(found).toMatchObject({ result: 'fail', detail: expect.stringContaining('401') });
});

test('somebody else behind the address is found: one who believes strangers, and one who is not us', async () => {
  const believing = new Koa();
  believing.use(async (ctx) => {
    ctx.body = '{"errcode":0}';
  });
  setUp({}, await serve(believing));
  const credulous = await findings();
  setUp({}, await serve(new Koa()));
  const other = await findings();

  expect(credulous['dingtalk-robot']).toMatchObject({ result: 'fail', detail: expect.stringContaining('应答 200') });
  expect(credulous['dingtalk-events']).toMatchObject({ result: 'fail', detail: expect.stringContaining('success') });
  expect(other['dingtalk-robot']).toMatchObject({ result: 'fail', detail: expect.stringContaining('应答 404') });
});

test('a public address that cannot be reached from inside is only a warning; in production it must be given', async () => {
  const { port } = await listening();
  setUp({ PUBLIC_URL: NOBODY }, port);
  expect((await findings())['dingtalk-public']).toMatchObject({ result: 'warn' });

  setUp({ NODE_ENV: 'production' }, port);
  expect((await findings())['dingtalk-public']).toMatchObject({ result: 'fail' });
});

test('Stream mode: the gateway is asked with our credentials, and says when they are wrong', async () => {
  const company = await startCompany({ mode: 'stream' });
  closing.push(() => company[Symbol.asyncDispose]());
  const own = { DINGTALK_MODE: 'stream', DINGTALK_API_BASE: company.emulator.url };

  setUp({ ...own, DINGTALK_APP_SECRET: COMPANY.appSecret });
  const right = await findings();
  setUp({ ...own, DINGTALK_APP_SECRET: 'not-the-secret-of-this-app-0123456789' });
  const wrong = await findings();

  expect(right['dingtalk-stream']).toMatchObject({ result: 'ok' });
  expect(right['dingtalk-mode']).toMatchObject({ result: 'ok', detail: 'Stream' });
  expect(right['dingtalk-robot']).toMatchObject({ result: 'ok', detail: expect.stringContaining('Stream') });
  expect(wrong['dingtalk-stream']).toMatchObject({
    result: 'fail',
    detail: expect.stringContaining('DINGTALK_APP_SECRET'),
  });
});

test('no template, a template that is none, a robot without a signature: each is told', async () => {
  setUp({ DINGTALK_CARD_TEMPLATES: '', DINGTALK_GROUP_ROBOTS: 'chairs=aaaabbbbcccc' });
  const missing = await findings();
  setUp({ DINGTALK_CARD_TEMPLATES: 'main=StandardCard' });
  const odd = await findings();

  expect(missing['dingtalk-template']).toMatchObject({ result: 'warn' });
  expect(missing['dingtalk-robots']).toMatchObject({ result: 'warn', detail: expect.stringContaining('chairs') });
  expect(odd['dingtalk-template']).toMatchObject({ result: 'fail', detail: expect.stringContaining('.schema') });
});

test('the month is counted against the quota, and four fifths of it are a warning', async () => {
  setUp();
  const month = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 7);
  const _id = `${desk.deps.committee}:calls:dingtalk:${month}`;
  const used = (value: number) => desk.deps.store.counters.take({ _id }, { $set: { value } }, { upsert: true });

  await used(3_999);
  const below = await findings();
  await used(4_000);
  const above = await findings();

  expect(below['dingtalk-quota']).toMatchObject({ result: 'ok', detail: expect.stringContaining('3999次') });
  expect(above['dingtalk-quota']).toMatchObject({ result: 'warn', detail: expect.stringContaining('80%') });
});

test('no secret of DingTalk is ever shown', async () => {
  const { port } = await listening();
  setUp({}, port);

  const { out, err } = await desk.run('doctor');

  const shown = [...out, ...err].join('\n');
  expect(shown).toContain('dingtalk-robot');
  const secrets = Object.entries(DINGTALK).filter(([name]) => /SECRET|TOKEN|AES_KEY/.test(name));
  for (const [, secret] of secrets) expect(shown).not.toContain(secret);
  expect(shown).not.toContain('SEC0123456789abcdef');
});
