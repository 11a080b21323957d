import { type Dispatcher, Pool } from 'undici';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. Holds tokens and keys: never logged. */
  readonly path: string;
  readonly body?: Buffer;
  readonly contentType?: string;
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
 * @throws RangeError when the base is not https (loopback may be http), not on the list, or has more than an origin
 */
export function openTransport(apiBase: string, allowedHosts: readonly string[], timeoutMs: number): Transport {
  const pool = new Pool(originOf(apiBase, allowedHosts), {
    connections: 8,
    pipelining: 1,
    connect: { timeout: timeoutMs },
    maxHeaderSize: 16 * 1024,
  });
  return { request: (request) => dispatch(pool, { timeoutMs, ...request }), close: () => pool.close() };
}

function originOf(apiBase: string, allowedHosts: readonly string[]): string {
  const url = new URL(apiBase);
  const isLoopback = LOOPBACK.includes(url.hostname);
  const problem =
    (url.protocol !== 'https:' && !(isLoopback && url.protocol === 'http:') && 'must be https') ||
    (!isLoopback && !allowedHosts.includes(url.hostname) && `host must be one of ${allowedHosts.join(', ')}`) ||
    ((url.pathname !== '/' || url.search || url.username || url.password) && 'must be an origin only');
  if (problem) throw new RangeError(`WECOM_API_BASE (${url.protocol}//${url.host}): ${problem}`);
  return url.origin;
}

/** undici's lowest level, because only it tells when the request begins to be written to a connected socket. */
function dispatch(pool: Pool, request: HttpRequest & { readonly timeoutMs: number }): Promise<HttpResult> {
  const { method, path, body, contentType, maxBytes = MAX_BYTES, timeoutMs } = request;
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | undefined;
    let answer: { status: number; headers: Headers } | undefined;
    let isOver = false;
    let size = 0;
    const chunks: Buffer[] = [];
    const settle = (result: HttpResult) => {
      isOver = true;
      clearTimeout(deadline);
      resolve(result);
    };
    const fail = (code: string) => settle({ ok: false, written: controller !== undefined, code });
    const giveUp = (code: string) => {
      if (isOver) return;
      fail(code);
      controller?.abort(new Error(code));
    };
    const deadline = setTimeout(() => giveUp('timeout'), timeoutMs);
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (started) => {
        if (isOver) return started.abort(new Error('timeout before the request was written'));
        controller = started;
      },
      onResponseStart: (_, status, headers) => {
        answer = { status, headers: plainHeaders(headers) };
      },
      onResponseData: (_, chunk) => {
        size += chunk.length;
        if (size > maxBytes) giveUp('too-large');
        else chunks.push(chunk);
      },
      onResponseEnd: () => {
        if (!isOver && answer) settle({ ok: true, ...answer, body: Buffer.concat(chunks, size) });
      },
      onResponseError: (_, error) => {
        if (!isOver) fail('code' in error && typeof error.code === 'string' ? error.code : error.name);
      },
    };
    const headers = { accept: 'application/json', ...(contentType && { 'content-type': contentType }) };
    pool.dispatch(
      { method, path, body: body ?? null, headers, headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
      handler,
    );
  });
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
