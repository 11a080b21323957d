import { createHmac } from 'node:crypto';
import { sameText } from '../sealed.ts';

export { sameText as sameSign } from '../sealed.ts';

/** A robot's `sign` and a card's `x-ddpaas-signature` in the only spelling that counts: plain base64 of 32 bytes. */
const SIGN = /^[A-Za-z0-9+/]{43}=$/;
/** Milliseconds; seconds have the right shape too, but are decades old. */
const STAMP = /^\d{1,16}$/;

/** What a request claims in its two headers; missing ones are empty strings. */
export interface Stamped {
  readonly timestamp: string;
  readonly sign: string;
}

export type StampFailure = 'header' | 'signature' | 'stale';

/**
 * The `sign` of a robot callback. The secret stands both in the key and in the message.
 * @see https://open.dingtalk.com/document/development/receive-message
 */
export function robotSignOf(appSecret: string, timestamp: string): string {
  return createHmac('sha256', appSecret).update(`${timestamp}\n${appSecret}`).digest('base64');
}

/** The `x-ddpaas-signature` of a card callback: no newline, and the secret is the key only. */
export function cardSignOf(apiSecret: string, timestamp: string): string {
  return createHmac('sha256', apiSecret).update(timestamp).digest('base64');
}

/**
 * Checks the two headers. The sign comes first, so that `stale` in the log means a real sender and a wrong clock.
 * @param expected makes the right sign for a timestamp
 * @param now real time; refused when `maxAgeMs` or more away from the timestamp, as the platform's manual says
 */
export function checkStamp(
  { timestamp, sign }: Stamped,
  expected: (timestamp: string) => string,
  now: Date,
  maxAgeMs: number,
): { readonly ok: true } | { readonly ok: false; readonly failure: StampFailure; readonly skewMs?: number } {
  if (!STAMP.test(timestamp) || !SIGN.test(sign)) return { ok: false, failure: 'header' };
  if (!sameText(expected(timestamp), sign)) return { ok: false, failure: 'signature' };
  const skewMs = now.getTime() - Number(timestamp);
  // Said this way round, a clock without a time accepts nothing.
  return Math.abs(skewMs) < maxAgeMs ? { ok: true } : { ok: false, failure: 'stale', skewMs };
}
