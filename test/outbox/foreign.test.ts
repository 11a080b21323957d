import { expect, test } from 'vitest';
import { withdrawForeign } from '../../src/outbox/withdraw-foreign.ts';
import type { PersonRow } from '../../src/store/records.ts';
import { aCase, anAssignment, given, type Station, startStation } from './support.ts';

/** Zhao has gone from unit u1 to unit u2. k1 is u1's case, k2 is u2's. */

const NOTICE = { clock: null, urgency: 'notice' } as const;

async function twoCases(station: Station): Promise<void> {
  await station.store.cases.insert(aCase('k1'));
  await station.store.cases.insert(aCase('k2', { assignments: [anAssignment('a2', 'u2')] }));
}

async function moveZhao({ store, deps }: Station): Promise<PersonRow> {
  const zhao = { _id: `${deps.committee}:zhao` };
  await store.people.update(zhao, { $set: { unit: 'u2' } });
  await deps.directory.refresh();
  return (await store.people.get(zhao._id)) as PersonRow;
}

test('P13 P19 what is owed to somebody about a case that is no longer his is not said; the clerk hears of it', async () => {
  await using station = await startStation();
  await twoCases(station);
  const foreign = await given(station.store, { ...NOTICE, case: 'k1' });
  const own = await given(station.store, { ...NOTICE, case: 'k2' });
  await moveZhao(station);

  await station.outbox().drain();

  expect(station.channel.calls.filter(({ call }) => call.recipient === 'zhao')).toHaveLength(1);
  // Two people are told side by side: who hears first is open.
  const said = station.channel.said();
  expect(said).toHaveLength(2);
  expect(said).toContainEqual(expect.stringMatching(/^zhao同志 未送达，原因：已不在该承办单位。/));
  expect(said).toContainEqual(expect.stringContaining(own));
  expect(await station.store.obligations.get(foreign)).toMatchObject({ state: 'cancelled' });
  expect(await station.store.obligations.get(own)).toMatchObject({ state: 'settled' });
});

test('P8 P19 a frozen message that speaks of both cases is withdrawn, and what is still his is said anew, once', async () => {
  await using station = await startStation();
  await twoCases(station);
  station.channel.script = [{ class: 'C' }];
  const foreign = await given(station.store, { clock: null, case: 'k1' });
  const own = await given(station.store, { clock: null, case: 'k2' });
  await station.store.people.update({ _id: `${station.deps.committee}:zhao` }, { $set: { unit: 'u1' } });
  const both = { ...aCase('k2').assignments[0], id: 'a2' } as ReturnType<typeof anAssignment>;
  await station.store.cases.update({ _id: 'k2' }, { $set: { assignments: [anAssignment('a2', 'u2'), both] } });
  const outbox = station.outbox();
  await outbox.drain();
  expect(station.channel.said()).toHaveLength(1);
  await station.store.cases.update({ _id: 'k2' }, { $set: { assignments: [anAssignment('a2', 'u2')] } });

  const zhao = await moveZhao(station);
  await withdrawForeign(station.deps, zhao);
  await withdrawForeign(station.deps, zhao);
  station.clock.pass(120);
  await outbox.drain();

  const [first, ...later] = station.channel.said();
  expect(first).toContain(foreign);
  expect(later).toHaveLength(1);
  expect(later[0]).toContain(own);
  expect(later[0]).not.toContain(foreign);
});

test('a unit from which the case was taken still hears that', async () => {
  await using station = await startStation();
  const gone = { ...anAssignment('a1', 'u1'), state: 'reassigned' };
  await station.store.cases.insert(aCase('k1', { assignments: [gone, anAssignment('a2', 'u2')] }));
  const key = await given(station.store, NOTICE);

  await station.outbox().drain();

  expect(await station.store.obligations.get(key)).toMatchObject({ state: 'settled' });
});
