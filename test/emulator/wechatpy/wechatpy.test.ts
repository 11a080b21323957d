import { beforeAll, expect, test } from 'vitest';
import { aButtonCard, COMPANY, startCompany } from '../support.ts';
import { prepareWechatpy, startPython } from './python-client.ts';

let missing: string | null = null;
beforeAll(async () => {
  missing = await prepareWechatpy();
}, 240_000);

const startWechatpy = () => startPython(COMPANY.token, COMPANY.encodingAesKey, COMPANY.corpId);

test('wechatpy verifies and reads our callbacks: address, text, file of bytes, card press', async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  await using python = await startWechatpy();
  await using company = await startCompany(python.url);

  expect(await company.emulator.verifyUrl()).toEqual({ ok: true, status: 200, reason: null });

  // Every length from 1 to 40 bytes: all 32 paddings occur.
  for (let length = 1; length <= 40; length += 1) {
    const text = `${'x'.repeat(length - 1)}建`;
    const said = await company.post('/emulator/say', { from: 'liming', text });
    expect(await python.next()).toMatchObject({
      kind: 'callback',
      type: 'text',
      source: 'LiMing',
      fields: { Content: text, MsgId: said.msgId },
    });
  }
  const text = '关于]]>加固😀老桥的建议';
  await company.post('/emulator/say', { from: '1001', text });
  expect(await python.next()).toMatchObject({
    type: 'text',
    source: '1001',
    fields: { Content: text, AgentID: '1000002' },
  });

  const { msgid } = await company.sendCard(aButtonCard({ task_id: 'proof-1' }));
  await company.post('/emulator/press', { from: 'liming', message: msgid, button: '立案' });
  expect((await python.next()).fields).toMatchObject({
    Event: 'template_card_event',
    EventKey: 'file',
    TaskId: 'proof-1',
  });
});

test('a callback signed with another token is refused by wechatpy', async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  await using python = await startPython('anotherToken', COMPANY.encodingAesKey, COMPANY.corpId);
  await using company = await startCompany(python.url, { switches: { retries: 0 } });

  expect((await company.post('/emulator/say', { from: 'liming', text: '您好' })).delivered).toBe(400);
  expect(await python.next()).toMatchObject({ kind: 'refused', error: expect.stringContaining('InvalidSignature') });
});

test('wechatpy gets a token from us and sends a text', async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  await using python = await startWechatpy();
  await using company = await startCompany(python.url);
  const command = {
    do: 'send',
    api: company.emulator.url,
    secret: COMPANY.secret,
    agentId: COMPANY.agentId,
    user: 'liming',
  };

  const sent = await python.tell({ ...command, text: '来自别人的客户端' });

  expect(sent).toMatchObject({ kind: 'sent', answer: { errcode: 0, invaliduser: '' } });
  expect(company.emulator.visible()).toMatchObject([{ to: 'LiMing', text: '来自别人的客户端' }]);
  expect(await python.tell({ ...command, secret: 'wrong', text: 'x' })).toMatchObject({
    kind: 'failed',
    error: expect.stringContaining('40001'),
  });
});
