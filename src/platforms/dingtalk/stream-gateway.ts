import type { Transport } from '../transport.ts';
import { SUBSCRIPTIONS } from './stream-frame.ts';

/** The client for `apiBase`: src/platforms/transport.ts keeps it to the platform's hosts. */
export type GatewayHttp = Pick<Transport, 'request'>;

/**
 * Why there is no connection, by what helps:
 * `credentials` and `refused` need a person, `rate` needs minutes, `ticket` a new ticket, `unreachable` only patience.
 */
export type StreamProblemClass = 'credentials' | 'refused' | 'rate' | 'ticket' | 'unreachable';

export interface StreamProblem {
  readonly class: StreamProblemClass;
  /** The platform's code, an HTTP status or a socket's error code. */
  readonly code: string;
  /** For the operator, in Chinese: what, and what to do. Never a secret or a ticket. */
  readonly message: string;
}

export type Opening =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly problem: StreamProblem };

const PATH = '/v1.0/gateway/connections/open';
const ENDPOINT_HOST = /(^|\.)dingtalk\.(com|io)$/;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Error codes of the gateway, most telling first; what is not here goes by the HTTP status. */
const CODES: readonly (readonly [RegExp, StreamProblemClass])[] = [
  [/authFailed|InvalidAuthentication|AuthenticationFailed|invalidClient|clientSecret/i, 'credentials'],
  [/QpsLimit|QpmLimit|^1111$/i, 'rate'],
  [/^Forbidden|^invalidParameter|^param\.|^miss/i, 'refused'],
];

/** Shown on the status page and by `doctor` as well as logged. */
const ADVICE: Readonly<Record<StreamProblemClass, string>> = {
  credentials: '请对照开发者后台“凭证与基础信息”核对 DINGTALK_APP_KEY 和 DINGTALK_APP_SECRET',
  refused: '请核对应用已发布、机器人和事件订阅都选了 Stream 模式、本机出口地址在“服务器出口IP”之内',
  rate: '调用过于频繁,稍后自动再试',
  ticket: '下次重试会换新的票据',
  unreachable: '请检查本机的网络、DNS 和代理',
};

export const problemOf = (kind: StreamProblemClass, code: string, what: string): StreamProblem => ({
  class: kind,
  code,
  message: `${what}。${ADVICE[kind]}`,
});

/** Asks for an address and its ticket, which serves one connection within 90 seconds: never kept, never logged. */
export async function askGateway(
  http: GatewayHttp,
  credentials: { readonly clientId: string; readonly clientSecret: string },
  apiBase: string,
): Promise<Opening> {
  const body = Buffer.from(JSON.stringify({ ...credentials, ua: 'zhitong-nodejs/1.0', subscriptions: SUBSCRIPTIONS }));
  const result = await http
    .request({ method: 'POST', path: PATH, body, contentType: 'application/json' })
    .catch((error: unknown) => ({ ok: false as const, code: error instanceof Error ? error.name : 'unknown' }));
  if (!result.ok) return no('unreachable', result.code, `${PATH} 没有答复(${result.code})`);
  const json = jsonOf(result.body);
  const { endpoint, ticket } = json;
  if (result.status === 200 && typeof endpoint === 'string' && typeof ticket === 'string' && ticket !== '') {
    const url = addressOf(endpoint, ticket, apiBase);
    return url ? { ok: true, url } : no('refused', 'endpoint', `${PATH} 给出的连接地址不在 dingtalk.com 之内`);
  }
  const code = String(json.code ?? json.errcode ?? json.status ?? result.status).slice(0, 100);
  return no(classOf(code, result.status), code, `${PATH} 答复 ${result.status} ${code}`);
}

function no(kind: StreamProblemClass, code: string, what: string): Opening {
  return { ok: false, problem: problemOf(kind, code, what) };
}

function classOf(code: string, status: number): StreamProblemClass {
  const known = CODES.find(([pattern]) => pattern.test(code));
  if (known) return known[1];
  if (status === 401) return 'credentials';
  if (status === 429) return 'rate';
  return status >= 400 && status < 500 ? 'refused' : 'unreachable';
}

/**
 * The socket's address, or null when it is not the platform's: what we say there holds people's messages.
 * Plain `ws` and other hosts only when the API itself is on this machine, which is the emulator.
 */
function addressOf(endpoint: string, ticket: string, apiBase: string): string | null {
  if (!URL.canParse(endpoint)) return null;
  const url = new URL(endpoint);
  const isLocal = LOOPBACK.includes(new URL(apiBase).hostname) && LOOPBACK.includes(url.hostname);
  const isPlatform = url.protocol === 'wss:' && ENDPOINT_HOST.test(url.hostname);
  if (!isPlatform && !(isLocal && /^wss?:$/.test(url.protocol))) return null;
  if (url.username || url.password) return null;
  url.hash = '';
  url.searchParams.set('ticket', ticket);
  return url.href;
}

/** The gateway's front may answer HTML when it is overloaded. */
function jsonOf(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
