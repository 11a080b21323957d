import { expect, test } from 'vitest';
import { timestampSign } from '../../../emulator/dingtalk/crypto.ts';
import { DINGTALK, GROUP_ID, type Loose, startCompany, startReceiver } from './support.ts';

const PICTURE = { name: 'p.png', base64: Buffer.from('picture').toString('base64') };

test('words to the robot arrive signed, with the session that answers into the conversation', async () => {
  await using server = await startReceiver();
  await using company = await startCompany({ robotUrl: server.url });

  const said = await company.control('say', { from: 'user001', text: '查一下待办' });

  expect(said).toMatchObject({ delivered: 200, msgId: expect.stringMatching(/^msg.+==$/) });
  const [got] = server.received;
  expect(got?.headers.sign).toBe(timestampSign(String(got?.headers.timestamp), DINGTALK.appSecret));
  const [body] = server.bodies() as Loose[];
  expect(body).toMatchObject({
    msgtype: 'text',
    text: { content: '查一下待办' },
    msgId: said.msgId,
    conversationType: '1',
    senderStaffId: 'user001',
    senderNick: '李明',
    robotCode: DINGTALK.robotCode,
    chatbotCorpId: DINGTALK.corpId,
  });
  expect(body.sessionWebhookExpiredTime).toBe(body.createAt + 5_400_000);

  const url = new URL(body.sessionWebhook);
  const reply = { msgtype: 'markdown', markdown: { title: '待办', text: '今天有 **3** 项' } };
  const answered = await company.call('POST', url.pathname + url.search, reply);
  expect(answered.body).toEqual({ errcode: 0, errmsg: 'ok' });
  expect(company.seen('user001')).toMatchObject([{ kind: 'markdown', text: '今天有 **3** 项' }]);
});

test('a session that ended, or never was, answers 300001', async () => {
  await using server = await startReceiver();
  await using company = await startCompany({ robotUrl: server.url }, { dingtalkSwitches: { sessionLifeMs: 0 } });
  await company.control('say', { from: 'user001', text: '在吗' });
  const url = new URL((server.bodies()[0] as Loose).sessionWebhook);
  const reply = { msgtype: 'text', text: { content: '在' } };

  const ended = await company.call('POST', url.pathname + url.search, reply);
  const never = await company.call('POST', '/robot/sendBySession?session=no', reply);

  expect([ended.status, ended.body.errcode, never.body.errcode]).toEqual([200, 300001, 300001]);
  expect(company.seen('user001')).toEqual([]);
});

test('the answer to a callback is a message, and `empty` is silence', async () => {
  const answers = [{ msgtype: 'text', text: { content: '收到' } }, { msgtype: 'empty' }];
  await using server = await startReceiver((_got, nth) => ({ json: answers[nth - 1] }));
  await using company = await startCompany({ robotUrl: server.url });

  await company.control('say', { from: 'user001', text: '一' });
  await company.control('say', { from: 'user001', text: '二' });

  expect(company.seen('user001')).toMatchObject([{ kind: 'text', text: '收到' }]);
});

test('in a group the robot hears what @s it, with the space that the mention leaves, and no files', async () => {
  await using server = await startReceiver();
  await using company = await startCompany({ robotUrl: server.url });
  const to = '项目一组';

  await company.control('say', { from: '0147', to, text: '查一下' });
  const unheard = await company.control('say', { from: '0147', to, text: '闲聊', at: false });
  const refused = await company.control('say', { from: '0147', to, file: PICTURE });
  await company.control('say', { from: '0147', to, rich: [{ text: '看这张' }, { image: PICTURE }] });

  expect(unheard.delivered).toBeNull();
  expect(refused.error).toContain('in a group');
  const [text, rich] = server.bodies() as Loose[];
  expect(text).toMatchObject({
    conversationType: '2',
    conversationId: GROUP_ID,
    conversationTitle: '项目一组',
    isInAtList: true,
    text: { content: ' 查一下' },
    senderStaffId: '0147',
  });
  expect(text.atUsers).toEqual([{ dingtalkId: text.chatbotUserId }]);
  expect(rich.content.richText).toMatchObject([{ text: '@小助手 ' }, { text: '看这张' }, { type: 'picture' }]);
  expect(server.received).toHaveLength(2);
  expect(company.inGroup(to)).toHaveLength(3);
});

test('what is sent as picture, file, speech or film can be fetched by its code without a token', async () => {
  await using server = await startReceiver();
  await using company = await startCompany({ robotUrl: server.url });

  await company.control('say', { from: 'user001', image: PICTURE });
  await company.control('say', { from: 'user001', file: { ...PICTURE, name: '周报.xlsx' } });
  await company.control('say', { from: 'user001', voice: { ...PICTURE, name: 'a.amr' }, recognition: '明天开会' });
  await company.control('say', { from: 'user001', video: { ...PICTURE, name: 'v.mp4' } });

  const bodies = server.bodies() as Loose[];
  expect(bodies.map(({ msgtype }) => msgtype)).toEqual(['picture', 'file', 'audio', 'video']);
  expect(bodies[1].content.fileName).toBe('周报.xlsx');
  expect(bodies[2].content).toMatchObject({ duration: 4000, recognition: '明天开会' });
  for (const { content } of bodies) {
    const request = { robotCode: DINGTALK.robotCode, downloadCode: content.downloadCode };
    const { body } = await company.api('POST', '/v1.0/robot/messageFiles/download', request);
    expect(await (await fetch(body.downloadUrl)).text()).toBe('picture');
    expect((await fetch(`${body.downloadUrl}x`)).status).toBe(403);
  }
  const wrong = await company.api('POST', '/v1.0/robot/messageFiles/download', {
    robotCode: DINGTALK.robotCode,
    downloadCode: 'mIofno',
  });
  expect([wrong.status, wrong.body.code]).toEqual([400, 'invalidParameter.robotCode.downloadCode']);
});

test('callbacks go wrong on demand; a repeat has the same msgId and a fresh signature', async () => {
  await using server = await startReceiver();
  await using company = await startCompany({ robotUrl: server.url });
  const say = (flaw: string) => company.control('say', { from: 'user001', text: flaw, flaw });

  await say('wrong-sign');
  await say('old');
  await say('no-staff-id');
  await say('unknown-type');
  const { callback } = await say('quota');
  await company.control('repeat', { callback });

  const [wrong, old] = server.received;
  expect(wrong?.headers.sign).not.toBe(timestampSign(String(wrong?.headers.timestamp), DINGTALK.appSecret));
  expect(old?.headers.sign).toBe(timestampSign(String(old?.headers.timestamp), DINGTALK.appSecret));
  expect(Date.now() - Number(old?.headers.timestamp)).toBeGreaterThanOrEqual(7_200_000);
  const [, , unpublished, unknown, quota, again] = server.bodies() as Loose[];
  expect(unpublished.senderStaffId).toBeUndefined();
  expect(unknown).toMatchObject({ msgtype: 'unknownMsgType' });
  expect(quota).toMatchObject({ errorCode: 20001 });
  expect(quota.text).toBeUndefined();
  expect(again.msgId).toBe(quota.msgId);
});

test('a stranger has no senderStaffId', async () => {
  await using server = await startReceiver();
  await using company = await startCompany({ robotUrl: server.url });

  await company.control('say', { from: '外人', text: '你好' });

  expect((server.bodies()[0] as Loose).senderStaffId).toBeUndefined();
});

test('uploaded media is shown by its id; a wrong type is refused', async () => {
  await using company = await startCompany();
  const upload = async (type: string, name: string) => {
    const form = new FormData();
    form.set('type', type);
    form.set('media', new Blob(['bytes']), name);
    const url = `${company.emulator.url}/media/upload?access_token=${await company.token()}`;
    return (await (await fetch(url, { method: 'POST', body: form })).json()) as Loose;
  };

  const { media_id } = await upload('file', '答复.pdf');
  await company.batchSend('sampleFile', { mediaId: media_id, fileName: '答复.pdf', fileType: 'pdf' });

  expect(media_id).toMatch(/^@/);
  const [row] = company.seen('user001');
  expect(row).toMatchObject({ kind: 'file', text: '答复.pdf' });
  expect(await (await fetch(company.emulator.url + row.file.url)).text()).toBe('bytes');
  expect((await upload('file', 'a.exe')).errcode).toBe(40004);
  expect((await upload('film', 'a.mp4')).errcode).toBe(40004);
});
