import { describe, expect, test } from 'vitest';
import { cardSignOf, checkStamp, robotSignOf, sameSign } from '../../../src/platforms/dingtalk/callback-sign.ts';
import { createSignLedger } from '../../../src/platforms/dingtalk/sign-ledger.ts';
import vectors from '../../fixtures/dingtalk-vectors.json' with { type: 'json' };

const HOUR = 3_600_000;

test.each(vectors.robot_callback_sign)('robot sign $id', ({ app_secret, timestamp, sign }) => {
  expect(robotSignOf(app_secret, timestamp)).toBe(sign);
  expect(
    checkStamp({ timestamp, sign }, (at) => robotSignOf(app_secret, at), new Date(Number(timestamp)), HOUR),
  ).toEqual({ ok: true });
});

test.each(vectors.card_callback_signature)('card signature $id', ({ api_secret, timestamp, signature }) => {
  expect(cardSignOf(api_secret, timestamp)).toBe(signature);
});

test('signs of different length differ and do not throw', () => {
  expect(sameSign('abc', 'abcd')).toBe(false);
  expect(sameSign('abc', '')).toBe(false);
  expect(sameSign('abc', 'abc')).toBe(true);
});

describe('checkStamp', () => {
  const timestamp = '1767225600000';
  const at = (ms: number) => new Date(Number(timestamp) + ms);
  const check = (now: Date, sign = cardSignOf('s', timestamp)) =>
    checkStamp({ timestamp, sign }, (text) => cardSignOf('s', text), now, HOUR);

  test.each([
    [HOUR - 1, true],
    [HOUR, false],
    [1 - HOUR, true],
    [-HOUR, false],
  ])('%i ms of difference: %s', (ms, ok) => {
    expect(check(at(ms)).ok).toBe(ok);
  });

  test('a wrong sign is no stale one, however old', () => {
    expect(check(at(9 * HOUR), cardSignOf('x', timestamp))).toEqual({ ok: false, failure: 'signature' });
    expect(check(at(9 * HOUR))).toEqual({ ok: false, failure: 'stale', skewMs: 9 * HOUR });
  });

  test('a clock without a time accepts nothing', () => {
    expect(check(new Date(Number.NaN)).ok).toBe(false);
  });
});

describe('the ledger of signs', () => {
  test('a sign keeps its first key until it is too old', () => {
    const ledger = createSignLedger();

    expect(ledger.bind('s1', 'msg:1', 100, 0)).toBe(true);
    expect(ledger.bind('s1', 'msg:1', 100, 50)).toBe(true);
    expect(ledger.bind('s1', 'msg:2', 100, 99)).toBe(false);
    expect(ledger.bind('s2', 'msg:2', 300, 150)).toBe(true);
    expect(ledger.bind('s1', 'msg:2', 300, 150)).toBe(true);
  });

  test('what is full forgets the oldest only', () => {
    const ledger = createSignLedger({ maxSigns: 2 });
    for (const sign of ['s1', 's2', 's3']) ledger.bind(sign, 'first', 100, 0);

    expect(['s2', 's3'].map((sign) => ledger.bind(sign, 'second', 100, 0))).toEqual([false, false]);
    expect(ledger.bind('s1', 'second', 100, 0)).toBe(true);
  });

  test('messages of one instant may pass together, what comes later may not', () => {
    const ledger = createSignLedger({ sameInstantMs: 10 });

    expect(['msg:1', 'msg:2'].map((key, at) => ledger.bind('s1', key, 100, at))).toEqual([true, true]);
    expect(ledger.bind('s1', 'msg:3', 100, 10)).toBe(false);
    expect(ledger.bind('s1', 'msg:2', 100, 50)).toBe(true);
  });

  test('one instant has no room for a flood', () => {
    const ledger = createSignLedger({ sameInstantMs: 10 });
    const keys = Array.from({ length: 40 }, (_, index) => `msg:${index}`);

    expect(keys.filter((key) => ledger.bind('s1', key, 100, 0))).toHaveLength(16);
  });
});
