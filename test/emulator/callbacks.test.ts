import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { decrypt, encrypt, sign } from '../../emulator/wecom/crypto.ts';
import { readElement } from '../../emulator/wecom/xml.ts';
import { COMPANY, type Received, startCompany, startReceiver } from './support.ts';

const open = ({ body }: Received) => decrypt(COMPANY.encodingAesKey, readElement(body, 'Encrypt') ?? '');
const plains = (received: readonly Received[]) => received.map((one) => open(one).plain);

test('a saying is called back signed, sealed for the company, and fresh', async () => {
  await using receiver = await startReceiver();
  await using company = await startCompany(receiver.url);

  const said = await company.post('/emulator/say', { from: 'liming', text: '建议]]>修桥 <b>' });

  const [callback] = receiver.received;
  const { searchParams } = callback!.url;
  const encrypted = readElement(callback!.body, 'Encrypt') ?? '';
  const timestamp = searchParams.get('timestamp') ?? '';
  expect(said).toMatchObject({ delivered: 200, msgId: expect.stringMatching(/^\d{19}$/) });
  expect(sign(COMPANY.token, timestamp, searchParams.get('nonce') ?? '', encrypted)).toBe(
    searchParams.get('msg_signature'),
  );
  expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(5);
  expect(callback!.body).toContain(`<ToUserName><![CDATA[${COMPANY.corpId}]]></ToUserName>`);
  expect(callback!.body).toContain('<AgentID><![CDATA[1000002]]></AgentID>');
  const { plain, receiveId } = open(callback!);
  expect(receiveId).toBe(COMPANY.corpId);
  expect(plain).toContain('<Content><![CDATA[建议]]]]><![CDATA[>修桥 <b>]]></Content>');
  expect(plain).toContain(`<MsgId>${said.msgId}</MsgId><AgentID>1000002</AgentID></xml>`);
  expect(BigInt(said.msgId)).toBeGreaterThan(2n ** 53n);
});

test('signature time stays real when the company travels', async () => {
  await using receiver = await startReceiver();
  await using company = await startCompany(receiver.url);
  await company.post('/emulator/clock', { advance: 'P30D' });

  await company.post('/emulator/say', { from: 'liming', text: '您好' });

  const [callback] = receiver.received;
  expect(Math.abs(Date.now() / 1000 - Number(callback!.url.searchParams.get('timestamp')))).toBeLessThan(5);
  expect(Math.abs(Date.now() / 1000 - Number(readElement(open(callback!).plain, 'CreateTime')))).toBeLessThan(5);
  expect(Date.parse(company.emulator.visible()[0]!.at)).toBeGreaterThan(Date.now() + 29 * 86_400_000);
});

test('a callback that fails is sent again with the same text in a new envelope, three times at most', async () => {
  await using receiver = await startReceiver((nth) => (nth < 3 ? 503 : 200));
  await using company = await startCompany(receiver.url);

  const said = await company.post('/emulator/say', { from: 'liming', text: '再来' });

  expect(said.delivered).toBe(200);
  expect(new Set(plains(receiver.received)).size).toBe(1);
  expect(receiver.received).toHaveLength(3);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(3);
  expect(company.emulator.callbacks()[0]?.attempts.map(({ status }) => status)).toEqual([503, 503, 200]);
});

test('after three repeats the platform gives up and says so', async () => {
  await using receiver = await startReceiver(() => 500);
  await using company = await startCompany(receiver.url);

  expect((await company.post('/emulator/say', { from: 'liming', text: '失败' })).delivered).toBe(500);
  expect(receiver.received).toHaveLength(4);
});

test('a callback without an answer is given up after its limit and repeated', async () => {
  await using receiver = await startReceiver((nth) => (nth === 1 ? null : 200));
  await using company = await startCompany(receiver.url, { switches: { callbackTimeoutMs: 600 } });

  expect((await company.post('/emulator/say', { from: 'liming', text: '慢' })).delivered).toBe(200);
  expect(company.emulator.callbacks()[0]?.attempts.map(({ status }) => status)).toEqual([0, 200]);
});

test('with the switch off another status than 200 is not repeated', async () => {
  await using receiver = await startReceiver(() => 500);
  await using company = await startCompany(receiver.url, { switches: { retryOnNon200: false } });

  await company.post('/emulator/say', { from: 'liming', text: '一次' });

  expect(receiver.received).toHaveLength(1);
});

test('one person is heard in order although the first callback is slow; others do not wait', async () => {
  const order: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const text =
        readElement(decrypt(COMPANY.encodingAesKey, readElement(body, 'Encrypt') ?? '').plain, 'Content') ?? '';
      setTimeout(
        () => {
          order.push(text);
          response.end();
        },
        text === '甲1' ? 120 : 0,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await using company = await startCompany(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const say = (from: string, text: string) => company.post('/emulator/say', { from, text });

  await Promise.all([say('liming', '甲1'), say('liming', '甲2').then(), say('1001', '乙1')]);

  expect(order).toEqual(['乙1', '甲1', '甲2']);
  server.close();
});

test('repeat sends the same text again; held sayings come later, so order can be broken', async () => {
  await using receiver = await startReceiver();
  await using company = await startCompany(receiver.url);
  const first = await company.post('/emulator/say', { from: 'liming', text: '先', hold: true });
  await company.post('/emulator/say', { from: 'liming', text: '后' });

  const repeated = await company.post('/emulator/repeat', { callback: first.callback, times: 2 });

  expect(first.delivered).toBeNull();
  expect(repeated.delivered).toEqual([200, 200]);
  expect(plains(receiver.received).map((plain) => readElement(plain, 'Content'))).toEqual(['后', '先', '先']);
});

test('pictures, files and events are called back too; group talk is not', async () => {
  await using receiver = await startReceiver();
  await using company = await startCompany(receiver.url);
  const upload = { name: '桥.png', base64: Buffer.from('\x89PNG-not-really').toString('base64') };
  const say = (body: object) => company.post('/emulator/say', { from: 'liming', ...body });

  await say({ image: upload });
  await say({ file: { ...upload, name: '提案.docx' } });
  await say({ voice: { ...upload, name: 'a.amr' } });
  await say({ event: 'enter_agent' });
  const inGroup = await say({ to: '主席群', text: '大家好' });

  const [image, file, voice, event] = plains(receiver.received);
  expect(receiver.received).toHaveLength(4);
  expect(readElement(image!, 'PicUrl')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/emulator\/media\/MEDIA-/);
  expect(readElement(file!, 'FileName')).toBe('提案.docx');
  expect(readElement(voice!, 'Format')).toBe('amr');
  expect(event).toContain('<Event><![CDATA[enter_agent]]></Event><EventKey><![CDATA[]]></EventKey>');
  expect(event).not.toContain('MsgId');
  expect(inGroup.delivered).toBeNull();
  expect(company.emulator.visible({ group: '主席群' })).toMatchObject([
    { kind: 'said', from: 'LiMing', text: '大家好' },
  ]);
  const token = await company.tokenFor(COMPANY.secret);
  const media = await fetch(
    `${company.emulator.url}/cgi-bin/media/get?access_token=${token}&media_id=${readElement(image!, 'MediaId')}`,
  );
  expect(Buffer.from(await media.arrayBuffer()).toString('base64')).toBe(upload.base64);
});

test('own sayings and presses stand in the visible ledger with `from`', async () => {
  await using receiver = await startReceiver();
  await using company = await startCompany(receiver.url);

  const said = await company.post('/emulator/say', { from: 'liming', text: '您好' });

  expect(await company.get('/emulator/ledger/visible?person=LiMing')).toEqual([
    {
      seq: 1,
      at: expect.any(String),
      platform: 'wecom',
      to: 'LiMing',
      from: 'LiMing',
      kind: 'said',
      text: '您好',
      state: 'shown',
      message: said.msgId,
    },
  ]);
});

test('saving the callback address checks signature, body and time like the platform', async () => {
  const answers: Record<string, (echo: string) => string> = {
    '/right': (echo) => echo,
    '/newline': (echo) => `${echo}\n`,
    '/json': (echo) => JSON.stringify(echo),
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const query = url.searchParams;
    const echo = query.get('echostr') ?? '';
    const isSigned =
      sign(COMPANY.token, query.get('timestamp') ?? '', query.get('nonce') ?? '', echo) === query.get('msg_signature');
    response.end(isSigned ? answers[url.pathname]!(decrypt(COMPANY.encodingAesKey, echo).plain) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  for (const [path, ok] of [
    ['/right', true],
    ['/newline', false],
    ['/json', false],
  ] as const) {
    await using company = await startCompany(base + path);
    expect(await company.emulator.verifyUrl()).toMatchObject({ ok, status: 200 });
  }
  server.close();
});

test('a rightly signed passive text is shown, a wrongly signed one is not', async () => {
  const reply = (token: string) => {
    const plain = '<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[收到]]></Content></xml>';
    const encrypted = encrypt(COMPANY.encodingAesKey, plain, COMPANY.corpId);
    const signature = sign(token, '1760000001', 'n', encrypted);
    return `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>1760000001</TimeStamp><Nonce><![CDATA[n]]></Nonce></xml>`;
  };
  const server = createServer((request, response) =>
    response.end(reply(request.url?.startsWith('/right') ? COMPANY.token : 'wrong')),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const shown = async (path: string) => {
    await using company = await startCompany(base + path);
    await company.post('/emulator/say', { from: 'liming', text: '您好' });
    return company.emulator
      .visible()
      .filter(({ from }) => !from)
      .map(({ text }) => text);
  };

  expect(await shown('/right')).toEqual(['收到']);
  expect(await shown('/wrong')).toEqual([]);
  server.close();
});
