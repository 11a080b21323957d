/** Asks our own DingTalk addresses as the platform, or a stranger, would. */
import { randomBytes } from 'node:crypto';
import type { Config } from '../../config.ts';
import { eventKeyOf, eventSignatureOf, openEvent, sealEvent } from '../../platforms/dingtalk/event-crypto.ts';
import { fail, type Outcome, ok } from './check.ts';

const WAIT_MS = 5_000;
const UNSIGNED = '{"msgtype":"text"}';

/** What came back: an HTTP answer, or why there was none. */
type Answer = { readonly status: number; readonly body: string } | { readonly problem: string };

async function post(url: URL, body: string): Promise<Answer> {
  try {
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(WAIT_MS);
    const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal });
    return { status: answer.status, body: await answer.text() };
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string } };
    return { problem: cause?.code ?? name };
  }
}

/**
 * A request without a signature must be refused with 401: anything else means that not our program answers there, or
 * that it believes strangers. Nothing is stored.
 */
export async function refusesUnsigned(url: URL): Promise<Outcome> {
  const where = `${url.origin}${url.pathname}`;
  const answer = await post(url, UNSIGNED);
  if ('problem' in answer) return fail(`${where} 连不上(${answer.problem})`);
  if (answer.status === 401) return ok(`${where} 在应答,没有签名的请求被拒绝`);
  return fail(`${where} 对没有签名的请求应答 ${answer.status}(应为401)`);
}

export type DingtalkConfig = NonNullable<Config['dingtalk']>;
type Events = NonNullable<DingtalkConfig['events']>;

/**
 * What the console does when the address is saved: an encrypted check_url, to be answered with an encrypted `success`.
 * The program answers it within the verification and stores nothing.
 */
export async function answersCheckUrl(url: URL, events: Events, appKey: string, now: Date): Promise<Outcome> {
  const where = `${url.origin}${url.pathname}`;
  const key = eventKeyOf(events.encodingAesKey);
  const encrypt = sealEvent(key, JSON.stringify({ EventType: 'check_url' }), appKey);
  const timestamp = String(now.getTime());
  const nonce = randomBytes(8).toString('hex');
  const signature = eventSignatureOf(events.token, timestamp, nonce, encrypt);
  const asked = new URL(url);
  asked.search = new URLSearchParams({ msg_signature: signature, timestamp, nonce }).toString();
  const answer = await post(asked, JSON.stringify({ encrypt }));
  if ('problem' in answer) return fail(`${where} 连不上(${answer.problem})`);
  if (answer.status !== 200) return fail(`${where} 对签名正确的验证应答 ${answer.status}(应为200)`);
  return isSealedSuccess(answer.body, key, events.token, appKey)
    ? ok(`${where} 验证通过`)
    : fail(`${where} 应答200,但不是加密的 success`);
}

function isSealedSuccess(body: string, key: Buffer, token: string, appKey: string): boolean {
  let answer: Readonly<Record<string, unknown>>;
  try {
    answer = { ...JSON.parse(body) };
  } catch {
    return false;
  }
  const { msg_signature, timeStamp, nonce, encrypt } = answer;
  if (typeof encrypt !== 'string' || typeof nonce !== 'string' || typeof timeStamp !== 'string') return false;
  if (msg_signature !== eventSignatureOf(token, timeStamp, nonce, encrypt)) return false;
  const opened = openEvent(key, encrypt, [appKey]);
  return opened.ok && opened.plaintext.toString('utf8') === 'success';
}
