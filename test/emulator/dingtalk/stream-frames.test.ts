import { expect, test } from 'vitest';
import { STREAM_TOPICS } from '../../../emulator/dingtalk/stream-link.ts';
import { aCardFrame, anEventFrame, aRobotFrame, CIVIL, connectBare, startGateway, until } from './stream-support.ts';

/** A limit that only guards against a hang. */
const PATIENT = 120_000;
const PATIENTLY = { cardAckMs: PATIENT, eventAckMs: PATIENT, redeliveryMs: PATIENT };

test('a robot message is one text frame with the documented fields, its data a JSON string', async () => {
  await using world = await startGateway();
  using client = await connectBare(world.origin);
  const sent = aRobotFrame('你好');

  const answered = world.gateway.deliver(STREAM_TOPICS.robot, sent);
  const frame = await client.frame(STREAM_TOPICS.robot);
  client.ack(frame, { response: null });

  expect(frame).toEqual({
    specVersion: '1.0',
    type: 'CALLBACK',
    headers: {
      appId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      connectionId: world.gateway.connections()[0]?.id,
      contentType: 'application/json',
      messageId: sent.messageId,
      time: String(CIVIL.getTime()),
      topic: STREAM_TOPICS.robot,
    },
    data: JSON.stringify(sent.data),
  });
  expect(await answered).toEqual({ response: null });
});

test('an event carries its envelope in the headers and the topic *', async () => {
  await using world = await startGateway();
  using client = await connectBare(world.origin);
  const sent = anEventFrame('e7');

  const answered = world.gateway.deliver(STREAM_TOPICS.event, sent);
  const frame = await client.frame('*');
  client.ack(frame, { status: 'SUCCESS', message: 'ok' });

  expect(frame).toMatchObject({ type: 'EVENT', headers: { topic: '*', ...sent.headers } });
  expect(await answered).toEqual({ status: 'SUCCESS', message: 'ok' });
});

/** As the four official SDKs write them (dingtalk.md 8.4); the messageId is filled in below. */
test.each([
  ['Node', { code: 200, message: 'OK', data: '{"response":{}}' }, { response: {} }],
  ['Python', { code: 200, message: '', data: '{"response": "OK"}' }, { response: 'OK' }],
  ['Java', { code: 200, message: 'ok', data: '{"response":null}' }, { response: null }],
  ['Go', { code: 200, message: 'ok', data: '{"response":{"a":1}}' }, { response: { a: 1 } }],
  ['nobody: without data', { code: 200, message: 'OK' }, {}],
  ['nobody: with empty data', { code: 200, message: 'OK', data: '' }, {}],
  ['nobody: with broken data', { code: 200, message: 'OK', data: '{"resp' }, {}],
  ['nobody: with an object as data', { code: 200, data: { response: 1 } }, { response: 1 }],
  ['Go without a handler', { code: 404, message: 'handler not found', data: '' }, null],
  ['a handler that failed', { code: 500, message: 'internal error', data: '' }, null],
])('an acknowledgement as written by %s ends the frame', async (_, ack, expected) => {
  await using world = await startGateway({ switches: PATIENTLY });
  using client = await connectBare(world.origin);

  const answered = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'));
  const { headers } = await client.frame(STREAM_TOPICS.robot);
  client.write({ ...ack, headers: { messageId: headers.messageId, contentType: 'application/json' } });

  expect(await answered).toEqual(expected);
  expect(world.gateway.unacknowledged()).toBe(0);
});

test.each([
  ['Python, which echoes the event', 200, { timeStamp: '1', userId: ['user001'] }, 1],
  ['Go, LATER with code 500', 500, { status: 'LATER', message: 'busy' }, 2],
  ['LATER with code 200', 200, { status: 'LATER' }, 2],
])('an event answered by %s', async (_, code, data, times) => {
  await using world = await startGateway({ switches: { ...PATIENTLY, laterMs: 10 } });
  using client = await connectBare(world.origin);

  const answered = world.gateway.deliver(STREAM_TOPICS.event, anEventFrame('e1'));
  client.ack(await client.frame('*'), data, code);
  expect(await answered).toEqual(times === 1 ? data : null);
  if (times === 2) client.ack(await client.frame('*', 2), { status: 'SUCCESS' });
  await until(() => world.gateway.unacknowledged() === 0);

  expect(client.frames.map(({ headers }) => headers.eventId)).toEqual(Array(times).fill('e1'));
});

test('a topic that nobody subscribed to reaches nobody', async () => {
  await using world = await startGateway();
  using client = await connectBare(world.origin, { subscriptions: [{ type: 'EVENT', topic: '*' }] });

  expect(await world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'))).toBeNull();
  expect(await world.gateway.deliver(STREAM_TOPICS.card, aCardFrame())).toBeNull();
  const answered = world.gateway.deliver(STREAM_TOPICS.event, anEventFrame('e1'));
  client.ack(await client.frame('*'), {});
  await answered;

  expect(client.frames.map(({ type }) => type)).toEqual(['EVENT']);
});

test('what is no acknowledgement, or one of nothing, changes nothing and is noted', async () => {
  await using world = await startGateway({ switches: PATIENTLY });
  using client = await connectBare(world.origin);
  using other = await connectBare(world.origin, { subscriptions: [] });

  const answered = world.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('你好'));
  const frame = await client.frame(STREAM_TOPICS.robot);
  other.ack(frame, { response: 'of another connection' });
  client.write('not JSON');
  client.write({ code: 200, headers: {} });
  client.write([]);
  client.ack({ ...frame, headers: { messageId: 'unknown' } }, {});
  await until(() => world.notes.length === 5);
  expect(world.gateway.unacknowledged()).toBe(1);
  client.ack(frame, { response: null });

  expect(await answered).toEqual({ response: null });
  expect(world.notes.filter((note) => note.includes('not open there'))).toHaveLength(2);
});
