import type { TokenResult } from '../shared-token.ts';
import type { HttpResult, Transport } from '../transport.ts';
import { QPS_WAIT_MS } from './outcome-class.ts';
import { type Answer, readAnswer } from './read-answer.ts';

/** `api`: the token is a header. `oapi`: it is in the query. `open`: the path has its own secret. */
export interface ApiCall {
  readonly door: 'api' | 'oapi' | 'open';
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Left out for GET. */
  readonly body?: Buffer;
  readonly contentType?: string;
  readonly timeoutMs?: number;
}

export interface ApiCaller {
  readonly api: Transport;
  readonly oapi: Transport;
  readonly tokenFor: (refused?: string) => Promise<TokenResult>;
  /** Told of each call that the month's quota counts: not of token and contact-book calls, nor of those refused for their pace. */
  readonly onCall: (path: string) => void;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** One call with the app's token. A refused token is replaced and the same bytes are sent once more; again → C. */
export async function callApi(caller: ApiCaller, call: ApiCall): Promise<Answer> {
  if (call.door === 'open') return once(caller, call, '');
  let refused: string | undefined;
  for (let attempt = 1; ; attempt++) {
    const got = await caller.tokenFor(refused);
    if (!got.ok) return got;
    const answer = await once(caller, call, got.token);
    if (answer.ok || answer.outcome.class !== 'A') return answer;
    if (attempt === 2) return { ok: false, outcome: { ...answer.outcome, class: 'C' } };
    refused = got.token;
  }
}

async function once({ api, oapi, onCall }: ApiCaller, call: ApiCall, token: string): Promise<Answer> {
  const { door, method = 'POST', path, body, contentType = JSON_TYPE, timeoutMs } = call;
  const request = { method, ...(body && { body, contentType }), ...(timeoutMs && { timeoutMs }) };
  const withToken = `${path}${path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(token)}`;
  const result =
    door === 'api'
      ? await api.request({ ...request, path, headers: { 'x-acs-dingtalk-access-token': token } })
      : await oapi.request({ ...request, path: door === 'oapi' ? withToken : path });
  const answer = readAnswer(result);
  // The path alone: its query holds secrets.
  if (isCounted(path, result, answer)) onCall(path.split('?')[0] ?? path);
  return answer;
}

/** dingtalk.md 0.4. */
const CONTACT_BOOK = /^\/topapi\/(v2\/)?user\//;

const isCounted = (path: string, result: HttpResult, answer: Answer): boolean =>
  !CONTACT_BOOK.test(path) &&
  (result.ok || result.written) &&
  (answer.ok || answer.outcome.retryAfterMs !== QPS_WAIT_MS);
