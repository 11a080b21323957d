import { expect, test } from 'vitest';
import { STREAM_TOPICS } from '../../../emulator/dingtalk/stream-link.ts';
import { DEFAULT_STREAM_SWITCHES } from '../../../emulator/dingtalk/stream-switches.ts';
import { aCardFrame, anEventFrame, aRobotFrame, connectBare, startGateway, until } from './stream-support.ts';

/** A limit that only guards against a hang. */
const PATIENT = 120_000;
const MANY = 100_000;

test('by default an unacknowledged frame comes again after 60 s under a new messageId', () => {
  expect(DEFAULT_STREAM_SWITCHES).toMatchObject({
    redeliveryMs: 60_000,
    redeliveryMessageId: 'new',
    cardAckMs: 2000,
    eventAckMs: 3000,
    disconnectGraceMs: 10_000,
    ticketLifeMs: 90_000,
  });
});

test.each(['new', 'same'] as const)('a redelivered frame carries the %s messageId and the same data', async (which) => {
  const switches = { redeliveryMs: 20, redeliveries: MANY, redeliveryMessageId: which };
  await using world = await startGateway({ switches });
  using client = await connectBare(world.origin);

  const answered = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'));
  const [first, second] = [await client.frame(STREAM_TOPICS.robot), await client.frame(STREAM_TOPICS.robot, 2)];
  // Late, for the first try: it is the same message, and that it was understood counts.
  client.ack(first, { response: 'late' });

  expect(await answered).toEqual({ response: 'late' });
  expect(second.data).toBe(first.data);
  expect(second.headers.messageId === first.headers.messageId).toBe(which === 'same');
});

test('a frame that nobody acknowledges is given up after its tries', async () => {
  await using world = await startGateway({ switches: { redeliveryMs: 10, redeliveries: 2 } });
  using client = await connectBare(world.origin);

  expect(await world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'))).toBeNull();
  expect(world.gateway.unacknowledged()).toBe(0);
  await client.frame(STREAM_TOPICS.robot, 3);
  expect(client.frames).toHaveLength(3);
});

test('with redelivery off it is sent once', async () => {
  await using world = await startGateway({ switches: { redeliveryMs: 10, redeliveries: 0 } });
  using client = await connectBare(world.origin);

  expect(await world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'))).toBeNull();
  await client.frame(STREAM_TOPICS.robot);
  expect(client.frames).toHaveLength(1);
});

test('a card press without an answer in time is over: the person saw the failure', async () => {
  await using world = await startGateway({ switches: { cardAckMs: 20, redeliveryMs: PATIENT } });
  using client = await connectBare(world.origin);

  expect(await world.gateway.deliver(STREAM_TOPICS.card, aCardFrame())).toBeNull();
  expect(world.gateway.unacknowledged()).toBe(0);
  client.ack(await client.frame(STREAM_TOPICS.card), { response: {} });
  await until(() => world.notes.length > 0);
  expect(client.frames).toHaveLength(1);
});

test('an event without an answer in time has failed, and comes again', async () => {
  await using world = await startGateway({ switches: { eventAckMs: 10, redeliveryMs: 30, redeliveries: MANY } });
  using client = await connectBare(world.origin);

  expect(await world.gateway.deliver(STREAM_TOPICS.event, anEventFrame('e1'))).toBeNull();
  expect(world.gateway.unacknowledged()).toBe(1);
  client.ack(await client.frame('*', 2), { status: 'SUCCESS' });
  await until(() => world.gateway.unacknowledged() === 0);
});

test('several connections: one of them gets the frame, by chance', async () => {
  let chance = 0;
  await using world = await startGateway({ random: () => chance });
  using first = await connectBare(world.origin);
  using second = await connectBare(world.origin);

  const deliver = async (to: typeof first, text: string, nth: number) => {
    const answered = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame(text));
    to.ack(await to.frame(STREAM_TOPICS.robot, nth), {});
    await answered;
  };
  chance = 0.99;
  await deliver(second, '甲', 1);
  await deliver(second, '乙', 2);
  chance = 0.49;
  await deliver(first, '丙', 1);

  const texts = (of: typeof first) => of.frames.map(({ data }) => JSON.parse(data).text.content);
  expect([texts(first), texts(second)]).toEqual([['丙'], ['甲', '乙']]);
});

test('what a closed connection took with it goes over another one at once', async () => {
  let chance = 0;
  await using world = await startGateway({
    random: () => chance,
    switches: { redeliveryMs: PATIENT, cardAckMs: PATIENT },
  });
  using first = await connectBare(world.origin);
  using second = await connectBare(world.origin);

  const robot = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'));
  const card = world.gateway.deliver(STREAM_TOPICS.card, aCardFrame());
  const lost = await first.frame(STREAM_TOPICS.robot);
  await first.frame(STREAM_TOPICS.card);
  chance = 0.99;
  first.socket.terminate();
  const again = await second.frame(STREAM_TOPICS.robot);
  second.ack(again, { response: 'second' });
  second.ack(await second.frame(STREAM_TOPICS.card), { response: {} });

  expect(await robot).toEqual({ response: 'second' });
  expect(await card).toEqual({ response: {} });
  expect(again.data).toBe(lost.data);
});

test('when there is no other connection it waits for the next one', async () => {
  await using world = await startGateway({ switches: { redeliveryMs: PATIENT } });
  const first = await connectBare(world.origin);
  const answered = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'));
  await first.frame(STREAM_TOPICS.robot);
  first.socket.terminate();
  await until(() => world.gateway.connections().length === 0);

  using second = await connectBare(world.origin);
  second.ack(await second.frame(STREAM_TOPICS.robot), { response: null });

  expect(await answered).toEqual({ response: null });
});

test('without any connection a frame is lost, or kept for the next one by switch', async () => {
  await using losing = await startGateway();
  expect(await losing.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'))).toBeNull();
  expect(losing.gateway.unacknowledged()).toBe(0);

  await using holding = await startGateway({ switches: { withoutConnection: 'hold', redeliveryMs: PATIENT } });
  const sent = aRobotFrame('你好');
  const answered = holding.gateway.deliver(STREAM_TOPICS.robot, sent);
  using client = await connectBare(holding.origin);
  const frame = await client.frame(STREAM_TOPICS.robot);
  client.ack(frame, {});

  expect(frame.headers.messageId).toBe(sent.messageId);
  expect(await answered).toEqual({});
});

test('closing the gateway answers whoever still waits', async () => {
  await using world = await startGateway({ switches: { redeliveryMs: PATIENT } });
  using client = await connectBare(world.origin);
  const answered = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'));
  await client.frame(STREAM_TOPICS.robot);

  world.gateway.close();

  expect(await answered).toBeNull();
  await client.closed;
});
