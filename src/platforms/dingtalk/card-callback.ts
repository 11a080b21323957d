import type { Middleware } from 'koa';
import { type CallbackOptions, callback, type Verified, type Vouched } from './callback.ts';
import { cardSignOf, checkStamp } from './callback-sign.ts';
import { isOurCorp, only, presserOf, pressGlimpse } from './inbox-key.ts';
import { readJson, textsIn } from './json-scan.ts';
import { answerPress, type PressOptions } from './keep.ts';
import { createSignLedger } from './sign-ledger.ts';

export interface CardCallbackOptions extends CallbackOptions, Pick<PressOptions, 'answerWithin' | 'answerMs'> {
  /** The apiSecret registered with the callback route: not the app's secret. */
  readonly apiSecret: string;
  readonly corpId: string;
  /** How long one sign may bring several people's presses (sign-ledger.ts). Default 0. */
  readonly sameInstantMs?: number;
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
    respond: ({ key }, outcome, startedAt, log) =>
      outcome === 'probe' ? {} : answerPress({ ...options, log }, { key, outcome, startedAt }),
  });
}
