import { expect, test } from 'vitest';
import { systemClocks } from '../../src/clock.ts';
import type { Deps } from '../../src/deps.ts';
import { createWorker } from '../../src/inbox/worker.ts';
import type { DialogueState, InboxRow, MailboxRow } from '../../src/store/records.ts';
import { startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

const EMPTY = { current: null, drafts: {}, choices: [], choicesAt: null };

/** A store that answers within microtasks, so that a test can call at every point between two of them. */
function worker(rows: () => InboxRow[], work: (row: InboxRow) => void, burst = false) {
  const mailbox = { _id: 'c:wecom:a', lease: { owner: '', fence: 0 }, doneRows: [], dialogue: EMPTY };
  const store = {
    inbox: { find: async () => rows(), update: async () => true, updateMany: async () => 0 },
    mailboxes: {
      insert: async () => true,
      get: async () => mailbox as unknown as MailboxRow,
      take: async () => mailbox as unknown as MailboxRow,
      update: async (_filter: object, { $set }: { $set: Partial<MailboxRow> }) => {
        Object.assign(mailbox, { doneRows: $set.doneRows });
        return true;
      },
    },
  } as unknown as Deps['store'];
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  let ms = 0;
  return createWorker({
    store,
    log,
    // Every look at the clock costs four seconds: a burst of minutes is tested in no time.
    clocks: { ...systemClocks, monotonic: () => (ms += 4_000) },
    instance: 'one',
    work: async (row: InboxRow, dialogue: DialogueState) => {
      work(row);
      return { dialogue, later: burst, say: async () => void answers.push(row._id) };
    },
    giveUp: async () => {},
    burstQuietMs: 0,
  } as unknown as Parameters<typeof createWorker>[0]);
}
const answers: string[] = [];
const rowOf = (id: string) => ({ _id: id, attempts: 0, mailbox: 'c:wecom:a' }) as unknown as InboxRow;

test('P2 a line that is stored at the very moment the worker goes to rest is worked, not left for the next sweep', async () => {
  const left: number[] = [];
  for (let hops = 0; hops < 80; hops += 1) {
    const rows = [rowOf('first')];
    const worked: string[] = [];
    const one = worker(
      () => rows,
      (row) => worked.push(row._id),
    );
    one.notify('c:wecom:a');
    for (let hop = 0; hop < hops; hop += 1) await null;
    rows.push(rowOf('second'));
    one.notify('c:wecom:a');
    await one.settled();
    if (!worked.includes('second')) left.push(hops);
  }

  expect(left).toEqual([]);
});

test('P27 a burst without an end is answered and put away before the lease runs out', async () => {
  answers.length = 0;
  const worked = new Set<string>();
  const rows: InboxRow[] = [rowOf('line 0')];
  const one = worker(
    () => rows.filter((row) => !worked.has(row._id)),
    (row) => {
      worked.add(row._id);
      if (worked.size < 40) rows.push(rowOf(`line ${worked.size}`));
    },
    true,
  );

  one.notify('c:wecom:a');
  await one.settled();

  expect(worked.size).toBe(40);
  expect(answers.length).toBeGreaterThan(5);
});

test('P2 more lines than one look takes are all worked at once, as after a long stop', async () => {
  const waiting = Array.from({ length: 120 }, (_, n) => rowOf(`line ${n}`));
  const worked = new Set<string>();
  const one = worker(
    () => waiting.filter((row) => !worked.has(row._id)).slice(0, 50),
    (row) => worked.add(row._id),
  );

  one.notify('c:wecom:a');
  await one.settled();

  expect(worked.size).toBe(120);
});

test('P2 when the store’s answer to the end of a line’s work is lost, the next line does not wait for our own lease', async () => {
  await using bot = await startBot();
  const { deps } = bot.app();
  await bot.say('linzhiyuan', '写提案');
  const mailbox = 'yunchuan:person:lin';
  const until = new Date(Date.now() + 600_000);
  await deps.store.mailboxes.update(
    { _id: mailbox },
    { $set: { 'lease.owner': deps.instance, 'lease.until': until }, $inc: { 'lease.fence': 1 } },
  );

  expect(shown(await bot.say('linzhiyuan', '第一句。'))).toMatch(/已收 1 段/);
});

test('P27 a lease that another instance holds is waited for', async () => {
  await using bot = await startBot();
  const { deps } = bot.app();
  await bot.say('linzhiyuan', '写提案');
  const mailbox = { _id: 'yunchuan:person:lin' };
  const seen = await bot.seq('linzhiyuan');
  await deps.store.mailboxes.update(mailbox, {
    $set: { 'lease.owner': 'another', 'lease.until': new Date(Date.now() + 600_000) },
  });

  await bot.control('say', { from: 'linzhiyuan', text: '第一句。' });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await bot.screen('linzhiyuan', seen)).toEqual([]);
  await deps.store.mailboxes.update(mailbox, { $set: { 'lease.until': new Date() } });
  await bot.settle();

  expect(shown(await bot.screen('linzhiyuan', seen))).toMatch(/已收 1 段/);
});
