import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReadOptions } from '../../../src/platforms/dingtalk/read-result.ts';
import { readDingtalkRow } from '../../../src/platforms/dingtalk/read-row.ts';
import { aMessage, aPress, NOW } from './callback-server.ts';

const rowOf = (source: 'robot' | 'card', body: string | Buffer) => ({
  source,
  body: Buffer.from(body),
  key: source === 'robot' ? 'msg:m1' : 'card:c1',
  receivedAt: NOW,
});

const message = (parts: Record<string, unknown> = {}, options?: ReadOptions) =>
  readDingtalkRow(rowOf('robot', JSON.stringify(aMessage(parts))), options);

const press = (params?: Record<string, unknown>, parts?: Record<string, unknown>) =>
  readDingtalkRow(rowOf('card', JSON.stringify(aPress(params, parts))));

describe('messages', () => {
  test('a text is trimmed, and says who, when and where', () => {
    expect(message()).toEqual({
      ok: true,
      media: [],
      event: {
        platform: 'dingtalk',
        person: { key: 'manager4220', asSent: 'Manager4220' },
        at: new Date(1767225600120),
        id: 'msg:m1',
        kind: 'text',
        rawType: 'text',
        text: '提案 1',
      },
      conversation: {
        id: 'cidSingleEmu0001==',
        type: 'single',
        sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=5d0c7b2f9a41e6',
        sessionWebhookExpiresAt: new Date(1767231000300),
      },
    });
  });

  test('a group is visible as a group', () => {
    const parts = { conversationType: '2', conversationId: 'cidG==', conversationTitle: '提案委', isInAtList: true };

    expect(message(parts)).toMatchObject({ ok: true, conversation: { id: 'cidG==', type: 'group', title: '提案委' } });
  });

  test.each([
    ['1767225600120', new Date(1767225600120)],
    ['yesterday', NOW],
    [undefined, NOW],
    [{ $gt: 0 }, NOW],
  ])('createAt %j', (createAt, at) => {
    expect(message({ createAt })).toMatchObject({ event: { at } });
  });

  test('older pages have the content of a text at the top', () => {
    expect(message({ text: undefined, content: ' 提案 ' })).toMatchObject({ event: { kind: 'text', text: '提案' } });
  });

  const D = 'mIof_emu';
  test.each([
    ['picture', { downloadCode: D, pictureDownloadCode: 'b' }, { kind: 'image', mediaId: D }, 'image'],
    [
      'audio',
      { duration: 4000, downloadCode: D, recognition: ' 明天开会 ' },
      { kind: 'voice', text: '明天开会' },
      'voice',
    ],
    ['video', { duration: '5', downloadCode: D, videoType: 'mp4' }, { kind: 'file', fileName: '视频.mp4' }, 'video'],
    ['file', { downloadCode: D, fileName: '周报.xlsx' }, { kind: 'file', fileName: '周报.xlsx' }, 'file'],
  ])('%s', (msgtype, content, event, kind) => {
    expect(message({ msgtype, text: undefined, content })).toMatchObject({
      ok: true,
      event: { ...event, rawType: msgtype, mediaId: D },
      media: [{ id: D, kind }],
    });
  });

  test('speech that was not recognised has no text', () => {
    const read = message({ msgtype: 'audio', text: undefined, content: { downloadCode: D } });

    expect(read.ok && 'text' in read.event).toBe(false);
    expect(read).toMatchObject({ event: { kind: 'voice', mediaId: D } });
  });

  test.each([
    ['unknownMsgType', { unknownMsgType: 'x' }],
    ['__proto__', {}],
    ['constructor', {}],
  ])('%s is something else', (msgtype, content) => {
    expect(message({ msgtype, content })).toMatchObject({ ok: true, event: { kind: 'other', rawType: msgtype } });
  });

  test.each([{ errorCode: 20001 }, { errCode: '20001' }])('a used-up quota shows as such: %j', (parts) => {
    expect(message({ ...parts, text: undefined })).toMatchObject({
      event: { kind: 'withheld', rawType: 'error:20001' },
    });
  });
});

describe('rich text', () => {
  const rich = (richText: unknown, parts: Record<string, unknown> = {}, options?: ReadOptions) =>
    message({ msgtype: 'richText', text: undefined, content: { richText }, ...parts }, options);
  const picture = (downloadCode: string) => ({ type: 'picture', downloadCode, pictureDownloadCode: 'other' });

  test('texts and pictures', () => {
    expect(rich([{ text: '看这张图 ' }, picture('p1'), { text: '有什么问题' }, picture('p2')])).toMatchObject({
      event: { kind: 'text', text: '看这张图 \n有什么问题', mediaId: 'p1' },
      media: [
        { id: 'p1', kind: 'image' },
        { id: 'p2', kind: 'image' },
      ],
    });
  });

  test('pictures alone are an image', () => {
    expect(rich([picture('p1'), { text: ' ' }])).toMatchObject({ event: { kind: 'image', mediaId: 'p1' } });
  });

  test('a word in two styles stays one word', () => {
    expect(rich([{ text: '提' }, { text: '案 1' }])).toMatchObject({ event: { text: '提案 1' } });
  });

  const group = { conversationType: '2' };
  const named = { robotName: '小助手(新)' };
  test.each([
    ['@小助手(新) 提案 1', {}, named, '提案 1'],
    ['提案 1 @小助手(新)', group, named, '提案 1'],
    ['@小助手(新)人 提案 1', group, named, '@小助手(新)人 提案 1'],
    ['@小助手\u2005提案 1', group, {}, '提案 1'],
    ['@某某 你看', {}, {}, '@某某 你看'],
    ['提案 @某某 1', group, {}, '提案 @某某 1'],
  ])('%s', (text, parts, options, expected) => {
    expect(rich([{ text }], parts, options)).toMatchObject({ event: { text: expected } });
  });

  test.each([null, 'text', {}, [null, 1, 'x', { text: 5 }]])('%j is an empty text', (richText) => {
    expect(rich(richText)).toMatchObject({ ok: true, event: { kind: 'text', text: '' }, media: [] });
  });
});

describe('what is not guessed at', () => {
  const twice = (name: string) => JSON.stringify(aMessage()).replace(/}$/, `,"${name}":"x"}`);
  test.each([
    ['encoding', 'robot', Buffer.from([0x7b, 0xff, 0x7d])],
    ['encoding', 'robot', JSON.stringify(aMessage({ text: { content: 'X' } })).replace('X', '\\ud83d')],
    ['encoding', 'card', JSON.stringify(aPress({ token: 't', reason: 'X' })).replaceAll('X', '\\\\ud83d')],
    ['unreadable', 'robot', '{"msgtype":'],
    ['unreadable', 'robot', '[]'],
    ['unreadable', 'card', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['identity', 'robot', twice('senderStaffId')],
    ['identity', 'robot', twice('msgtype')],
    ['identity', 'robot', twice('conversation\\u0054ype')],
    ['identity', 'robot', JSON.stringify(aMessage({ msgtype: 1 }))],
    ['identity', 'robot', JSON.stringify(aMessage({ conversationType: '2', conversationId: undefined }))],
    ['outsider', 'robot', JSON.stringify(aMessage({ senderStaffId: '' }))],
    ['outsider', 'robot', JSON.stringify(aMessage({ senderCorpId: 'dingother' }))],
    ['identity', 'card', JSON.stringify(aPress({ token: 't' }, { userId: { $ne: '' } }))],
    ['identity', 'card', JSON.stringify(aPress({ token: 't' }, { userIdType: 2 }))],
    ['identity', 'card', JSON.stringify(aPress()).replace(/}$/, ',"userId":"boss"}')],
    ['press', 'card', JSON.stringify(aPress({ id: '42' }))],
    ['press', 'card', JSON.stringify(aPress({ token: 't' }, { outTrackId: undefined }))],
    ['press', 'card', JSON.stringify(aPress({}, { content: 'x', value: '[]' }))],
  ] as const)('%s: %s %s', (reason, source, body) => {
    expect(readDingtalkRow(rowOf(source, body as string))).toMatchObject({ ok: false, reason });
  });

  test('nothing makes it throw', () => {
    const any = fc.oneof(
      fc.json({ maxDepth: 5 }),
      fc.string(),
      fc.json().map((json) => JSON.stringify({ content: json })),
    );
    fc.assert(
      fc.property(fc.constantFrom('robot' as const, 'card' as const), any, (source, body) => {
        expect(readDingtalkRow(rowOf(source, body)).ok).toBe(false);
      }),
    );
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom({ toString: 1 }, { valueOf: 1, toString: null }));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(aMessage())), odd, (name, value) => {
        expect(typeof message({ [name]: value }).ok).toBe('boolean');
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(aPress()), 'errorCode'), odd, (name, value) => {
        expect(typeof press({ token: 't', [name]: value }, { [name]: value }).ok).toBe('boolean');
      }),
    );
  });
});
