import type { Middleware } from 'koa';
import { type CallbackOptions, callback, type Verified, type Vouched } from './callback.ts';
import { checkStamp, robotSignOf } from './callback-sign.ts';
import { classifiedMessage } from './classified-frame.ts';
import { isOurCorp, messageGlimpse, only } from './inbox-key.ts';
import { fieldOf, readJson, textOf, textsIn } from './json-scan.ts';
import { createSignLedger } from './sign-ledger.ts';

export interface RobotCallbackOptions extends CallbackOptions {
  /** The secret of the app whose robot it is. */
  readonly appSecret: string;
  readonly robotCode: string;
  readonly corpId: string;
  /** How long one sign may bring several people's messages (sign-ledger.ts). Default 0. */
  readonly sameInstantMs?: number;
}

/** The manual's way to stay silent; what there is to say is said by the outbox. */
const SILENT = { msgtype: 'empty' };

/**
 * `POST /dingtalk/robot`: what people say to the robot.
 * The sign vouches for the time only, so the body must name our robot and our organisation, and one sign brings one
 * message (sign-ledger.ts). A body that cannot be read names nobody and is refused like a wrong sign.
 * @throws RangeError at once when secret, robot code or corp id is empty
 */
export function dingtalkRobotCallback(options: RobotCallbackOptions): Middleware {
  for (const name of ['appSecret', 'robotCode', 'corpId'] as const) {
    if (options[name] === '')
      throw new RangeError(`DingTalk robot callback: ${name} is empty; copy it from 开发者后台`);
  }
  const ledger = createSignLedger({ sameInstantMs: options.sameInstantMs ?? 0 });
  const expected = (timestamp: string) => robotSignOf(options.appSecret, timestamp);
  return callback(options, {
    source: 'robot',
    verify: (ctx, body, now, maxAgeMs): Verified<Vouched> => {
      const stamp = { timestamp: ctx.get('timestamp'), sign: ctx.get('sign') };
      const checked = checkStamp(stamp, expected, now, maxAgeMs);
      if (!checked.ok) return checked;
      const json = readJson(body.toString('utf8'));
      if (!json) return { failure: 'body' };
      if (only(json, 'robotCode') !== options.robotCode) return { failure: 'robot' };
      if (!isOurCorp(json, 'chatbotCorpId', options.corpId)) return { failure: 'corp' };
      const glimpse = messageGlimpse(body, json);
      const until = Number(stamp.timestamp) + maxAgeMs;
      if (!ledger.bind(stamp.sign, glimpse.key, until, now.getTime())) return { failure: 'replay' };
      return {
        ...glimpse,
        plaintext: body,
        texts: messageTexts(json.value),
        frame: (at) => classifiedMessage(json, at),
      };
    },
    respond: () => SILENT,
  });
}

/** All texts, and the parts of a rich text run together: a mark may be cut in two by a change of style. */
function messageTexts(message: unknown): string[] {
  const parts = fieldOf(fieldOf(message, 'content'), 'richText');
  const joined = Array.isArray(parts) ? parts.map((part) => textOf(part, 'text') ?? '').join('') : '';
  return [...textsIn(message), joined];
}
