import { randomBytes } from 'node:crypto';
import type { Answer } from '../http.ts';
import { json } from '../http.ts';

const WORDS: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001: 'invalid credential',
  40004: 'invalid media type',
  40005: 'invalid file type',
  40006: 'invalid media size',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40032: 'invalid userid list size',
  40035: 'invalid parameter',
  40056: 'invalid agentid',
  40058: 'invalid request parameter',
  41001: 'access_token missing',
  41002: 'corpid missing',
  41004: 'corpsecret missing',
  41006: 'media_id missing',
  41009: 'userid missing',
  41011: 'agentid missing',
  42001: 'access_token expired',
  42014: 'invalid template_card task_id',
  42015: 'template_card update: not the sending app',
  42052: 'msgid expired',
  43012: 'app callback url missing',
  44001: 'empty media data',
  44004: 'empty content',
  45001: 'media size out of limit',
  45002: 'content size out of limit',
  45009: 'api freq out of limit',
  60020: 'not allow to access from your ip',
  60111: 'userid not found',
  60140: 'invalid response_code',
  81013: 'user & party & tag all invalid',
  82001: 'touser, toparty, totag all empty',
  82101: 'update target empty',
  82102: 'update target is not a recipient of the message',
  93000: 'invalid webhook url, robot removed or key unknown',
  301002: 'not allow operate another agent with this accesstoken',
  301019: 'media md5 not match',
};

/** Thrown by a route; the dispatcher turns it into the platform's error body. */
export class Refusal extends Error {
  readonly code: number;
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(code: number, extra: Readonly<Record<string, unknown>> = {}) {
    super(`errcode ${code}`);
    this.code = code;
    this.extra = extra;
  }
}

/** Error bodies have hint, ip and link like the real ones: operators search their logs for them (wecom.md 0.1). */
export function refusalAnswer(code: number, ip: string, extra: Readonly<Record<string, unknown>> = {}): Answer {
  const words = WORDS[code] ?? 'invalid template_card';
  const hint = `${Math.floor(Date.now() / 1000)}_28_${randomBytes(16).toString('hex')}`;
  const link = `more info at https://open.work.weixin.qq.com/devtool/query?e=${code}`;
  return json({ errcode: code, errmsg: `${words}, hint: [${hint}], from ip: ${ip}, ${link}`, ...extra });
}
