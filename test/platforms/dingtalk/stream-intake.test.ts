import { beforeEach, describe, expect, test } from 'vitest';
import type { DingtalkRecord, Outcome } from '../../../src/platforms/dingtalk/keep.ts';
import { readContactEvent } from '../../../src/platforms/dingtalk/read-event.ts';
import type { StreamFrame } from '../../../src/platforms/dingtalk/stream-frame.ts';
import { readFrame } from '../../../src/platforms/dingtalk/stream-frame.ts';
import { type StreamIntakeOptions, streamIntake } from '../../../src/platforms/dingtalk/stream-intake.ts';
import { aMessage, anEvent, aPress } from './stream-server.ts';

const NOW = new Date('2026-03-02T10:00:00Z');
let records: DingtalkRecord[];
let logged: string[];

const frameOf = (wire: object) => readFrame(JSON.stringify(wire)) as StreamFrame;

function intake(more: Partial<StreamIntakeOptions> = {}) {
  const keep = (event: string, fields: object = {}) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const seen = new Set<string>();
  return streamIntake({
    clocks: { real: () => NOW, monotonic: () => 0 },
    accept: async (record): Promise<Outcome> => {
      if (seen.has(record.key)) return 'duplicate';
      seen.add(record.key);
      records.push(record);
      return 'stored';
    },
    answerWithin: async () => null,
    log: keep,
    ...more,
  });
}

beforeEach(() => {
  records = [];
  logged = [];
});

describe('what is stored', () => {
  test('a message: its bytes, by its msgId, for its sender', async () => {
    const frame = frameOf(aMessage('m1', 'msgA=='));

    expect(await intake()(frame)).toBeNull();
    expect(records).toEqual([
      {
        platform: 'dingtalk',
        source: 'robot',
        key: 'msg:msgA==',
        plaintext: Buffer.from(frame.data),
        receivedAt: NOW,
        person: 'user001',
        classified: false,
      },
    ]);
  });

  test.each([
    ['the same messageId', 'm1'],
    ['a new messageId', 'm2'],
  ])('a message that comes again with %s is a duplicate', async (_, messageId) => {
    const onFrame = intake();
    await onFrame(frameOf(aMessage('m1', 'msgA==')));
    await onFrame(frameOf(aMessage(messageId, 'msgA==')));
    await onFrame(frameOf(aMessage('m3', 'msgB==')));

    expect(records.map(({ key }) => key)).toEqual(['msg:msgA==', 'msg:msgB==']);
  });

  test('an event goes by its eventId, however often and under whatever messageId it comes', async () => {
    const onFrame = intake();
    await onFrame(frameOf(anEvent('e1', '3f0c2b6ad0c9')));
    await onFrame(frameOf(anEvent('e2', '3f0c2b6ad0c9')));

    expect(records).toMatchObject([{ source: 'events', key: 'evt:3f0c2b6ad0c9', person: null }]);
  });

  test('an event is kept in the shape of HTTP push: its name and time are read from the row alone', async () => {
    await intake()(frameOf(anEvent('e1', '3f0c2b6ad0c9')));
    const { plaintext, key, receivedAt } = records[0]!;

    expect(readContactEvent({ body: plaintext, key, receivedAt })).toEqual({
      kind: 'left',
      users: ['user001'],
      at: new Date(1767225600198),
      id: 'evt:3f0c2b6ad0c9',
    });
  });

  test('the data of an event cannot pose as its envelope', async () => {
    const wire = {
      ...anEvent('e1', '3f0c2b6ad0c9'),
      data: '{"eventid":"other-000","EventType":"org_remove","userId":[]}',
    };
    await intake()(frameOf(wire));

    expect(JSON.parse(records[0]!.plaintext.toString())).toEqual({
      EventType: 'user_leave_org',
      EventTime: '1767225600198',
      CorpId: '',
      eventId: '3f0c2b6ad0c9',
      userId: [],
    });
  });

  test.each([
    ['message', { ...aMessage('m1'), data: '{"msgId":' }, 'robot'],
    ['press', { ...aPress('c1'), data: '[]' }, 'card'],
    ['event', { ...anEvent('e1', '3f0c2b6ad0c9'), data: 'nonsense' }, 'events'],
  ])('a %s that cannot be read is stored all the same', async (_, wire, source) => {
    await intake()(frameOf(wire));

    expect(records).toMatchObject([{ source, person: null, key: expect.stringMatching(/^evt:/) }]);
  });

  test('text with a classification mark is left out, also when a rich text cuts the mark in two', async () => {
    const onFrame = intake();
    await onFrame(frameOf(aMessage('m1', 'msgA==', '机密★10年 内容甲')));
    const content = { richText: [{ text: '绝' }, { text: '密★ 内容乙' }] };
    const data = JSON.stringify({ msgId: 'msgB==', msgtype: 'richText', senderStaffId: 'user001', content });
    await onFrame(frameOf({ ...aMessage('m2'), data }));

    expect(records.map(({ classified }) => classified)).toEqual([true, true]);
    expect(records.map(({ plaintext }) => JSON.parse(plaintext.toString()))).toEqual([
      { msgtype: 'classified', createAt: NOW.getTime(), senderStaffId: 'user001', msgId: 'msgA==' },
      { msgtype: 'classified', createAt: NOW.getTime(), senderStaffId: 'user001', msgId: 'msgB==' },
    ]);
    expect(logged.join()).not.toMatch(/内容|密/);
  });

  test('what was not stored rejects', async () => {
    const onFrame = intake({ accept: () => Promise.reject(new Error('disk full')) });

    await expect(onFrame(frameOf(aMessage('m1')))).rejects.toThrow('disk full');
    await expect(onFrame(frameOf(aPress('c1')))).rejects.toThrow('disk full');
  });
});

describe('the answer to a press', () => {
  test('is what the press has brought about, asked for by its key and only after it was stored', async () => {
    const asked: string[] = [];
    const answerWithin = async (key: string) => {
      asked.push(`${key} ${records.length}`);
      return { cardData: { cardParamMap: { status: 'done' } } };
    };

    expect(await intake({ answerWithin })(frameOf(aPress('c1')))).toEqual({
      cardData: { cardParamMap: { status: 'done' } },
    });
    expect(asked).toEqual([`${records[0]!.key} 1`]);
    expect(records[0]!.key).toMatch(/^card:[0-9a-f]{64}$/);
  });

  test.each([
    ['nothing new', { answerWithin: async () => null }],
    ['too late', { answerWithin: () => new Promise<never>(() => {}), answerMs: 5 }],
    ['failed', { answerWithin: () => Promise.reject(new Error('x')) }],
    [
      'only spooled',
      { accept: async () => 'spooled' as const, answerWithin: () => new Promise<never>(() => {}), answerMs: 600_000 },
    ],
  ])('%s: {}', async (_, more) => {
    expect(await intake(more)(frameOf(aPress('c1')))).toEqual({});
  });

  test('the same delivery twice is one press', async () => {
    const onFrame = intake();
    await onFrame(frameOf(aPress('c1')));
    await onFrame(frameOf(aPress('c1')));

    expect(records.length).toBe(1);
  });
});
