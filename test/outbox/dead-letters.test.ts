import { expect, test } from 'vitest';
import { discard, listDeadLetters, replay } from '../../src/outbox/dead-letters.ts';
import { aText, startStation } from './support.ts';

test('a dead letter is listed with its reason; 重放 sends the same bytes, 作废 ends it; both want a note', async () => {
  await using station = await startStation();
  const outbox = station.outbox();
  station.channel.script = [{ class: 'F', errcode: 44004, errmsg: 'empty content' }, { class: 'F' }];
  await outbox.put(aText('lin', '甲'));
  await outbox.put(aText('zhao', '乙'));
  await outbox.drain();

  const letters = await listDeadLetters(station.deps);
  const [first, second] = letters;
  expect(letters.map(({ reason }) => reason)).toContain('F 44004 empty content');
  expect(await replay(station.deps, first?.id ?? '', ' ')).toEqual({ ok: false, why: 'noteMissing' });
  expect(await replay(station.deps, first?.id ?? '', '已修复')).toEqual({ ok: true });
  expect(await discard(station.deps, second?.id ?? '', '已电话告知')).toEqual({ ok: true });
  expect(await discard(station.deps, 'nothing', '试')).toEqual({ ok: false, why: 'unknown' });
  await outbox.drain();

  expect(await listDeadLetters(station.deps)).toEqual([]);
  // Two people are served beside each other: whose message went first is not fixed.
  const bodies = station.channel.calls.map(({ body }) => body);
  expect(bodies).toHaveLength(3);
  expect(bodies.slice(0, 2)).toContain(bodies[2]);
  expect(bodies[2]).toContain(`"id":"${first?.id}"`);
  expect(await station.store.messages.get(second?.id ?? '')).toMatchObject({ state: 'cancelled' });
});
