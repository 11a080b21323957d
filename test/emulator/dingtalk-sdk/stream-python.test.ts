import { beforeAll, expect, test } from 'vitest';
import { STREAM_TOPICS } from '../../../emulator/dingtalk/stream-link.ts';
import { APP, aCardFrame, anEventFrame, aRobotFrame, CIVIL, startGateway, until } from '../dingtalk/stream-support.ts';
import { prepareClient, startPython } from './python-client.ts';

let missing: string | null = null;
beforeAll(async () => {
  missing = await prepareClient();
}, 240_000);

/** A limit that only guards against a hang. */
const PATIENT = 120_000;

async function startProof(switches: object = {}) {
  const world = await startGateway({ switches: { cardAckMs: PATIENT, eventAckMs: PATIENT, ...switches } });
  const python = startPython(world.origin, APP.appKey, APP.appSecret);
  await until(() => world.gateway.connections().length === 1);
  return {
    ...world,
    next: python.next,
    [Symbol.asyncDispose]: async () => {
      await python[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}

test('the official Python client reads robot messages, card presses and events, and answers each', async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  await using proof = await startProof();
  const robot = aRobotFrame('关于]]>加固😀老桥的建议');
  const said = { ...robot, data: { ...robot.data, senderStaffId: 'LiMing' } };

  expect(await proof.gateway.deliver(STREAM_TOPICS.robot, said)).toEqual({ response: 'OK' });
  expect(await proof.next()).toEqual({
    kind: 'robot',
    text: robot.data.text.content,
    msgId: robot.data.msgId,
    sender: 'LiMing',
    messageId: robot.messageId,
    time: CIVIL.getTime(),
  });

  expect(await proof.gateway.deliver(STREAM_TOPICS.card, aCardFrame())).toEqual({
    response: { cardUpdateOptions: { updateCardDataByKey: true }, cardData: { cardParamMap: { status: 'done' } } },
  });
  expect(await proof.next()).toMatchObject({ kind: 'card', card: 'task-42-v1', user: 'user001' });

  // This client echoes the event and gives no status.
  const event = anEventFrame('e1');
  expect(await proof.gateway.deliver(STREAM_TOPICS.event, event)).toEqual(event.data);
  expect(await proof.next()).toEqual({ kind: 'event', type: 'user_leave_org', id: 'e1', data: event.data });
  expect(proof.notes).toEqual([]);
});

test('a message on which the Python client failed comes again, as the same message', async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  await using proof = await startProof({ redeliveryMs: 50, redeliveries: 100_000 });
  const frame = aRobotFrame('先失败一次');

  expect(await proof.gateway.deliver(STREAM_TOPICS.robot, frame)).toEqual({ response: 'OK' });

  const tries = [await proof.next(), await proof.next()] as { msgId: string; messageId: string }[];
  expect(tries.map(({ msgId }) => msgId)).toEqual([frame.data.msgId, frame.data.msgId]);
  expect(tries[1]?.messageId).not.toBe(tries[0]?.messageId);
});

test('the Python client echoes pings, and moves to a new connection when its end is announced', async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  await using proof = await startProof({ pingMs: 30 });
  await until(() => (proof.gateway.connections()[0]?.pings.echoed ?? 0) >= 2);
  const [before] = proof.gateway.connections();

  proof.gateway.disconnect('deployment');
  await until(() => proof.gateway.connections().some(({ id }) => id !== before?.id));

  expect(await proof.gateway.deliver(STREAM_TOPICS.robot, aRobotFrame('换好了'))).toEqual({ response: 'OK' });
  expect(await proof.next()).toMatchObject({ text: '换好了' });
  expect(proof.opened).toHaveLength(2);
  expect(proof.opened[0]).toMatchObject({ ua: expect.stringContaining('dingtalk-sdk-python') });
});
