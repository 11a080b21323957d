import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wecomCallback } from '../../src/platforms/wecom/callback.ts';
import { anAssignedProposal } from './a-case.ts';
import { aDesk, type Desk, ENV, withPeople } from './support.ts';

let desk: Desk;
let server: Server | undefined;
beforeEach(async () => {
  desk = await withPeople(await aDesk());
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await desk.close();
});

async function findings(
  of: Desk = desk,
): Promise<Record<string, { result: string; detail: string; why: string; todo: string }>> {
  const { out } = await of.run('doctor', '--json');
  return Object.fromEntries(out.map((line) => JSON.parse(line)).map((row) => [row.id, row]));
}

/** The product's own callback, listening; with another token when `token` says so. */
async function listening(token: string = ENV.WECOM_TOKEN): Promise<number> {
  const koa = new Koa();
  koa.silent = true;
  koa.use(
    wecomCallback({
      token,
      encodingAesKey: ENV.WECOM_ENCODING_AES_KEY,
      corpId: ENV.WECOM_CORP_ID,
      agentId: ENV.WECOM_AGENT_ID,
      clocks: desk.deps.clocks,
      accept: async () => 'stored',
      log: () => undefined,
    }),
  );
  server = createServer(koa.callback());
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

test('each check says what it found, why it matters and what to do', async () => {
  const found = await findings();

  expect(Object.keys(found)).toEqual([
    'node',
    'time-zone',
    'clock-skew',
    'disk',
    'secrets',
    'callback',
    'public-url',
    'token',
    'dingtalk-mode',
    'dingtalk-robot',
    'dingtalk-events',
    'dingtalk-public',
    'dingtalk-stream',
    'dingtalk-template',
    'dingtalk-robots',
    'dingtalk-quota',
    'rules',
    'calendar',
    'tick',
    'backlog',
    'outbox',
    'people',
    'units',
    'stations',
  ]);
  expect(Object.values(found).filter(({ detail, why, todo }) => !detail || !why || !todo)).toEqual([]);
  expect(found.rules).toMatchObject({ result: 'ok' });
  expect(found['time-zone']).toMatchObject({ result: 'ok' });
  expect(found.callback).toMatchObject({ result: 'warn', detail: expect.stringContaining('没有运行') });
});

test('the callback is asked as the platform asks it: right with our keys, wrong with others', async () => {
  Object.assign(desk.parts, { port: await listening() });
  expect((await findings()).callback).toMatchObject({ result: 'ok' });
  server?.close();

  Object.assign(desk.parts, { port: await listening('AnotherToken') });
  expect((await findings()).callback).toMatchObject({ result: 'fail', detail: expect.stringContaining('401') });
  expect((await desk.run('doctor')).exit).toBe(1);
});

test('a refused token is told with the number of the platform', async () => {
  Object.assign(desk.parts, {
    checkToken: async () => ({ class: 'G', errcode: 60020, errmsg: 'not allow to access' }),
  });

  expect((await findings()).token).toMatchObject({ result: 'fail', detail: expect.stringContaining('60020') });
});

test('the calendar is a warning once an open limit reaches a year without an arrangement', async () => {
  expect((await findings()).calendar).toMatchObject({ result: 'ok' });
  desk.now = new Date('2026-11-10T10:00:00+08:00');
  await anAssignedProposal(desk);

  expect((await findings()).calendar).toMatchObject({ result: 'warn', detail: expect.stringContaining('缺2027年') });
});

test('people without an account, units without a liaison and stations without anybody are named', async () => {
  const { store, directory } = desk.deps;
  await store.people.update({ id: 'lin' }, { $set: { wecomId: '', dingtalkId: '' } });
  await store.people.update({ id: 'cheng' }, { $set: { state: 'left' } });
  await store.people.update({ id: 'luo' }, { $set: { roles: ['leader'] } });
  await directory.refresh();

  const found = await findings();

  expect(found.people).toMatchObject({ result: 'warn', detail: '林知远' });
  expect(found.units).toMatchObject({ result: 'warn', detail: '云川市住房和城乡建设局' });
  expect(found.stations).toMatchObject({ result: 'fail', detail: '没有人担任:交办单位' });
});

test('a ladder that speaks to nobody or with no text is found before its day', async () => {
  const { rules } = desk.deps;
  const rule = rules.clocks['C-07']!;
  const ladder = [{ ...rule.ladder[0]!, to: ['unitJanitor'], text: 'G-999' }];
  Object.assign(desk.parts.deps, { rules: { ...rules, clocks: { ...rules.clocks, 'C-07': { ...rule, ladder } } } });

  const { result, detail } = (await findings()).rules!;

  expect(result).toBe('fail');
  expect(detail).toContain('unitJanitor');
  expect(detail).toContain('没有文字 G-999');
});

test('no secret is ever shown', async () => {
  Object.assign(desk.parts, { port: await listening() });
  const { out, err } = await desk.run('doctor');

  const shown = [...out, ...err].join('\n');
  for (const secret of [ENV.SECRET_KEY, ENV.WECOM_SECRET, ENV.WECOM_TOKEN, ENV.WECOM_ENCODING_AES_KEY]) {
    expect(shown).not.toContain(secret);
  }
});
