import { expect, test } from 'vitest';
import { STREAM_TOPICS } from '../../../emulator/dingtalk/stream-link.ts';
import { aRobotFrame, connectBare, startGateway, until } from './stream-support.ts';

test('a ping comes with opaque data; the echo is checked', async () => {
  await using world = await startGateway({ switches: { pingMs: 20 } });
  using client = await connectBare(world.origin);

  const ping = await client.frame('ping');
  client.ack(ping, ping.data);
  client.ack(await client.frame('ping', 2), '{"opaque":"wrong"}');
  await until(() => world.notes.length > 0);

  expect(ping).toMatchObject({ type: 'SYSTEM', headers: { contentType: 'application/json' } });
  expect(JSON.parse(ping.data)).toEqual({ opaque: expect.stringMatching(/^[0-9a-f]+$/) });
  expect(world.gateway.connections()[0]?.pings).toMatchObject({ echoed: 1 });
  expect(world.notes).toEqual([expect.stringContaining('wrong')]);
});

test('WebSocket pings of the client are answered, until the connection falls silent', async () => {
  await using world = await startGateway();
  using client = await connectBare(world.origin);
  let pongs = 0;
  client.socket.on('pong', () => {
    pongs += 1;
  });

  client.socket.ping();
  await until(() => pongs === 1);
  world.gateway.mute();
  client.socket.ping();
  const answered = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'));
  using other = await connectBare(world.origin);
  world.gateway.cut(world.gateway.connections()[0]?.id);
  other.ack(await other.frame(STREAM_TOPICS.robot), {});
  await answered;
  await client.closed;

  expect({ pongs, frames: client.frames }).toEqual({ pongs: 1, frames: [] });
});

test.each([true, false])(
  'an announced end: nothing new on that connection, closed after the silence (acked: %s)',
  async (isAcked) => {
    await using world = await startGateway({ switches: { disconnectGraceMs: 200 } });
    using old = await connectBare(world.origin);
    const [before] = world.gateway.connections();
    const first = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('甲'));
    const open = await old.frame(STREAM_TOPICS.robot);

    world.gateway.disconnect('deployment', before?.id);
    world.gateway.disconnect('deployment', before?.id);
    const told = await old.frame('disconnect');
    if (isAcked) old.ack(told, told.data);
    using next = await connectBare(world.origin);
    const second = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('乙'));
    next.ack(await next.frameSaying('乙'), { response: 'next' });
    expect(await second).toEqual({ response: 'next' });

    expect(told).toMatchObject({ type: 'SYSTEM', data: '{"reason":"deployment"}' });
    expect(await old.closed).toBe(1000);
    expect(old.frames.map(({ headers }) => headers.topic)).toEqual([STREAM_TOPICS.robot, 'disconnect']);
    // What was left open there has moved.
    const moved = await next.frameSaying('甲');
    next.ack(moved, {});
    expect(moved.data).toBe(open.data);
    expect(await first).toEqual({});
  },
);

test('on a connection that was told to leave, what is open can still be acknowledged', async () => {
  await using world = await startGateway({ switches: { disconnectGraceMs: 120_000 } });
  using client = await connectBare(world.origin);
  const answered = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('甲'));
  const frame = await client.frame(STREAM_TOPICS.robot);

  world.gateway.disconnect('rebalancing');
  await client.frame('disconnect');
  client.ack(frame, { response: null });

  expect(await answered).toEqual({ response: null });
  expect(world.gateway.connections()).toMatchObject([{ isLeaving: true }]);
});

test('by switch the disconnect is repeated under the same messageId until it is acknowledged', async () => {
  await using world = await startGateway({ switches: { disconnectGraceMs: 600, repeatUnackedDisconnect: true } });
  using client = await connectBare(world.origin);

  world.gateway.disconnect('deployment');
  const [first, second] = [await client.frame('disconnect'), await client.frame('disconnect', 2)];

  expect(second).toEqual(first);
});

test('by switch an idle connection is closed, and CONNECTED and REGISTERED greet', async () => {
  await using world = await startGateway({ switches: { idleTimeoutMs: 50, greetings: ['CONNECTED', 'REGISTERED'] } });
  using client = await connectBare(world.origin);

  await client.frame('REGISTERED');
  expect(await client.closed).toBe(1001);

  expect(client.frames.map(({ type, headers }) => [type, headers.topic])).toEqual([
    ['SYSTEM', 'CONNECTED'],
    ['SYSTEM', 'REGISTERED'],
  ]);
  await until(() => world.gateway.connections().length === 0);
});
