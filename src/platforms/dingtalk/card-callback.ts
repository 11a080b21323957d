import type { Middleware } from 'koa';
import { type CallbackOptions, callback, type Log, type Verified, type Vouched, within } from './callback.ts';
import { cardSignOf, checkStamp } from './callback-sign.ts';
import { isOurCorp, only, presserOf, pressGlimpse } from './inbox-key.ts';
import { readJson, textsIn } from './json-scan.ts';
import { createSignLedger } from './sign-ledger.ts';

export interface CardCallbackOptions extends CallbackOptions {
  /** The apiSecret registered with the callback route: not the app's secret. */
  readonly apiSecret: string;
  readonly corpId: string;
  /** How long one sign may bring several people's presses (sign-ledger.ts). Default 0. */
  readonly sameInstantMs?: number;
  /** What the card shall show now, once the press with this inbox key has been worked; null: nothing new. */
  readonly answerWithin: (key: string) => Promise<object | null>;
  /** From the arrival of the press to its answer. Default 1.5 s: the client gives up after 2 s. */
  readonly answerMs?: number;
}

/**
 * `POST /dingtalk/card`: what people press on cards.
 * Stored first, like everything. Then the press's effect is awaited for a moment, because data in the answer is the only
 * way to change the card under the presser's finger (decisions.md 24); later the card is updated by a call of its own.
 * What counts as the same press: inbox-key.ts.
 * @throws RangeError at once when secret or corp id is empty
 */
export function dingtalkCardCallback(options: CardCallbackOptions): Middleware {
  for (const name of ['apiSecret', 'corpId'] as const) {
    if (options[name] === '')
      throw new RangeError(`DingTalk card callback: ${name} is empty; set it in the environment`);
  }
  const ledger = createSignLedger({ sameInstantMs: options.sameInstantMs ?? 0 });
  const expected = (timestamp: string) => cardSignOf(options.apiSecret, timestamp);
  return callback(options, {
    source: 'card',
    verify: (ctx, body, now, maxAgeMs): Verified<Vouched> => {
      const timestamp = ctx.get('x-ddpaas-signature-timestamp');
      const sign = ctx.get('x-ddpaas-signature');
      const checked = checkStamp({ timestamp, sign }, expected, now, maxAgeMs);
      if (!checked.ok) return checked;
      const json = readJson(body.toString('utf8'));
      if (!json) return { failure: 'body' };
      if (!isOurCorp(json, 'corpId', options.corpId)) return { failure: 'corp' };
      const glimpse = pressGlimpse(body, json, timestamp);
      if (!ledger.bind(sign, glimpse.key, Number(timestamp) + maxAgeMs, now.getTime())) return { failure: 'replay' };
      const outTrackId = only(json, 'outTrackId') ?? '';
      const frame = () => ({
        type: 'classified',
        userId: presserOf(json) ?? '',
        outTrackId: /^[\x21-\x7e]{1,100}$/.test(outTrackId) ? outTrackId : '',
      });
      return { ...glimpse, plaintext: body, texts: textsIn(json.value), frame };
    },
    respond: ({ key }, outcome, startedAt, log) => {
      // What lies in the spool is worked when the store is back; a repeat was worked, or is being answered, already.
      if (outcome !== 'stored') return {};
      const spent = options.clocks.monotonic() - startedAt;
      return answerOf(options, key, (options.answerMs ?? 1500) - spent, log);
    },
  });
}

/** The press is safe already: whatever becomes of the answer, the platform hears "received". */
async function answerOf(options: CardCallbackOptions, key: string, ms: number, log: Log): Promise<object> {
  try {
    const answer = await within(options.answerWithin(key), ms, 'late' as const);
    if (answer === 'late') log('card.answer.late', { afterMs: options.answerMs ?? 1500 });
    return answer === 'late' ? {} : (answer ?? {});
  } catch (error) {
    log('card.answer.failed', { code: error instanceof Error ? error.name : 'unknown' });
    return {};
  }
}
