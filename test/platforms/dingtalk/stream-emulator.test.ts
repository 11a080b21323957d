import { expect, test, vi } from 'vitest';
import { STREAM_TOPICS } from '../../../emulator/dingtalk/stream-link.ts';
import type { DingtalkRecord, Outcome } from '../../../src/platforms/dingtalk/keep.ts';
import { openStream } from '../../../src/platforms/dingtalk/stream.ts';
import { streamIntake } from '../../../src/platforms/dingtalk/stream-intake.ts';
import { APP, aCardFrame, anEventFrame, aRobotFrame, startGateway } from '../../emulator/dingtalk/stream-support.ts';
import { HANG, httpOf } from './stream-server.ts';

const { robot, card, event } = STREAM_TOPICS;
const CLOCKS = { real: () => new Date('2026-03-02T10:00:00Z'), monotonic: () => 0 };
const eventually = (check: () => boolean) => vi.waitUntil(check, HANG);

/** The product's client and intake before the emulator's gateway; the inbox is a map with a unique key. */
async function start(switches: object = {}, fails: (record: DingtalkRecord, attempt: number) => boolean = () => false) {
  const platform = await startGateway({ switches });
  const inbox = new Map<string, DingtalkRecord>();
  const outcomes: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const accept = async (record: DingtalkRecord): Promise<Outcome> => {
    if (fails(record, outcomes.length + 1)) {
      outcomes.push('failed');
      throw new Error('away');
    }
    const outcome = inbox.has(record.key) ? 'duplicate' : 'stored';
    inbox.set(record.key, record);
    outcomes.push(outcome);
    return outcome;
  };
  const answer = { cardData: { cardParamMap: { status: 'done' } } };
  const onFrame = streamIntake({ clocks: CLOCKS, accept, answerWithin: async () => answer, log: log.info });
  const stream = openStream({
    apiBase: platform.origin,
    clientId: APP.appKey,
    clientSecret: APP.appSecret,
    http: httpOf(platform.origin),
    onFrame,
    clocks: CLOCKS,
    random: () => 0,
    log,
    timing: { firstPauseMs: 2, longestPauseMs: 8 },
  });
  await eventually(() => platform.gateway.connections().length === 1);
  return {
    ...platform,
    inbox,
    outcomes,
    stream,
    [Symbol.asyncDispose]: async () => {
      await stream.close();
      await platform[Symbol.asyncDispose]();
    },
  };
}

test('messages, presses and events are stored and acknowledged in the platform’s own terms', async () => {
  await using run = await start();
  const [said, pressed, happened] = await Promise.all([
    run.gateway.deliver(robot, aRobotFrame('查一下今天的待办')),
    run.gateway.deliver(card, aCardFrame()),
    run.gateway.deliver(event, anEventFrame('3f0c2b6ad0c9')),
  ]);

  expect(said).toEqual({ response: {} });
  expect(pressed).toEqual({ response: { cardData: { cardParamMap: { status: 'done' } } } });
  expect(happened).toMatchObject({ status: 'SUCCESS' });
  expect([...run.inbox.values()].map(({ source }) => source).sort()).toEqual(['card', 'events', 'robot']);
  expect(run.notes).toEqual([]);
});

test.each(['new', 'same'] as const)(
  'what was not stored comes again with %s messageId and is stored once',
  async (redeliveryMessageId) => {
    const switches = { redeliveryMs: 20, redeliveries: 1_000, laterMs: 20, redeliveryMessageId };
    await using run = await start(switches, (_, attempt) => attempt <= 2);
    void run.gateway.deliver(event, anEventFrame('3f0c2b6ad0c9'));

    expect(await run.gateway.deliver(robot, aRobotFrame('你好'))).toEqual({ response: {} });
    await eventually(() => run.inbox.size === 2 && run.gateway.unacknowledged() === 0);
    expect(run.outcomes.filter((outcome) => outcome === 'stored').length).toBe(2);
  },
);

test('a connection that the platform takes down is replaced without a gap', async () => {
  await using run = await start({ disconnectGraceMs: 20_000 });
  run.gateway.disconnect('deploy');
  await eventually(() => run.gateway.connections().length === 1 && !run.gateway.connections()[0]!.isLeaving);

  expect(await run.gateway.deliver(robot, aRobotFrame('还在吗'))).toEqual({ response: {} });
  expect(run.opened.length).toBe(2);
});

test('a line that is cut is opened again, and what the platform kept arrives', async () => {
  await using run = await start({ withoutConnection: 'hold', redeliveryMs: 20, redeliveries: 1_000 });
  run.gateway.cut();
  const ack = run.gateway.deliver(robot, aRobotFrame('断线时说的'));

  expect(await ack).toEqual({ response: {} });
  expect(run.inbox.size).toBe(1);
});
