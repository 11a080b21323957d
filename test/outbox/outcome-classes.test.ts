import { describe, expect, test } from 'vitest';
import { aText, startStation } from './support.ts';

const MINUTE = 60;

test('what succeeds is sent once, with what the platform answered', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  station.channel.script = [{ class: 'ok', msgid: 'M1', responseCode: 'RC1' }];

  await outbox.put(aText('lin', '您的提案已立案', 'key1'));
  await outbox.put(aText('lin', '您的提案已立案', 'key1'));
  await outbox.drain();

  expect(station.channel.said()).toEqual(['您的提案已立案']);
  expect(await station.message()).toMatchObject({
    state: 'sent',
    platformMessage: { msgid: 'M1', responseCode: 'RC1' },
    attempts: [{ k: 1, fence: 1 }],
  });
});

test.each([['A'], ['C'], ['D']] as const)(
  'class %s is repeated after 5 s with the same bytes, then after 15 s',
  async (name) => {
    await using station = await startStation();
    const outbox = station.outbox();
    station.channel.script = [{ class: name }, { class: name }];

    await outbox.put(aText('lin'));
    await outbox.drain();
    station.clock.pass(4);
    await outbox.drain();
    expect(station.channel.calls).toHaveLength(1);
    expect(await outbox.quiet()).toBe(false);
    station.clock.pass(2);
    await outbox.drain();
    station.clock.pass(14);
    await outbox.drain();
    expect(station.channel.calls).toHaveLength(2);
    station.clock.pass(2);
    await outbox.drain();

    const bodies = station.channel.calls.map(({ body }) => body);
    expect(bodies).toEqual([bodies[0], bodies[0], bodies[0]]);
    expect(station.channel.rendered).toHaveLength(1);
    expect((await station.message()).attempts.map(({ k }) => k)).toEqual([1, 2, 3]);
    expect(await outbox.quiet()).toBe(true);
  },
);

test('class B waits for the end of the window, holds back everybody, on every instance, and counts no attempt', async () => {
  await using station = await startStation();
  const one = station.outbox();
  const two = station.outbox({ instance: 'two' });
  station.channel.script = [{ class: 'B', errcode: 45009, retryAfterMs: 10 * MINUTE * 1000 }];

  await one.put(aText('lin'));
  await one.drain();
  await two.put(aText('zhao'));
  await two.drain();
  expect(station.channel.calls).toHaveLength(1);

  station.clock.pass(10 * MINUTE + 1);
  await one.drain();
  await two.drain();
  expect(station.channel.calls).toHaveLength(3);
  expect((await station.message({ recipient: 'lin' })).attempts.map(({ k }) => k)).toEqual([1, 1]);
});

test('class C is handed to the operators when the window of the message has ended', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  station.channel.byRecipient.set('lin', { class: 'C', errcode: -1 });

  await outbox.put(aText('lin'));
  for (let n = 0; n < 110; n += 1) {
    await outbox.drain();
    station.clock.pass(15 * MINUTE + 1);
  }

  expect((await station.message()).state).toBe('held');
});

test('P9: a group message of unknown outcome (class D) is held and never repeated', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  station.channel.script = [{ class: 'D' }];

  await outbox.putToGroup({ key: 'digest', platform: 'wecom', group: '主席群', text: '周报' });
  await outbox.drain();
  station.clock.pass(20 * MINUTE);
  await outbox.drain();

  expect(station.channel.calls).toHaveLength(1);
  expect(await station.message()).toMatchObject({ state: 'held', call: 'robot' });
});

test('P9: a group message whose sender died between intent and outcome is held, an app message goes out again', async () => {
  await using station = await startStation();
  const dying = station.outbox();
  station.channel.hold();
  await dying.putToGroup({ key: 'digest', platform: 'wecom', group: '主席群', text: '周报' });
  await dying.put(aText('lin'));
  await until(() => station.channel.calls.length === 2);

  station.clock.pass(31);
  station.channel.answerLater();
  await station.outbox({ instance: 'two' }).drain();

  expect(station.channel.calls.slice(2).map(({ call }) => call.recipient)).toEqual(['lin']);
  expect(await station.message({ call: 'robot' })).toMatchObject({ state: 'held' });
});

test('class D beyond the four hours in which the platform refuses repeats is held', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  station.channel.byRecipient.set('lin', { class: 'D' });

  await outbox.put(aText('lin'));
  for (let n = 0; n < 20; n += 1) {
    await outbox.drain();
    station.clock.pass(15 * MINUTE + 1);
  }

  const row = await station.message();
  expect(row.state).toBe('held');
  const span = (row.attempts.at(-1)?.at.getTime() ?? 0) - (row.attempts[0]?.at.getTime() ?? 0);
  expect(span).toBeLessThan(4 * 3_600_000);
});

describe('P13: class E', () => {
  test.each([[{ class: 'E', errcode: 81013 }], [{ class: 'ok', invalid: ['lin'] }]] as const)(
    'is not repeated and the clerk is told (%j)',
    async (outcome) => {
      await using station = await startStation();
      const outbox = station.outbox();
      station.channel.byRecipient.set('lin', outcome);

      await outbox.put(aText('lin'));
      await outbox.drain();
      station.clock.pass(MINUTE);
      await outbox.drain();

      expect(station.channel.calls.map(({ call }) => call.recipient)).toEqual(['lin', 'clerk']);
      expect(station.channel.said()[1]).toContain('lin同志 未送达，原因');
      expect((await station.message({ recipient: 'lin' })).state).toBe('dead');
    },
  );

  test('a clerk who cannot be reached either starts no chain of reports', async () => {
    await using station = await startStation();
    const outbox = station.outbox();
    station.channel.byRecipient.set('lin', { class: 'E' }).set('clerk', { class: 'E' });

    await outbox.put(aText('lin'));
    await outbox.drain();

    expect(station.channel.calls).toHaveLength(2);
  });
});

test('class F is dead at once and logged as an error, without its text', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  station.channel.script = [{ class: 'F', errcode: 44004 }];

  await outbox.put(aText('lin', '机密内容'));
  await outbox.drain();
  station.clock.pass(MINUTE);
  await outbox.drain();

  expect(station.channel.calls).toHaveLength(1);
  expect((await station.message()).state).toBe('dead');
  expect(station.logged).toContainEqual(expect.objectContaining({ level: 'error', event: 'send.dead' }));
  expect(JSON.stringify(station.logged)).not.toContain('机密内容');
});

test('class G stops the channel for a minute and keeps every message due', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  station.channel.script = [{ class: 'G', errcode: 60020 }];

  await outbox.put(aText('lin'));
  await outbox.drain();
  await outbox.put(aText('zhao'));
  await outbox.drain();
  expect(station.channel.calls).toHaveLength(1);
  expect(await station.store.messages.count({ state: 'due' })).toBe(2);

  station.clock.pass(61);
  await outbox.drain();
  expect(await station.store.messages.count({ state: 'sent' })).toBe(2);
});

test('an update refused after our own unanswered try has arrived; refused at once it is dead', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  station.channel.script = [{ class: 'D' }, { class: 'F', errcode: 60140 }];
  const updates = { message: 'm1', responseCode: 'RC1' };

  await outbox.put({ ...aText('lin'), updates });
  await outbox.drain();
  station.clock.pass(6);
  await outbox.drain();
  expect((await station.message()).state).toBe('sent');

  station.channel.script = [{ class: 'F', errcode: 60140 }];
  await outbox.put({ ...aText('zhao'), updates });
  await outbox.drain();
  expect((await station.message({ recipient: 'zhao' })).state).toBe('dead');
});

async function until(isTrue: () => boolean): Promise<void> {
  for (let n = 0; n < 500 && !isTrue(); n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isTrue()).toBe(true);
}
