import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MessageRow } from '../../src/store/records.ts';
import { aDesk, type Desk, withPeople } from './support.ts';

let desk: Desk;
let woken = 0;
beforeEach(async () => {
  woken = 0;
  desk = await withPeople(
    await aDesk(undefined, {
      wake: () => {
        woken += 1;
      },
    }),
  );
  await desk.deps.store.messages.insert(aHeldMessage('m-1'));
});
afterEach(() => desk.close());

const AT = new Date('2026-03-02T02:00:00Z');
const aHeldMessage = (_id: string): Omit<MessageRow, 'committee'> => ({
  _id,
  platform: 'wecom',
  channel: 'app',
  call: 'send',
  recipient: 'cheng',
  body: '{"frozen":true}',
  refusesRepeats: true,
  summary: '第001号提案\n还有7天',
  choices: [],
  case: 'case-1',
  obligations: [],
  state: 'held',
  dueAt: AT,
  expiresAt: AT,
  lease: { owner: '', fence: 1, until: AT },
  attempts: [{ k: 1, fence: 1, at: AT }],
  outcome: { class: 'D', errcode: null, text: 'timeout', at: AT },
  platformMessage: { msgid: null, responseCode: null },
  onDelivered: null,
});

test('the list names the person, the cause and what it says', async () => {
  const { exit, out } = await desk.run('outbox');

  expect(exit).toBe(0);
  expect(out[1]).toMatch(/^m-1 +搁置 +3月2日 10:00 +程砚田 +1次 +D timeout +第001号提案 还有7天$/);
});

test('replay keeps the bytes and the id, writes the note down and wakes the outbox', async () => {
  const { exit } = await desk.run('outbox', 'replay', 'm-1', '--note', '已电话核实未收到');

  expect(exit).toBe(0);
  const row = await desk.deps.store.messages.get('m-1');
  expect(row).toMatchObject({ state: 'due', body: '{"frozen":true}', outcome: { text: '重放: 已电话核实未收到' } });
  expect(woken).toBe(1);
});

test('discard ends it; a second time there is nothing to discard', async () => {
  expect((await desk.run('outbox', 'discard', 'm-1', '--note', '已当面告知')).exit).toBe(0);
  expect((await desk.deps.store.messages.get('m-1'))?.state).toBe('cancelled');

  const again = await desk.run('outbox', 'discard', 'm-1', '--note', '已当面告知');
  expect([again.exit, again.err[0]]).toEqual([1, expect.stringContaining('没有编号为“m-1”')]);
});

test('without a note nothing happens', async () => {
  const { exit, err } = await desk.run('outbox', 'replay', 'm-1');

  expect([exit, err[0]]).toEqual([2, expect.stringContaining('--note')]);
  expect((await desk.deps.store.messages.get('m-1'))?.state).toBe('held');
  expect(woken).toBe(0);
});
