import { createHash } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Clocks } from '../../clock.ts';
import { hasClassificationMark } from '../../inbox/classified.ts';
import { readBody } from '../read-body.ts';
import { aesKeyOf, type Opened, type OpenFailure, open, sameSignature, signatureOf } from './crypto.ts';
import { readEnvelope } from './envelope.ts';
import { glimpse } from './inbox-key.ts';

/** One authentic callback, as the inbox stores it. */
export interface CallbackRecord {
  /** `msg:<MsgId>` or `evt:<sha256>`, unique within committee, platform and app. */
  readonly key: string;
  /** The decrypted bytes, unparsed; of a classified message only its frame. */
  readonly plaintext: Buffer;
  readonly receivedAt: Date;
  /** Lower-cased user id of the sender, for the mailbox; null when it cannot be told. */
  readonly person: string | null;
  /** The text bore a classification mark and has been left out. */
  readonly classified: boolean;
}

export interface WecomCallbackOptions {
  readonly token: string;
  readonly encodingAesKey: string;
  readonly corpId: string;
  /** Null for the contact-sync assistant, whose callbacks name no app. */
  readonly agentId: string | number | null;
  /** How far the request's timestamp may be from real time (decisions.md 6). Default one hour. */
  readonly maxAgeMs?: number;
  /** How long a sender may take over the body. Default ten seconds. */
  readonly bodyTimeoutMs?: number;
  readonly clocks: Pick<Clocks, 'real'>;
  /** Makes the record durable. The platform is told "received" only after this has resolved. */
  readonly accept: (record: CallbackRecord) => Promise<'stored' | 'duplicate' | 'spooled'>;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

const MAX_BODY = 1024 * 1024;
const HOUR_MS = 3_600_000;
const BODY_TYPES = /^(?:text\/(?:xml|plain)|application\/(?:[\w.-]+\+)?xml)$/i;
/** Each exactly once and of this shape; a part more that we do not know changes nothing. */
const QUERY = {
  msg_signature: /^[0-9a-f]{40}$/,
  timestamp: /^\d{1,12}$/,
  nonce: /^[\x21-\x7e]{1,128}$/,
} as const;
const ECHO = /^[^\s]{1,4096}$/;
const LOG_OF = { stored: 'inbox.stored', duplicate: 'inbox.duplicate', spooled: 'store.spooled' } as const;

type Class = 'query' | 'stale' | 'envelope' | 'corp' | 'agent' | 'signature' | OpenFailure | 'encoding';
type Verified = { readonly opened: Exclude<Opened, { kind: 'failed' }> } | { readonly failure: Class; skewMs?: number };

/**
 * The app's callback: GET verifies the address, POST brings messages and events.
 * The order is reliability.md section 2 item 1: cheap refusals, authenticity, durable write, answer, and only then work.
 * Every failure of authentication gets the same empty 401; what it was, only the log says.
 * @throws RangeError at once when the EncodingAESKey is malformed or the token empty
 */
export function wecomCallback(options: WecomCallbackOptions): Middleware {
  const key = aesKeyOf(options.encodingAesKey);
  if (options.token === '') throw new RangeError('WeCom callback: the token is empty; copy it from 设置API接收');
  return async (ctx) => {
    const log = (event: string, fields: object = {}) => options.log(event, { source: sourceOf(ctx), ...fields });
    const refusal = refuseHead(ctx);
    if (refusal) {
      log('http.refused', { status: refusal });
      return answer(ctx, refusal);
    }
    const body = await readBody(ctx.req, MAX_BODY, options.bodyTimeoutMs ?? 10_000);
    if (!body.ok) {
      log('http.limit', { status: body.status });
      ctx.set('Connection', 'close');
      return answer(ctx, body.status);
    }
    const verified = verify(ctx, body.bytes, key, options);
    if ('failure' in verified) {
      const { failure, ...skew } = verified;
      log(failure === 'stale' ? 'auth.stale' : 'auth.failed', { class: failure, ...skew });
      return answer(ctx, 401);
    }
    if (ctx.method === 'GET') return echo(ctx, verified.opened, log);
    return receive(ctx, verified.opened.plaintext, options, log);
  };
}

/** What can be refused before a byte of the body is read. */
function refuseHead(ctx: Context): number | null {
  if (ctx.method !== 'GET' && ctx.method !== 'POST') return 405;
  const encoding = ctx.get('Content-Encoding');
  if (encoding !== '' && encoding.toLowerCase() !== 'identity') return 415;
  const type = ctx.get('Content-Type').split(';')[0]?.trim() ?? '';
  return ctx.method === 'POST' && type !== '' && !BODY_TYPES.test(type) ? 415 : null;
}

function verify(ctx: Context, body: Buffer, key: Buffer, options: WecomCallbackOptions): Verified {
  const query = readQuery(ctx.querystring, ctx.method === 'GET');
  if (!query) return { failure: 'query' };
  const skewMs = options.clocks.real().getTime() - Number(query.timestamp) * 1000;
  if (Math.abs(skewMs) > (options.maxAgeMs ?? HOUR_MS)) return { failure: 'stale', skewMs };
  const envelope = ctx.method === 'POST' ? readEnvelope(body) : { encrypt: query.echostr };
  if (!envelope) return { failure: 'envelope' };
  const expected = signatureOf(options.token, query.timestamp, query.nonce, envelope.encrypt);
  if (!sameSignature(expected, query.msg_signature)) return { failure: 'signature' };
  const opened = open(key, envelope.encrypt, options.corpId);
  if (opened.kind === 'failed') return { failure: opened.stage };
  if ('toUserName' in envelope) {
    if (envelope.toUserName !== options.corpId) return { failure: 'corp' };
    const { agentId } = envelope;
    if (options.agentId !== null && agentId !== undefined && agentId !== String(options.agentId)) {
      return { failure: 'agent' };
    }
  } else if (opened.kind === 'encoding') return { failure: 'encoding' };
  return { opened };
}

function readQuery(querystring: string, isGet: boolean) {
  const params = new URLSearchParams(querystring);
  const part = (name: string, shape: RegExp): string | null => {
    const values = params.getAll(name);
    const [value] = values;
    return values.length === 1 && value !== undefined && shape.test(value) ? value : null;
  };
  const msg_signature = part('msg_signature', QUERY.msg_signature);
  const timestamp = part('timestamp', QUERY.timestamp);
  const nonce = part('nonce', QUERY.nonce);
  const echostr = isGet ? part('echostr', ECHO) : '';
  return msg_signature && timestamp && nonce && echostr !== null ? { msg_signature, timestamp, nonce, echostr } : null;
}

type Log = (event: string, fields?: object) => void;

/** The bare text, nothing around it, or the administrator cannot save the address (wecom.md 1.3). */
function echo(ctx: Context, opened: Exclude<Opened, { kind: 'failed' }>, log: Log): void {
  log('probe.ok');
  ctx.status = 200;
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = opened.plaintext;
}

async function receive(ctx: Context, plaintext: Buffer, options: WecomCallbackOptions, log: Log): Promise<void> {
  const { key, person, texts } = glimpse(plaintext);
  const keyHash = createHash('sha256').update(key).digest('hex').slice(0, 16);
  const classified = [plaintext.toString('utf8'), ...texts].some(hasClassificationMark);
  if (classified) log('submit.classified', { key: keyHash });
  const receivedAt = options.clocks.real();
  const kept = classified ? frameOf(person, receivedAt, key) : plaintext;
  try {
    const outcome = await options.accept({ key, plaintext: kept, receivedAt, person, classified });
    log(LOG_OF[outcome], { key: keyHash });
    answer(ctx, 200);
  } catch (error) {
    // Neither store nor spool took it: the platform must keep it and try again.
    log('store.unavailable', { key: keyHash, code: error instanceof Error ? error.name : 'unknown' });
    answer(ctx, 503);
  }
}

/** What may be kept of a classified message: that it came, from whom, when. Made anew, not cut out of the original. */
function frameOf(person: string | null, at: Date, key: string): Buffer {
  const msgId = key.startsWith('msg:') ? `<MsgId>${key.slice(4)}</MsgId>` : '';
  const from = `<FromUserName>${person ?? 'unknown'}</FromUserName>`;
  const seconds = Math.floor(at.getTime() / 1000);
  return Buffer.from(`<xml>${from}<CreateTime>${seconds}</CreateTime><MsgType>classified</MsgType>${msgId}</xml>`);
}

/** An empty answer without a type: the same bytes whatever led to it. */
function answer(ctx: Context, status: number): void {
  ctx.status = status;
  if (status === 405) ctx.set('Allow', 'GET, POST');
  ctx.body = '';
  ctx.remove('Content-Type');
}

/** Tells sources apart in the log without keeping addresses. */
function sourceOf(ctx: Context): string {
  return createHash('sha256').update(ctx.ip).digest('hex').slice(0, 12);
}
