import { describe, expect, test, vi } from 'vitest';
import type { Card } from '../../../cards/card.ts';
import { messageRef, readButtonWords } from '../../../cards/render/button-words.ts';
import { readCardToken } from '../../../src/card-token.ts';
import type { Outgoing } from '../../../src/deps.ts';
import { type DingtalkChannelOptions, dingtalkChannel } from '../../../src/platforms/dingtalk/channel.ts';
import type { DingtalkClient } from '../../../src/platforms/dingtalk/client.ts';
import { readEnvelope, sessionText } from '../../../src/platforms/dingtalk/messages.ts';

const SECRET = Buffer.alloc(32, 7);
const NOW = new Date('2026-03-02T10:00:00Z');
const ID = 'mAb3dEf_-0123456789012345678901234567890';
const CARD: Card = {
  title: '第058号提案待签收',
  note: '第058号 · 已交办',
  body: '关于加强老旧小区电梯加装的提案',
  facts: [{ label: '答复期限', value: '2026年6月2日' }],
  selectors: [],
  buttons: [
    { action: 'receive', text: '签收', tone: 'primary', subject: 'as-1' },
    { action: 'view', text: '查看全文', tone: 'plain' },
  ],
  about: { case: 'c1', version: 3 },
};
const SELECTOR = { key: 'unit', title: '单位', options: [{ id: 'u1', text: '住建局' }] };

const outgoing = (say: Outgoing['say'], over: Partial<Outgoing> = {}): Outgoing => ({
  key: 'k',
  to: { person: 'p1', platform: 'dingtalk', user: 'Manager42' },
  say,
  ...over,
});

function start(over: Partial<DingtalkChannelOptions> = {}) {
  const ok = async () => ({ class: 'ok' as const, msgid: '77' });
  const client = {
    sendToUser: vi.fn(ok),
    sendRobot: vi.fn(ok),
    sendBySession: vi.fn(ok),
    sendNotice: vi.fn(ok),
    noticeResult: vi.fn<DingtalkClient['noticeResult']>(async () => ({ class: 'ok' as const })),
    createCard: vi.fn(ok),
    updateCard: vi.fn(ok),
  };
  const channel = dingtalkChannel({
    client: client as unknown as DingtalkClient,
    robotCode: 'ding1',
    secretKey: SECRET,
    clocks: { real: () => NOW },
    templates: {},
    callback: { type: 'HTTP', routeKey: 'zhitong' },
    robotOf: (group) => (group === 'chairs' ? { accessToken: 'A', secret: 'SECx' } : undefined),
    pause: async () => {},
    ...over,
  });
  return { client, channel };
}
const WITH_TEMPLATE = { templates: { main: 't-1.schema' } };
const SEND = { platform: 'dingtalk', kind: 'send', recipient: 'p1' } as const;
type Request = Record<string, never>;
const requestOf = (body: string) => readEnvelope(body).request as Request & Record<string, unknown>;
const paramOf = (body: string) => JSON.parse(String(requestOf(body).msgParam)) as Record<string, string>;
const sentBytes = (call: { mock: { calls: unknown[][] } }) => JSON.parse(String(call.mock.calls.at(-1)?.at(-1)));

describe('with a template', () => {
  test('a card is created and delivered under the id of its message', () => {
    const { channel } = start(WITH_TEMPLATE);

    const request = requestOf(channel.render(outgoing({ card: CARD }), ID, 'send'));

    expect(request).toMatchObject({
      cardTemplateId: 't-1.schema',
      outTrackId: ID,
      callbackType: 'HTTP',
      callbackRouteKey: 'zhitong',
      userIdType: 1,
      openSpaceId: 'dtv1.card//IM_ROBOT.Manager42',
      imRobotOpenSpaceModel: { supportForward: false, lastMessageI18n: { ZH_CN: '第058号提案待签收' } },
      imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: 'ding1' },
    });
  });

  test('every button has a token of its own message', () => {
    const { channel } = start(WITH_TEMPLATE);
    const request = requestOf(channel.render(outgoing({ card: CARD }), ID, 'send'));
    const { cardParamMap } = request.cardData as unknown as { cardParamMap: Record<string, string> };

    const tokens = (JSON.parse(cardParamMap.buttons ?? '[]') as { token: string }[]).map(({ token }) => token);

    expect(tokens.map((token) => readCardToken(SECRET, ID, token))).toEqual([
      { case: 'c1', version: 3, action: 'receive', subject: 'as-1' },
      { case: 'c1', version: 3, action: 'view', subject: '' },
    ]);
    expect(readCardToken(SECRET, 'm-other', tokens[0] ?? '')).toBeNull();
  });

  test('an update names the card that was sent first, and its tokens too', async () => {
    const { channel, client } = start(WITH_TEMPLATE);
    const updates = { message: 'mFirst', responseCode: '' };

    const body = channel.render(outgoing({ card: CARD }, { updates }), ID, 'update');
    await channel.send({ platform: 'dingtalk', kind: 'update', recipient: 'p1' }, body);

    const sent = sentBytes(client.updateCard);
    expect(sent).toMatchObject({ outTrackId: 'mFirst', cardUpdateOptions: { updateCardDataByKey: true } });
    const [first] = JSON.parse(sent.cardData.cardParamMap.buttons) as { token: string }[];
    expect(readCardToken(SECRET, 'mFirst', first?.token ?? '')).toMatchObject({ action: 'receive' });
    expect(client.createCard).not.toHaveBeenCalled();
  });

  test('in Stream mode presses come back by Stream', () => {
    const { channel } = start({ ...WITH_TEMPLATE, callback: { type: 'STREAM' } });
    const request = requestOf(channel.render(outgoing({ card: CARD }), ID, 'send'));

    expect(request.callbackType).toBe('STREAM');
    expect(request).not.toHaveProperty('callbackRouteKey');
  });
});

describe('without a template', () => {
  test('buttons say their word, number and message in the name of their person', () => {
    const { channel } = start();

    const body = channel.render(outgoing({ card: CARD }), ID, 'send');
    const param = paramOf(body);

    expect(requestOf(body)).toMatchObject({ robotCode: 'ding1', userIds: ['Manager42'], msgKey: 'sampleActionCard2' });
    const said = new URL(param.actionURL2 ?? '').searchParams.get('content') ?? '';
    expect(said).toBe(`查看全文 2·${messageRef(ID)}`);
    expect(readButtonWords(said)).toEqual({ n: 2, ref: 'Ab3dEf' });
  });

  test.each([
    [
      'six buttons',
      { buttons: Array.from({ length: 6 }, (_, n) => ({ action: `a${n}`, text: `做${n}`, tone: 'plain' as const })) },
    ],
    ['selectors', { selectors: [SELECTOR] }],
    ['nothing to press', { buttons: [] }],
    ['settled', { done: '已签收', buttons: [] }],
  ])('%s: numbered text', (_, over) => {
    const { channel } = start();

    const body = channel.render(outgoing({ card: { ...CARD, ...over } }), ID, 'send');

    expect(requestOf(body).msgKey).toBe('sampleText');
    expect(paramOf(body).content).toContain('第058号提案待签收');
  });

  test('an update goes out as a new message: there is no card to change', async () => {
    const { channel, client } = start();
    const updates = { message: 'mFirst', responseCode: '' };
    const body = channel.render(
      outgoing({ card: { ...CARD, buttons: [], done: '已签收' } }, { updates }),
      ID,
      'update',
    );

    await channel.send({ platform: 'dingtalk', kind: 'update', recipient: 'p1' }, body);

    expect(client.updateCard).not.toHaveBeenCalled();
    expect(JSON.parse(sentBytes(client.sendToUser).msgParam).content).toContain('〔已签收〕');
  });
});

describe('work notices', () => {
  const owed = { obligations: ['o1'] };
  const content = (body: string) => (requestOf(body).msg as unknown as { text: { content: string } }).text.content;

  test('the same words in two messages differ visibly, one message is the same to the byte', () => {
    const { channel } = start({ noticeAgentId: 7 });
    const say = outgoing({ card: CARD }, owed);

    const [one, again, two] = [ID, ID, 'mOther12345'].map((id) => channel.render(say, id, 'send'));

    expect(one).toBe(again);
    expect(content(one ?? '')).toContain('〔消息号 Ab3dEf〕');
    expect(content(two ?? '')).toContain('〔消息号 Other1〕');
    expect(requestOf(one ?? '')).toMatchObject({ agent_id: 7, userid_list: 'Manager42' });
  });

  test('what is not owed is said by the robot', () => {
    const { channel } = start({ noticeAgentId: 7 });

    expect(readEnvelope(channel.render(outgoing({ text: '好的' }), ID, 'send')).call).toBe('robotText');
  });

  test.each(['汉'.repeat(3000), '"\n'.repeat(2000), '👨‍👩‍👧‍👦'.repeat(500)])(
    'a long one keeps within 2,048 bytes, %#',
    (body) => {
      const { channel } = start({ noticeAgentId: 7 });
      const rendered = channel.render(outgoing({ card: { ...CARD, body } }, owed), ID, 'send');

      expect(Buffer.byteLength(JSON.stringify(requestOf(rendered).msg))).toBeLessThanOrEqual(2048);
      expect(content(rendered)).toContain('〔消息号 Ab3dEf〕');
    },
  );

  test('its result is read back', async () => {
    const { channel, client } = start({ noticeAgentId: 7 });
    client.noticeResult.mockResolvedValueOnce(null).mockResolvedValueOnce({ class: 'E', invalid: ['Manager42'] });

    const outcome = await channel.send(SEND, channel.render(outgoing({ text: '请签收' }, owed), ID, 'send'));

    expect(outcome).toEqual({ class: 'E', invalid: ['Manager42'], msgid: '77' });
    expect(client.noticeResult.mock.calls).toEqual([
      [7, '77'],
      [7, '77'],
    ]);
  });

  test('a result that does not come leaves what the platform said', async () => {
    const { channel, client } = start({ noticeAgentId: 7 });
    client.noticeResult.mockResolvedValue(null);

    const outcome = await channel.send(SEND, channel.render(outgoing({ text: '请签收' }, owed), ID, 'send'));

    expect(outcome).toMatchObject({ class: 'ok', msgid: '77' });
    expect(client.noticeResult).toHaveBeenCalledTimes(2);
  });
});

describe('groups', () => {
  test('a group is told by its robot, under the id of the message; no secret is in the frozen bytes', async () => {
    const { channel, client } = start();
    const body = channel.render(outgoing({ text: '本周 @所有人' }), ID, 'robot');

    await channel.send({ platform: 'dingtalk', kind: 'robot', recipient: 'chairs' }, body);

    expect(client.sendRobot.mock.calls[0]?.[0 as never]).toEqual({ accessToken: 'A', secret: 'SECx' });
    expect(sentBytes(client.sendRobot)).toEqual({ msgtype: 'text', text: { content: '本周 @所有人' }, msgUuid: ID });
    expect(body).not.toMatch(/SECx|accessToken/);
  });

  test('a group without a robot is a matter of configuration', async () => {
    const { channel } = start();

    expect(
      await channel.send(
        { platform: 'dingtalk', kind: 'robot', recipient: 'units' },
        channel.render(outgoing({ text: '周报' }), ID, 'robot'),
      ),
    ).toEqual({ class: 'G', errmsg: expect.stringContaining('DINGTALK_GROUP_ROBOTS') });
  });

  test.each([
    [1, 'ok', 1],
    [0, 'F', 0],
    [-1, 'F', 0],
  ])('an address of a conversation with %i ms left', async (leftMs, expected, calls) => {
    const { channel, client } = start();
    const url = 'https://oapi.dingtalk.com/robot/sendBySession?session=5d';
    const body = sessionText({ text: '收到', url, expiresAt: new Date(NOW.getTime() + leftMs), uuid: ID });

    expect((await channel.send(SEND, body)).class).toBe(expected);
    expect(client.sendBySession).toHaveBeenCalledTimes(calls);
  });
});

test('only what the platform knows again may be repeated', () => {
  const card = start(WITH_TEMPLATE).channel;
  const plain = start({ noticeAgentId: 7 }).channel;
  const updates = { message: 'mFirst', responseCode: '' };

  const bodies = [
    card.render(outgoing({ card: CARD }), ID, 'send'),
    card.render(outgoing({ card: CARD }, { updates }), ID, 'update'),
    plain.render(outgoing({ card: CARD }, { obligations: ['o'] }), ID, 'send'),
    plain.render(outgoing({ card: CARD }), ID, 'send'),
    plain.render(outgoing({ text: 'x' }), ID, 'send'),
    plain.render(outgoing({ text: 'x' }), ID, 'robot'),
  ];

  expect(bodies.map((body) => card.refusesRepeats('send', body))).toEqual([true, true, true, false, false, false]);
});

test.each(['a b', 'a;IM_GROUP.x', 'a,b', 'a|b', '', 'x'.repeat(65)])('"%s" is not one user', (user) => {
  const to = { person: null, platform: 'dingtalk' as const, user };

  expect(() => start(WITH_TEMPLATE).channel.render(outgoing({ card: CARD }, { to }), ID, 'send')).toThrow(
    'one user id',
  );
  expect(() => start().channel.render(outgoing({ text: 'x' }, { to }), ID, 'send')).toThrow('one user id');
});
