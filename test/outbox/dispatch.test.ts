import { expect, test } from 'vitest';
import { aCase, aClock, aText, FakeChannel, given, HandClock, startStation } from './support.ts';

test('one obligation is one notice, settled by its message; running again says nothing', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  await station.store.cases.insert(aCase('k1'));
  const key = await given(station.store);

  await outbox.drain();
  await outbox.drain();

  expect(station.channel.said()).toEqual([`G-18|${key}`]);
  const message = await station.message();
  expect(message).toMatchObject({ obligations: [key], state: 'sent', recipient: 'zhao' });
  expect(await station.store.obligations.get(key)).toMatchObject({ state: 'settled', message: message._id });
});

test('a reminder whose clock has stopped meanwhile is cancelled, never said', async () => {
  await using station = await startStation();
  await station.store.cases.insert(aCase('k1', { clocks: [aClock({ stoppedAt: new Date('2026-03-02T00:00:00Z') })] }));
  const key = await given(station.store);

  await station.outbox().drain();

  expect(station.channel.calls).toHaveLength(0);
  expect(await station.store.obligations.get(key)).toMatchObject({ state: 'cancelled' });
});

test('outside the hours everything waits for them', async () => {
  await using station = await startStation();
  await station.store.cases.insert(aCase('k1'));
  await given(station.store);
  const outbox = station.outbox();

  station.clock.civil('2026-03-03T20:00:00+08:00');
  await outbox.drain();
  expect(station.channel.calls).toHaveLength(0);
  station.clock.civil('2026-03-04T08:30:00+08:00');
  await outbox.drain();

  expect(station.channel.calls).toHaveLength(1);
});

test('a unit liaison gets one bundle of reminders a day', async () => {
  await using station = await startStation();
  await station.store.cases.insert(aCase('k1'));
  const outbox = station.outbox();
  const keys = [await given(station.store), await given(station.store)];
  await outbox.drain();
  await given(station.store);
  await outbox.drain();
  expect(station.channel.said()).toEqual([`今日待办|${keys.join(',')}`]);

  station.clock.civil('2026-03-04T09:00:00+08:00');
  await outbox.drain();

  expect(station.channel.calls).toHaveLength(2);
});

test('P10: after three weeks without a server each person gets one message, marked, with everything in it', async () => {
  await using station = await startStation();
  await station.store.cases.insert(aCase('k1'));
  const before = station.outbox();
  await before.drain();
  await before.stop();
  const days = ['04', '09', '12', '17', '23'];
  const late: string[] = [];
  for (const day of days) {
    const dueAt = new Date(`2026-03-${day}T08:30:00+08:00`);
    late.push(await given(station.store, { dueAt }));
    await given(station.store, { dueAt, recipient: 'lin', urgency: 'notice', clock: null });
  }
  const asleep = await given(station.store, { dueAt: new Date('2026-03-03T22:00:00+08:00') });

  station.clock.civil('2026-03-24T10:00:00+08:00');
  const after = station.outbox();
  await after.drain();
  await after.drain();

  expect(station.channel.calls.map(({ call }) => call.recipient).sort()).toEqual(['lin', 'zhao']);
  for (const said of station.channel.said()) expect(said).toMatch(/^〔补发〕/);
  const toZhao = await station.message({ recipient: 'zhao' });
  expect([...toZhao.obligations].sort()).toEqual([...late, asleep].sort());
  expect(await station.store.obligations.count({ state: 'open' })).toBe(0);
});

test('advancing the clock of a running server is not an outage: nothing is marked', async () => {
  await using station = await startStation();
  await station.store.cases.insert(aCase('k1'));
  const outbox = station.outbox();
  await outbox.drain();
  await given(station.store, { dueAt: new Date('2026-03-20T08:30:00+08:00') });

  station.clock.civil('2026-03-20T09:00:00+08:00');
  await outbox.drain();

  expect(station.channel.said()[0]).toMatch(/^G-18/);
});

test.each(['before the insert', 'after the insert'] as const)(
  'a crash %s of a message neither loses nor doubles its obligations',
  async (when) => {
    await using station = await startStation();
    await station.store.cases.insert(aCase('k1'));
    const key = await given(station.store);
    await station.outbox().drain();
    const { _id: id } = await station.message();
    // What the crash left: the obligation bears the message's id but is not settled.
    await station.store.obligations.update({ _id: key }, { $set: { state: 'open' } });
    if (when === 'before the insert') {
      await station.store.messages.remove({ _id: id });
      await station.store.slots.remove({ task: 'bundle:zhao' });
      station.channel.calls.length = 0;
    }
    const other = await given(station.store, { recipient: 'qian' });

    await station.outbox({ instance: 'two' }).drain();

    expect(station.channel.calls.filter(({ call }) => call.recipient === 'zhao')).toHaveLength(1);
    expect(await station.store.obligations.count({ state: 'settled' })).toBe(2);
    expect(await station.store.obligations.get(other)).toMatchObject({ state: 'settled' });
  },
);

test('P8: two instances on one store never send anything twice', async () => {
  await using station = await startStation();
  await station.store.cases.insert(aCase('k1'));
  const one = station.outbox();
  const two = station.outbox({ instance: 'two' });
  for (let n = 0; n < 12; n += 1)
    await given(station.store, { recipient: n % 2 ? 'zhao' : 'qian', urgency: 'notice', clock: null });
  for (const to of ['lin', 'chair', 'clerk']) await one.put(aText(to));

  for (let round = 0; round < 5; round += 1) {
    await Promise.all([one.drain(), two.drain()]);
    station.clock.pass(5);
  }

  const ids = station.channel.calls.map(({ body }) => (JSON.parse(body) as { id: string }).id);
  expect(new Set(ids).size).toBe(ids.length);
  const settled = (await station.store.messages.find({ state: 'sent' })).flatMap((row) => row.obligations);
  expect(settled).toHaveLength(12);
  expect(new Set(settled).size).toBe(12);
});

test('P27: a paused holder’s late success marks it sent; nothing else of it counts', async () => {
  await using station = await startStation();
  const slow = new FakeChannel();
  slow.script = [{ class: 'ok', msgid: 'late' }];
  slow.hold();
  const paused = station.outbox({ channel: slow });
  await paused.put(aText('lin'));
  await wait(() => slow.calls.length === 1);
  station.clock.pass(31);
  station.channel.script = [{ class: 'C' }];
  await station.outbox({ instance: 'two' }).drain();
  expect(await station.message()).toMatchObject({ state: 'due', attempts: [{ fence: 1 }, { fence: 2 }] });

  slow.letGo();
  await wait(async () => (await station.message()).state === 'sent');

  expect(await station.message()).toMatchObject({ state: 'sent', platformMessage: { msgid: 'late' } });
});

test('P27: a paused holder’s late failure changes nothing', async () => {
  await using station = await startStation();
  const slow = new FakeChannel();
  slow.script = [{ class: 'F' }];
  slow.hold();
  const paused = station.outbox({ channel: slow });
  await paused.put(aText('lin'));
  await wait(() => slow.calls.length === 1);
  station.clock.pass(31);
  await station.outbox({ instance: 'two' }).drain();

  slow.letGo();
  await paused.drain();

  expect(await station.message()).toMatchObject({ state: 'sent', outcome: { class: 'ok' } });
});

test('P17: a process paused between claim and call gives the claim back unused', async () => {
  await using station = await startStation();
  const clock = new HandClock();
  let reads = 0;
  const jumping = { ...clock.clocks, monotonic: () => 16_000 * reads++ };
  const outbox = station.outbox({ clock: Object.assign(new HandClock(), { clocks: jumping }) });

  await outbox.put(aText('lin'));
  await wait(async () => (await station.message()).attempts.length > 0);
  await outbox.stop();

  expect(station.channel.calls).toEqual([]);
  expect(await station.message()).toMatchObject({ state: 'due', outcome: { class: 'released' } });
});

test('P14: a recipient whose call hangs or fails delays nobody else', async () => {
  await using station = await startStation();
  const slow = new FakeChannel();
  const outbox = station.outbox({
    channel: {
      render: (outgoing, id) => slow.render(outgoing, id),
      refusesRepeats: (kind) => slow.refusesRepeats(kind),
      send: (call, body) => (call.recipient === 'lin' ? new Promise(() => {}) : slow.send(call, body)),
    },
  });

  await outbox.put(aText('lin'));
  await outbox.put(aText('zhao'));
  await outbox.put(aText('qian'));

  await wait(async () => (await station.store.messages.count({ state: 'sent' })) === 2);
});

test('a long text becomes pieces of at most 2048 bytes that arrive in order, and waits when one of them fails', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  const text = '社情民意👨‍👩‍👧‍👦\n'.repeat(150);
  station.channel.script = [{ class: 'ok' }, { class: 'C' }];

  await outbox.put(aText('lin', text, 'long'));
  await outbox.drain();
  expect(station.channel.calls).toHaveLength(2);
  station.clock.pass(6);
  await outbox.drain();

  const said = station.channel.said();
  expect([said[0], ...said.slice(2)].join('')).toBe(text);
  for (const piece of said) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(2048);
});

test('P12: one member gets at most 20 messages in any minute, the rest waits in order', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  for (let n = 1; n <= 25; n += 1) await outbox.put(aText('lin', String(n)));

  // Once a message that a slow engine did not hand out at once rests for a second.
  for (let tries = 0; station.channel.calls.length < 20 && tries < 5; tries += 1) {
    await outbox.drain();
    station.clock.pass(1);
  }
  expect(station.channel.calls).toHaveLength(20);
  station.clock.pass(50);
  await outbox.drain();
  expect(station.channel.calls).toHaveLength(20);
  station.clock.pass(20);
  await outbox.drain();

  expect(station.channel.said()).toEqual(Array.from({ length: 25 }, (_, n) => String(n + 1)));
});

test('P13: somebody who has left is reported to the clerk', async () => {
  await using station = await startStation();
  await station.store.cases.insert(aCase('k1'));
  await station.store.people.update({ id: 'zhao' }, { $set: { state: 'left' } });
  await station.deps.directory.refresh();
  await given(station.store);

  await station.outbox().drain();

  expect(station.channel.said()).toEqual([expect.stringContaining('zhao同志 未送达，原因：已离开')]);
});

async function wait(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 6_000; n += 1) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('waited a minute in vain');
}
