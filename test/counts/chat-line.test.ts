/** Durable writes cost latency, so they are counted (store.md). A figure that grows must be raised here, with a reason. */
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { callbackOnly, listen } from '../../bench/callback-server.ts';
import { temporaryPlace } from '../../bench/environment.ts';
import { tryLines } from '../../bench/one-line.ts';
import { meterStores, tally, writesOf } from '../../bench/store-meter.ts';
import { textCallback } from '../../bench/wecom-side.ts';

/** What each line of a draft writes, whoever runs it: the callback, then the work, then the sending. */
const ALWAYS = [
  // The callback as it came: the only one before the answer to the platform.
  'inbox.insertOne',
  // The lease under which one person's lines are worked in order.
  'mailboxes.findOneAndUpdate',
  // The answer, frozen; its key makes saying it twice saying it once.
  'messages.insertOne',
  // Draft, "worked" and the end of the lease, together.
  'mailboxes.updateOne',
  // The claim is the intent record: durable before anything is written to the socket.
  'messages.findOneAndUpdate',
  // The outcome.
  'messages.updateOne',
];
/** What some lines write beside: tokens reserved in blocks, worked rows flagged sixteen at a time. */
const NOW_AND_THEN = ['limits.updateOne', 'limits.insertOne', 'inbox.updateMany'];
const LINES = 10;
const SPARE_IN_ALL = 5;

test('one chat line in a draft makes six durable writes, and few more in ten lines', async () => {
  const { lines } = await tryLines(LINES);
  const written = lines.map((calls) => writesOf(calls).map(({ collection, op }) => `${collection}.${op}`));

  for (const names of written) {
    expect(names.filter((name) => !NOW_AND_THEN.includes(name)).sort()).toEqual([...ALWAYS].sort());
  }
  expect(written.flat().length).toBeLessThanOrEqual(LINES * ALWAYS.length + SPARE_IN_ALL);
});

test('before it answers, a callback makes one durable write and asks the store nothing else; a repeat writes nothing', async () => {
  const place = temporaryPlace();
  const meter = meterStores();
  const callback = await callbackOnly(place.dataDir);
  const server = await listen(callback.handler);
  const { path, body } = textCallback('m0', '居民反映无人管理。');
  const post = () =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method: 'POST', body });
  meter.reset();

  expect((await post()).status).toBe(200);
  expect(tally(meter.calls)).toEqual(['inbox.insertOne']);
  expect(writesOf(meter.calls)).toHaveLength(1);

  meter.reset();
  expect((await post()).status).toBe(200);
  expect(tally(meter.calls)).toEqual(['inbox.insertOne']);
  expect(writesOf(meter.calls)).toHaveLength(0);

  server.close();
  server.closeAllConnections();
  await callback.close();
  meter.stop();
  place.remove();
});
