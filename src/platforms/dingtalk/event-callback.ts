import type { Context, Middleware } from 'koa';
import { type CallbackOptions, callback, type Verified, type Vouched } from './callback.ts';
import { sameSign } from './callback-sign.ts';
import { eventKeyOf, eventSignatureOf, openEvent, sealedSuccess } from './event-crypto.ts';
import { eventGlimpse, only } from './inbox-key.ts';
import { readJson, textsIn } from './json-scan.ts';
import { within } from './keep.ts';

export interface EventCallbackOptions extends CallbackOptions {
  readonly token: string;
  readonly aesKey: string;
  readonly appKey: string;
  readonly corpId: string;
  /** How long the durable write may take. Default 1.5 s: the platform gives up after 2.5 s and comes again. */
  readonly storeMs?: number;
}

interface VouchedEvent extends Vouched {
  /** Whose key the event bore: the answer bears the same. */
  readonly owner: string;
}

/** Under either of two names (dingtalk.md 7.2), each at most once. */
const QUERY = {
  signature: { names: ['msg_signature', 'signature'], shape: /^[0-9a-f]{40}$/ },
  timestamp: { names: ['timestamp', 'timeStamp'], shape: /^\d{1,16}$/ },
  nonce: { names: ['nonce'], shape: /^[\x21-\x7e]{1,128}$/ },
} as const;

/**
 * `POST /dingtalk/events`: what happened in the organisation.
 * The signature covers the ciphertext here. `check_url` is answered inside the verification and reaches nobody.
 * @throws RangeError at once when the aes_key is malformed or token, appKey or corpId empty
 */
export function dingtalkEventCallback(options: EventCallbackOptions): Middleware {
  const key = eventKeyOf(options.aesKey);
  for (const name of ['token', 'appKey', 'corpId'] as const) {
    if (options[name] === '')
      throw new RangeError(`DingTalk event callback: ${name} is empty; copy it from 开发者后台`);
  }
  return callback<VouchedEvent>(options, {
    source: 'events',
    verify: (ctx, body, now, maxAgeMs) => verify(ctx, body, key, options, now, maxAgeMs),
    store: async (record, startedAt) => {
      const left = (options.storeMs ?? 1500) - (options.clocks.monotonic() - startedAt);
      const outcome = await within(options.accept(record), left, null);
      if (outcome === null) throw new DOMException('the durable write takes too long', 'TimeoutError');
      return outcome;
    },
    respond: ({ owner }) => sealedSuccess(key, options.token, owner, options.clocks.real()),
  });
}

function verify(
  ctx: Context,
  body: Buffer,
  key: Buffer,
  options: EventCallbackOptions,
  now: Date,
  maxAgeMs: number,
): Verified<VouchedEvent> {
  const query = readQuery(ctx.querystring);
  if (!query) return { failure: 'query' };
  const envelope = readJson(body.toString('latin1'));
  const encrypt = envelope && only(envelope, 'encrypt');
  if (!encrypt) return { failure: 'envelope' };
  const expected = eventSignatureOf(options.token, query.timestamp, query.nonce, encrypt);
  if (!sameSign(expected, query.signature)) return { failure: 'signature' };
  const skewMs = now.getTime() - Number(query.timestamp);
  if (!(Math.abs(skewMs) < maxAgeMs)) return { failure: 'stale', skewMs };
  const opened = openEvent(key, encrypt, [options.appKey, options.corpId]);
  if (!opened.ok) return opened;
  const { plaintext, owner } = opened;
  const json = readJson(plaintext.toString('utf8'));
  return {
    ...eventGlimpse(plaintext, json),
    plaintext,
    owner,
    texts: json ? textsIn(json.value) : [],
    frame: (at) => ({ EventType: 'classified', EventTime: at.getTime() }),
    probe: json !== null && only(json, 'EventType') === 'check_url',
  };
}

function readQuery(querystring: string): Record<keyof typeof QUERY, string> | null {
  const params = new URLSearchParams(querystring);
  const part = (name: keyof typeof QUERY): string | null => {
    const { names, shape } = QUERY[name];
    const found = names.map((each) => params.getAll(each));
    const value = found.flat()[0];
    return found.every((values) => values.length <= 1) && value !== undefined && shape.test(value) ? value : null;
  };
  const signature = part('signature');
  const timestamp = part('timestamp');
  const nonce = part('nonce');
  return signature && timestamp && nonce ? { signature, timestamp, nonce } : null;
}
