import { expect, test } from 'vitest';
import { messageId } from '../../src/outbox/message-id.ts';
import type { CommitteeStore } from '../../src/store/store.ts';
import { aCase, aText, given, startStation } from './support.ts';

const UNTAKEN = { clock: null, urgency: 'notice' } as const;

test('P8: an answer that says what is owed settles it; the dispatcher says nothing more', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  await station.store.cases.insert(aCase('k1'));
  const key = await given(station.store, UNTAKEN);

  const answer = { ...aText('zhao', '提案已收到', 'row1#2'), obligations: [key] };
  await outbox.put(answer);
  await outbox.put(answer);
  await outbox.drain();

  expect(station.channel.said()).toEqual(['提案已收到']);
  expect(await station.store.obligations.get(key)).toMatchObject({ state: 'settled' });
});

test('P8: many answers beside a running dispatcher are each said exactly once', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  await station.store.cases.insert(aCase('k1'));
  const keys = await Promise.all(Array.from({ length: 12 }, () => given(station.store, UNTAKEN)));

  await Promise.all(
    keys.map(async (key, n) => {
      outbox.wake();
      await outbox.put({ ...aText('zhao', `答${n}`, `row${n}#2`), obligations: [key] });
    }),
  );
  await outbox.drain();

  const rows = await station.store.obligations.find({});
  const said = await station.store.messages.find({ state: 'sent' });
  expect(rows.filter((row) => row.state !== 'settled')).toEqual([]);
  for (const key of keys) expect(said.filter((message) => message.obligations.includes(key))).toHaveLength(1);
});

test('P8: what an answer takes while a pass has begun is left to the answer, stored or not yet', async () => {
  await using station = await startStation();
  await station.store.cases.insert(aCase('k1'));
  const key = await given(station.store, UNTAKEN);
  const { obligations } = station.store;
  const takenAfterTheLook: Partial<CommitteeStore> = {
    obligations: Object.assign(Object.create(obligations), {
      async find(filter: Record<string, unknown>, options?: object) {
        const rows = await obligations.find(filter, options);
        if ('message' in filter) await obligations.update({ _id: key }, { $set: { message: 'mOfTheAnswer' } });
        return rows;
      },
    }),
  };

  await station.outbox({ store: { ...station.store, ...takenAfterTheLook } }).drain();

  expect(station.channel.said()).toEqual([]);
  expect(await obligations.get(key)).toMatchObject({ state: 'open', message: 'mOfTheAnswer' });
});

test('P8: an answer whose place a tombstone took is said by the dispatcher, not lost', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  await station.store.cases.insert(aCase('k1'));
  const key = await given(station.store, UNTAKEN);
  await outbox.put(aText('qian', '别的', 'other'));
  const [other] = await station.store.messages.find({});
  const { committee, ...tombstone } = other ?? ({} as never);
  await station.store.messages.insert({
    ...tombstone,
    _id: messageId(station.deps.committee, 'row1#2'),
    state: 'cancelled',
    recipient: '',
    body: '',
  });

  await outbox.put({ ...aText('zhao', '提案已收到', 'row1#2'), obligations: [key] });
  await outbox.drain();

  const said = await station.store.messages.find({ state: 'sent', recipient: 'zhao' });
  expect(said).toMatchObject([{ obligations: [key] }]);
  expect(await station.store.obligations.get(key)).toMatchObject({ state: 'settled' });
});
