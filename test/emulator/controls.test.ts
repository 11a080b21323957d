import { fork } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addDuration } from '../../emulator/virtual-clock.ts';
import { aButtonCard, COMPANY, startCompany, startReceiver } from './support.ts';

const NOWHERE = 'http://127.0.0.1:9/';
const SEND = '/cgi-bin/message/send';
const text = (content: string, touser = 'liming') => ({
  touser,
  agentid: COMPANY.agentId,
  msgtype: 'text',
  text: { content },
});

async function setFault(company: Awaited<ReturnType<typeof startCompany>>, fault: string, more: object = {}) {
  const token = await company.tokenFor(COMPANY.secret);
  const answer = await company.post('/emulator/faults', [
    { match: { path: SEND }, fault, times: 1, ...more },
  ] as object);
  expect(answer.status).toBe(200);
  return (body: object) =>
    fetch(`${company.emulator.url}${SEND}?access_token=${token}`, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(400),
    });
}

describe('faults', () => {
  test('errcode answers the code once and does not work the call', async () => {
    await using company = await startCompany(NOWHERE);
    const send = await setFault(company, 'errcode:45009');

    expect(await (await send(text('一'))).json()).toMatchObject({ errcode: 45009 });
    expect(company.emulator.visible()).toEqual([]);
    expect(await (await send(text('二'))).json()).toMatchObject({ errcode: 0 });
  });

  test.each([
    ['http:503', 503],
    ['html', 200],
  ])('%s answers a page and does not work the call', async (fault, status) => {
    await using company = await startCompany(NOWHERE);
    const send = await setFault(company, fault);

    const response = await send(text('一'));

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(company.emulator.visible()).toEqual([]);
  });

  test.each([
    ['timeout', 0],
    ['reset', 0],
    ['accepted-answer-lost', 1],
  ])('%s gives no answer; shown messages: %i', async (fault, shown) => {
    await using company = await startCompany(NOWHERE);
    const send = await setFault(company, fault);

    await expect(send(text('一'))).rejects.toThrow();
    expect(company.emulator.visible()).toHaveLength(shown);
    expect(company.emulator.raw().at(-1)).toMatchObject({ path: SEND, status: 0, fault });
  });

  test('cut-json delivers and answers half', async () => {
    await using company = await startCompany(NOWHERE);
    const send = await setFault(company, 'cut-json');

    const body = await (await send(text('一'))).text();

    expect(() => JSON.parse(body)).toThrow(SyntaxError);
    expect(company.emulator.visible()).toHaveLength(1);
  });

  test('slow delivers at once and answers late', async () => {
    await using company = await startCompany(NOWHERE);
    const send = await setFault(company, 'slow:150');
    const startedAt = performance.now();

    expect(await (await send(text('一'))).json()).toMatchObject({ errcode: 0 });
    expect(performance.now() - startedAt).toBeGreaterThan(140);
  });

  test('a fault for one person spares the others, and an empty list clears', async () => {
    await using company = await startCompany(NOWHERE);
    const send = await setFault(company, 'errcode:-1', { match: { person: 'LiMing' }, times: 9 });

    expect(await (await send(text('一', '1001'))).json()).toMatchObject({ errcode: 0 });
    expect(await (await send(text('一'))).json()).toMatchObject({ errcode: -1 });
    await company.post('/emulator/faults', []);
    expect(await (await send(text('一'))).json()).toMatchObject({ errcode: 0 });
  });

  test.each(['explode', 'errcode', 'errcode:x', 'html:1'])('an unknown fault (%s) is refused', async (fault) => {
    await using company = await startCompany(NOWHERE);

    const answer = await company.post('/emulator/faults', [{ match: {}, fault, times: 1 }]);

    expect(answer).toMatchObject({ status: 400, error: expect.stringContaining(fault) });
  });
});

describe('clock', () => {
  test.each([
    ['P3D', '2026-01-31T01:00:00Z', '2026-02-03T01:00:00Z'],
    ['PT90M', '2026-01-31T01:00:00Z', '2026-01-31T02:30:00Z'],
    ['P1M', '2026-01-31T01:00:00Z', '2026-02-28T01:00:00Z'],
    ['P1Y2W', '2026-01-31T17:00:00Z', '2027-02-14T17:00:00Z'],
  ])('%s after %s is %s', (duration, from, to) => {
    expect(addDuration(new Date(from), duration)).toEqual(new Date(to));
  });

  test('goes forward only and answers where it stands', async () => {
    await using company = await startCompany(NOWHERE, { startAt: new Date('2026-03-02T01:00:00Z') });

    expect(await company.post('/emulator/clock', { to: '2026-03-09T09:00:00+08:00' })).toMatchObject({
      now: expect.stringMatching(/^2026-03-09T01:00:0/),
      quiet: true,
    });
    expect((await company.post('/emulator/clock', { to: '2026-03-01T00:00:00Z' })).status).toBe(400);
    expect((await company.post('/emulator/clock', { advance: '3 days' })).status).toBe(400);
    expect((await company.get('/emulator/clock')).now).toMatch(/^2026-03-09T01:00:0/);
  });

  test('asks the server to go along, and quiet is what the server says', async () => {
    const asked: string[] = [];
    const hook = (name: string) => async (to?: Date) => {
      asked.push(`${name} ${to?.toISOString().slice(0, 13) ?? ''}`.trim());
      return { quiet: name !== 'outage' };
    };
    const hooks = { clock: hook('clock'), outage: hook('outage'), settle: hook('settle') };
    await using company = await startCompany(NOWHERE, { startAt: new Date('2026-03-02T01:00:00Z'), hooks });

    const moved = await company.post('/emulator/clock', { advance: 'P1D' });
    const slept = await company.post('/emulator/outage', { for: 'PT5H' });
    const settled = await company.post('/emulator/settle', {});

    expect(asked).toEqual(['clock 2026-03-03T01', 'outage 2026-03-03T06', 'settle']);
    expect([moved.quiet, slept.quiet, settled.quiet]).toEqual([true, false, true]);
  });
});

test('every changed message keeps its id and comes after the last seq that was read', async () => {
  await using company = await startCompany(NOWHERE);
  const { msgid, response_code } = await company.sendCard(aButtonCard());
  await company.sendText('另一条');
  const read = await company.get('/emulator/ledger/visible');
  await company.update({ userids: ['liming'], response_code, button: { replace_name: '已办' } });

  const news = await company.get(`/emulator/ledger/visible?after=${read.at(-1).seq}&person=liming`);

  expect(news).toMatchObject([{ message: msgid, state: 'updated', at: read[0].at }]);
  expect(await company.get('/emulator/ledger/visible')).toHaveLength(2);
});

test('what was shown, codes and pictures survive a restart of the emulator, a torn last line too', async () => {
  const ledgerDir = mkdtempSync(join(tmpdir(), 'zhitong-emulator-'));
  try {
    const before = await startCompany(NOWHERE, { ledgerDir });
    const { response_code } = await before.sendCard(aButtonCard());
    await before.emulator.close();
    appendFileSync(join(ledgerDir, 'visible.jsonl'), '{"seq":2,"mess');

    await using after = await startCompany(NOWHERE, { ledgerDir });
    expect(after.emulator.visible()).toMatchObject([{ seq: 1, state: 'shown' }]);
    expect(after.emulator.raw().map(({ seq }) => seq)).toEqual([1, 2]);
    expect((await after.update({ atall: 1, response_code, button: { replace_name: '已办' } })).errcode).toBe(0);
    expect(after.emulator.visible()).toMatchObject([{ seq: 2, state: 'updated' }]);
  } finally {
    rmSync(ledgerDir, { recursive: true });
  }
});

test('media: formats, sizes, types and the three days', async () => {
  await using company = await startCompany(NOWHERE);
  const token = await company.tokenFor(COMPANY.secret);
  const upload = async (type: string, bytes: Buffer, name = '图.png') => {
    const form = new FormData();
    form.append('media', new Blob([new Uint8Array(bytes)]), name);
    const address = `${company.emulator.url}/cgi-bin/media/upload?access_token=${token}&type=${type}`;
    return (await (await fetch(address, { method: 'POST', body: form })).json()) as Record<string, string | number>;
  };
  const png = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    Buffer.from('\r\n--picture--\r\n'),
  ]);
  const get = async (id: unknown, headers = {}) =>
    fetch(`${company.emulator.url}/cgi-bin/media/get?access_token=${token}&media_id=${String(id)}`, { headers });

  const { media_id: id, ...answer } = await upload('image', png);

  expect(answer).toEqual({ errcode: 0, errmsg: '', type: 'image', created_at: expect.stringMatching(/^\d{10}$/) });
  expect(Buffer.from(await (await get(id)).arrayBuffer())).toEqual(png);
  expect((await get(id, { range: 'bytes=0-3' })).status).toBe(206);
  expect((await upload('image', Buffer.from('no picture'))).errcode).toBe(40005);
  expect((await upload('poem', png)).errcode).toBe(40004);
  expect((await upload('file', Buffer.from('12345'))).errcode).toBe(40006);
  expect((await upload('voice', Buffer.alloc(2 * 1024 * 1024 + 1))).errcode).toBe(45001);
  const picture = { msgtype: 'image', image: { media_id: id } };
  expect((await company.send(picture)).errcode).toBe(0);
  expect((await company.send({ msgtype: 'file', file: { media_id: id } })).errcode).toBe(40007);
  const [row] = company.emulator.visible();
  expect((await fetch(company.emulator.url + row!.image)).headers.get('content-type')).toBe('application/octet-stream');
  await company.post('/emulator/clock', { advance: 'PT73H' });
  expect(await (await get(id)).json()).toMatchObject({ errcode: 40007 });
  expect((await company.send(picture)).errcode).toBe(40007);
});

test('the page hears of new rows and of the clock as they happen', async () => {
  await using company = await startCompany(NOWHERE);
  const response = await fetch(`${company.emulator.url}/emulator/events`);
  const reader = response.body!.getReader();
  let heard = '';
  const hear = async (words: string) => {
    while (!heard.includes(words)) heard += Buffer.from((await reader.read()).value ?? []).toString('utf8');
  };

  await company.sendText('您好');
  await hear('"text":"您好"');
  await company.post('/emulator/clock', { advance: 'PT1H' });
  await hear('"type":"clock"');

  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(heard).toContain('"type":"progress"');
  await reader.cancel();
});

test('controls are refused to a page of another site', async () => {
  await using company = await startCompany(NOWHERE);
  const ask = async (origin: string) =>
    (await fetch(`${company.emulator.url}/emulator/people`, { headers: { origin } })).status;

  expect(await ask('https://evil.example.invalid')).toBe(403);
  expect(await ask(company.emulator.url)).toBe(200);
});

test('people are listed; unknown controls and paths outside the page are 404', async () => {
  await using company = await startCompany(NOWHERE);

  expect(await company.get('/emulator/people')).toEqual([
    { platform: 'wecom', id: 'LiMing', name: '李明', title: '委员', groups: ['主席群'] },
    { platform: 'wecom', id: '1001', name: '王芳', title: '提案委', groups: [] },
  ]);
  expect((await company.post('/emulator/unknown', {})).status).toBe(404);
  expect((await fetch(`${company.emulator.url}/page/..%2fmain.ts`)).status).toBe(404);
});

test('as a process of its own it says ready, and moves time through its parent', async () => {
  await using receiver = await startReceiver();
  const dir = mkdtempSync(join(tmpdir(), 'zhitong-emulator-'));
  const config = join(dir, 'company.json');
  writeFileSync(config, JSON.stringify({ ...COMPANY, callbackUrl: receiver.url }));
  const child = fork(join(import.meta.dirname, '../../emulator/main.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, EMULATOR_CONFIG: config, EMULATOR_PORT: '0', EMULATOR_LEDGER_DIR: dir },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`emulator process ended with ${code}`)));
    child.on('message', (message: { type: string; port?: number; to?: string; id?: string }) => {
      if (message.type === 'ready') resolve(message.port ?? 0);
      if (message.type === 'clock') {
        child.send({ type: 'now', now: message.to });
        child.send({ type: 'answer', id: message.id, now: message.to, quiet: true });
      }
    });
  });
  const to = '2099-01-05T01:00:00.000Z';

  const answer = await fetch(`http://127.0.0.1:${port}/emulator/clock`, {
    method: 'POST',
    body: JSON.stringify({ to }),
  });

  expect(await answer.json()).toMatchObject({ quiet: true, now: expect.stringMatching(/^2099-01-05T01:00:0/) });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  expect(await ended).toBe(0);
  rmSync(dir, { recursive: true });
});
