/** The limiter reserves in blocks (few writes) and still keeps two thirds of the platform's limit in every window (P12). */
import { expect, test } from 'vitest';
import { meterStores, writesOf } from '../../bench/store-meter.ts';
import { createLimiter } from '../../src/outbox/limits.ts';
import { defineModels } from '../../src/store/models.ts';
import { committeeStore } from '../../src/store/store.ts';
import { testConnection } from '../support/test-store.ts';

const START = Date.UTC(2026, 2, 3, 2, 0, 7);
const MINUTE_MS = 60_000;
const LIMIT = 20;

async function desk() {
  const { connection, close } = await testConnection();
  const store = committeeStore(await defineModels(connection), 'yunchuan');
  const time = { now: START };
  const clocks = { civil: () => new Date(time.now), real: () => new Date(time.now), monotonic: () => time.now };
  const limiter = () => createLimiter({ store, clocks, committee: 'yunchuan' });
  return { time, limiter, [Symbol.asyncDispose]: close };
}

/** The same numbers at every run: a failing run can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const mostInAMinute = (at: readonly number[]): number =>
  Math.max(...at.map((end) => at.filter((one) => one <= end && one > end - MINUTE_MS).length));

test.each([1, 2, 3, 4])(
  'no minute holds more than 20, by three instances and restarts, gaps by seed %i',
  async (seed) => {
    await using it = await desk();
    const next = random(seed);
    const instances = [it.limiter(), it.limiter(), it.limiter()];
    const granted: number[] = [];
    let waits = 0;
    for (let n = 0; n < 150; n += 1) {
      // Bursts, chatting, silence: each for a while.
      it.time.now += Math.floor(next() * [200, 9_000, 40_000][Math.floor(n / 25) % 3]!);
      const which = Math.floor(next() * 3);
      if (next() < 0.05) instances[which] = it.limiter();
      const wait = await instances[which]!.take('member', 'lin');
      if (wait) waits += 1;
      else granted.push(it.time.now);
    }

    expect(waits).toBeGreaterThan(5);
    expect(granted.length).toBeGreaterThan(60);
    expect(mostInAMinute(granted)).toBeLessThanOrEqual(LIMIT);
  },
);

test('a burst still gets all 20 at once, and the next one no later than 70 seconds afterwards', async () => {
  await using it = await desk();
  const limiter = it.limiter();
  for (let n = 0; n < LIMIT; n += 1) expect(await limiter.take('member', 'lin')).toBeNull();

  const opens = await limiter.take('member', 'lin');
  expect(opens!.getTime()).toBeLessThanOrEqual(START + 70_000);
  it.time.now = opens!.getTime() - 1;
  expect(await limiter.take('member', 'lin')).not.toBeNull();
  it.time.now = opens!.getTime();
  expect(await limiter.take('member', 'lin')).toBeNull();
});

test('thirty lines in five minutes cost at most twelve writes', async () => {
  const meter = meterStores();
  await using it = await desk();
  const limiter = it.limiter();
  meter.reset();

  for (let n = 0; n < 30; n += 1) {
    expect(await limiter.take('member', 'lin')).toBeNull();
    it.time.now += 10_000;
  }

  expect(writesOf(meter.calls).length).toBeLessThanOrEqual(12);
  meter.stop();
});
