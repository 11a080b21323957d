import { createHash } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Clocks } from '../../clock.ts';
import { readBody } from '../read-body.ts';
import {
  type Accept,
  type Authentic,
  type DingtalkRecord,
  type DingtalkSource,
  keep,
  keyHashOf,
  type Log,
  type Outcome,
} from './keep.ts';

export interface CallbackOptions {
  /** How far the request's timestamp may be from real time (decisions.md 6). Default one hour. */
  readonly maxAgeMs?: number;
  /** How long a sender may take over the body. Default ten seconds. */
  readonly bodyTimeoutMs?: number;
  readonly clocks: Pick<Clocks, 'real' | 'monotonic'>;
  readonly accept: Accept;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** What a verification vouches for. */
export interface Vouched extends Authentic {
  /** A test of the address: answered, never stored. */
  readonly probe?: boolean;
}

export type Verified<T extends Vouched> = T | { readonly failure: string; readonly skewMs?: number };

/** What the three callbacks differ in. */
export interface Steps<T extends Vouched> {
  readonly source: DingtalkSource;
  /** `now` and `maxAgeMs` are for the age of the signature. Must not throw. */
  readonly verify: (ctx: Context, body: Buffer, now: Date, maxAgeMs: number) => Verified<T>;
  /** Stores the record; where an answer has a deadline, with that. Default: `options.accept`. */
  readonly store?: (record: DingtalkRecord, startedAt: number) => Promise<Outcome>;
  /** @param startedAt monotonic, when the body had arrived */
  readonly respond: (vouched: T, outcome: Outcome | 'probe', startedAt: number, log: Log) => object | Promise<object>;
}

const HOUR_MS = 3_600_000;
const MAX_BODY = 1024 * 1024;
const BODY_TYPE = /^application\/(?:[\w.-]+\+)?json$/i;

/**
 * The way of every callback, reliability.md section 2 item 1: cheap refusals, authenticity, durable write, answer, and
 * only then work. Every failure of authentication gets the same empty 401; what it was, only the log says.
 */
export function callback<T extends Vouched>(options: CallbackOptions, steps: Steps<T>): Middleware {
  return async (ctx) => {
    const log: Log = (event, fields = {}) =>
      options.log(event, { source: sourceOf(ctx), route: steps.source, ...fields });
    const refusal = refuseHead(ctx);
    if (refusal) {
      log('http.refused', { status: refusal });
      return answerEmpty(ctx, refusal);
    }
    const body = await readBody(ctx.req, MAX_BODY, options.bodyTimeoutMs ?? 10_000);
    if (!body.ok) {
      log('http.limit', { status: body.status });
      ctx.set('Connection', 'close');
      return answerEmpty(ctx, body.status);
    }
    const startedAt = options.clocks.monotonic();
    const verified = steps.verify(ctx, body.bytes, options.clocks.real(), options.maxAgeMs ?? HOUR_MS);
    if ('failure' in verified) {
      const { failure, skewMs } = verified;
      log(failure === 'stale' ? 'auth.stale' : 'auth.failed', {
        class: failure,
        ...(skewMs !== undefined && { skewMs }),
      });
      return answerEmpty(ctx, 401);
    }
    const outcome = verified.probe ? 'probe' : await receive(verified, options, steps, startedAt, log);
    if (outcome === 'probe') log('probe.ok');
    if (outcome === null) return answerEmpty(ctx, 503);
    answerJson(ctx, await steps.respond(verified, outcome, startedAt, log));
  };
}

/** @returns null when neither store nor spool took it: the platform must keep it and try again. */
async function receive<T extends Vouched>(
  vouched: T,
  options: CallbackOptions,
  steps: Steps<T>,
  startedAt: number,
  log: Log,
): Promise<Outcome | null> {
  const { store } = steps;
  const accept = store ? (record: DingtalkRecord) => store(record, startedAt) : options.accept;
  try {
    return await keep(steps.source, vouched, { ...options, accept, log });
  } catch (error) {
    log('store.unavailable', { key: keyHashOf(vouched.key), code: error instanceof Error ? error.name : 'unknown' });
    return null;
  }
}

/** What can be refused before a byte of the body is read. */
function refuseHead(ctx: Context): number | null {
  if (ctx.method !== 'POST') return 405;
  const encoding = ctx.get('Content-Encoding');
  if (encoding !== '' && encoding.toLowerCase() !== 'identity') return 415;
  const type = ctx.get('Content-Type').split(';')[0]?.trim() ?? '';
  return type !== '' && !BODY_TYPE.test(type) ? 415 : null;
}

/** An empty answer without a type: the same bytes whatever led to it. */
function answerEmpty(ctx: Context, status: number): void {
  ctx.status = status;
  if (status === 405) ctx.set('Allow', 'POST');
  ctx.body = '';
  ctx.remove('Content-Type');
}

function answerJson(ctx: Context, body: object): void {
  ctx.status = 200;
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.type = 'application/json; charset=utf-8';
  ctx.body = JSON.stringify(body);
}

/** Tells sources apart in the log without keeping addresses. */
function sourceOf(ctx: Context): string {
  return createHash('sha256').update(ctx.ip).digest('hex').slice(0, 12);
}
