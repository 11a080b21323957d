import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import Pool from 'undici/lib/dispatcher/pool.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path and query. Holds tokens and keys: never logged. */
  readonly path: string;
  readonly body?: Buffer;
  readonly contentType?: string;
  /** Beside accept and content-type; lower-case names. May hold a token: never logged. */
  readonly headers?: Headers;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
}

/** `written`: the request may have reached the platform, so what became of it is unknown. */
export type HttpResult =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly body: Buffer }
  | { readonly ok: false; readonly written: boolean; readonly code: string };

type Headers = Readonly<Record<string, string>>;

export interface Transport {
  readonly request: (request: HttpRequest) => Promise<HttpResult>;
  readonly close: () => Promise<void>;
}

const MAX_BYTES = 1024 * 1024;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Connections to one address and to no other: redirects are not followed and the body is cut off at its limit.
 * @param setting what names the base in an error
 * @throws RangeError when the base is not https (loopback may be http), not on the list, or has more than an origin
 */
export function openTransport(
  apiBase: string,
  allowedHosts: readonly string[],
  timeoutMs: number,
  setting = 'WECOM_API_BASE',
): Transport {
  const pool = new Pool(originOf(apiBase, allowedHosts, setting), {
    connections: 8,
    pipelining: 1,
    connect: { timeout: timeoutMs },
    maxHeaderSize: 16 * 1024,
  });
  return { request: (request) => dispatch(pool, { timeoutMs, ...request }), close: () => pool.close() };
}

function originOf(apiBase: string, allowedHosts: readonly string[], setting: string): string {
  const url = new URL(apiBase);
  const isLoopback = LOOPBACK.includes(url.hostname);
  const problem =
    (url.protocol !== 'https:' && !(isLoopback && url.protocol === 'http:') && 'must be https') ||
    (!isLoopback && !allowedHosts.includes(url.hostname) && `host must be one of ${allowedHosts.join(', ')}`) ||
    ((url.pathname !== '/' || url.search || url.username || url.password) && 'must be an origin only');
  if (problem) throw new RangeError(`${setting} (${url.protocol}//${url.host}): ${problem}`);
  return url.origin;
}

/** undici's lowest level, because only it tells when the request begins to be written to a connected socket. */
function dispatch(pool: Pool, request: HttpRequest & { readonly timeoutMs: number }): Promise<HttpResult> {
  const { method, path, body = null, contentType, maxBytes = MAX_BYTES, timeoutMs } = request;
  const headers = {
    accept: 'application/json',
    ...(contentType && { 'content-type': contentType }),
    ...request.headers,
  };
  return new Promise((resolve) => {
    const exchange = new Exchange(maxBytes, timeoutMs, resolve);
    pool.dispatch({ method, path, body, headers, headersTimeout: timeoutMs, bodyTimeout: timeoutMs }, exchange);
  });
}

/** One request from its start to its single result. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private answer: { status: number; headers: Headers } | undefined;
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private isOver = false;
  private readonly maxBytes: number;
  private readonly resolve: (result: HttpResult) => void;
  private readonly deadline: NodeJS.Timeout;

  constructor(maxBytes: number, timeoutMs: number, resolve: (result: HttpResult) => void) {
    this.maxBytes = maxBytes;
    this.resolve = resolve;
    this.deadline = setTimeout(() => this.giveUp('timeout'), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while connecting: abort before a byte is written, or the message would go out after "not sent".
    if (this.isOver) controller.abort(new Error('timeout before the request was written'));
    else this.controller = controller;
  }

  onResponseStart(_: unknown, status: number, headers: IncomingHttpHeaders): void {
    this.answer = { status, headers: plainHeaders(headers) };
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.maxBytes) this.giveUp('too-large');
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.answer) this.settle({ ok: true, ...this.answer, body: Buffer.concat(this.chunks, this.size) });
  }

  onResponseError(_: unknown, error: Error): void {
    this.fail('code' in error && typeof error.code === 'string' ? error.code : error.name);
  }

  private giveUp(code: string): void {
    this.fail(code);
    this.controller?.abort(new Error(code));
  }

  private fail(code: string): void {
    this.settle({ ok: false, written: this.controller !== undefined, code });
  }

  private settle(result: HttpResult): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.deadline);
    this.resolve(result);
  }
}

function plainHeaders(headers: IncomingHttpHeaders): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
