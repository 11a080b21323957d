import axios from 'axios';
import { DWClient, type DWClientDownStream, EventAck } from 'dingtalk-stream';
import { afterEach, expect, test } from 'vitest';
import { STREAM_TOPICS } from '../../../emulator/dingtalk/stream-link.ts';
import { APP, aCardFrame, anEventFrame, aRobotFrame, OPEN_PATH, startGateway, until } from './stream-support.ts';

/** A limit that only guards against a hang. */
const PATIENT = 120_000;

/** The client has the platform's address fixed in its code; everything else on the wire is its own (decisions.md 25). */
let interceptor: number | null = null;
function sendTo(origin: string): void {
  interceptor = axios.interceptors.request.use((request) => ({
    ...request,
    url: (request.url ?? '').replace('https://api.dingtalk.com', origin),
    proxy: false,
  }));
}

afterEach(() => {
  if (interceptor !== null) axios.interceptors.request.eject(interceptor);
});

async function startSdk(more: Parameters<typeof startGateway>[0] = {}) {
  const world = await startGateway(more);
  sendTo(world.origin);
  const client = new DWClient({ clientId: APP.appKey, clientSecret: APP.appSecret, ua: 'zhitong-test/1.0' });
  const received: DWClientDownStream[] = [];
  const hear = (answer: (message: DWClientDownStream, nth: number) => void) => (message: DWClientDownStream) => {
    received.push(message);
    answer(message, received.length);
  };
  return {
    ...world,
    client,
    received,
    hear,
    connect: async () => {
      await client.connect();
      await until(() => world.gateway.connections().length > 0);
    },
    [Symbol.asyncDispose]: async () => {
      client.disconnect();
      await world[Symbol.asyncDispose]();
    },
  };
}

test('the official client opens a connection and a robot message arrives; its acknowledgement is seen', async () => {
  await using sdk = await startSdk();
  const answer = sdk.hear(({ headers }) => sdk.client.socketCallBackResponse(headers.messageId, null));
  sdk.client.registerCallbackListener(STREAM_TOPICS.robot, answer);
  await sdk.connect();

  const frame = aRobotFrame('关于加固老桥的建议');
  const data = await sdk.gateway.deliver(STREAM_TOPICS.robot, frame);

  expect(data).toEqual({ response: null });
  expect(sdk.received).toMatchObject([
    { specVersion: '1.0', type: 'CALLBACK', headers: { topic: STREAM_TOPICS.robot } },
  ]);
  expect(JSON.parse(sdk.received[0]!.data)).toEqual(frame.data);
  expect(sdk.gateway.unacknowledged()).toBe(0);
  expect(sdk.opened).toMatchObject([
    {
      clientId: APP.appKey,
      ua: 'zhitong-test/1.0',
      subscriptions: [
        { type: 'EVENT', topic: '*' },
        { type: 'CALLBACK', topic: STREAM_TOPICS.robot },
      ],
    },
  ]);
  expect(sdk.notes).toEqual([]);
});

test('the official client answers a card callback with data for the card', async () => {
  await using sdk = await startSdk({ switches: { cardAckMs: PATIENT } });
  const update = {
    cardUpdateOptions: { updateCardDataByKey: true },
    cardData: { cardParamMap: { status: '已办结' } },
  };
  const answer = sdk.hear(({ headers }) => sdk.client.socketCallBackResponse(headers.messageId, update));
  sdk.client.registerCallbackListener(STREAM_TOPICS.card, answer);
  await sdk.connect();

  expect(await sdk.gateway.deliver(STREAM_TOPICS.card, aCardFrame())).toEqual({ response: update });
});

test('the official client gets an event again that it answered with LATER', async () => {
  await using sdk = await startSdk({ switches: { laterMs: 10, eventAckMs: PATIENT } });
  const statuses = [EventAck.LATER, EventAck.SUCCESS];
  sdk.client.registerAllEventListener((message) => {
    sdk.received.push(message);
    return { status: statuses[sdk.received.length - 1]!, message: 'seen' };
  });
  await sdk.connect();

  expect(await sdk.gateway.deliver(STREAM_TOPICS.event, anEventFrame('e1'))).toBeNull();
  await until(() => sdk.gateway.unacknowledged() === 0);

  expect(sdk.received.map(({ headers }) => [headers.eventType, headers.eventId])).toEqual([
    ['user_leave_org', 'e1'],
    ['user_leave_org', 'e1'],
  ]);
});

test('what the official client does not acknowledge comes again, with the same data', async () => {
  await using sdk = await startSdk({ switches: { redeliveryMs: 30, redeliveries: 1000 } });
  const answer = sdk.hear(({ headers }, nth) => {
    if (nth === 2) sdk.client.socketCallBackResponse(headers.messageId, {});
  });
  sdk.client.registerCallbackListener(STREAM_TOPICS.robot, answer);
  await sdk.connect();

  expect(await sdk.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('再来一次'))).toEqual({ response: {} });

  const [first, second] = sdk.received;
  expect(second!.data).toBe(first!.data);
  expect(second!.headers.messageId).not.toBe(first!.headers.messageId);
});

test('the official client echoes pings, and comes back by itself with a new ticket when the connection is cut', async () => {
  await using sdk = await startSdk({ switches: { pingMs: 20 } });
  await sdk.connect();
  await until(() => sdk.gateway.connections()[0]!.pings.echoed >= 2);
  const [before] = sdk.gateway.connections();

  sdk.gateway.cut();
  await until(() => sdk.gateway.connections().some(({ id }) => id !== before!.id));

  expect(sdk.opened).toHaveLength(2);
  expect(sdk.notes).toEqual([]);
});

test('the official client stays until an announced end is carried out, comes back, and misses nothing it had', async () => {
  await using sdk = await startSdk({ switches: { disconnectGraceMs: 20, redeliveryMs: PATIENT } });
  const answer = sdk.hear(({ headers }, nth) => {
    if (nth === 1) sdk.gateway.disconnect('deployment');
    else sdk.client.socketCallBackResponse(headers.messageId, { second: true });
  });
  sdk.client.registerCallbackListener(STREAM_TOPICS.robot, answer);
  await sdk.connect();

  expect(await sdk.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('更新前'))).toEqual({ response: { second: true } });

  expect(sdk.received[1]!.data).toBe(sdk.received[0]!.data);
  expect(sdk.received[1]!.headers.connectionId).not.toBe(sdk.received[0]!.headers.connectionId);
});

test('the official client with a wrong secret is refused as unauthorised', async () => {
  await using world = await startGateway();
  sendTo(world.origin);
  const client = new DWClient({ clientId: APP.appKey, clientSecret: 'wrong' });

  await expect(client.getEndpoint()).rejects.toMatchObject({
    config: { url: world.origin + OPEN_PATH },
    response: { status: 401, data: { code: 'authFailed', message: '鉴权失败' } },
  });
});
