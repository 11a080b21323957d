import type { Clocks } from '../../clock.ts';
import type { TokenStore } from '../shared-token.ts';
import { type HttpRequest, type HttpResult, openTransport } from '../transport.ts';
import { accessTokens } from './access-token.ts';
import { dispositionName, type MediaUpload, multipartOf } from './media.ts';
import type { Outcome } from './outcome-class.ts';
import { type Answer, outcomeOf, readAnswer } from './read-answer.ts';

export interface WecomClientOptions {
  /** `https://qyapi.weixin.qq.com`; plain http only on loopback. */
  readonly apiBase: string;
  /** Hosts that `apiBase` may name beside loopback. Default: the platform's own. */
  readonly allowedHosts?: readonly string[];
  readonly corpId: string;
  readonly secret: string;
  readonly tokens: TokenStore;
  readonly clocks: Pick<Clocks, 'real'>;
  /** For one call, connecting included. Default five seconds; must stay below the lease of a send. */
  readonly timeoutMs?: number;
}

export type MediaResult =
  | { readonly ok: true; readonly name: string; readonly type: string; readonly body: Buffer }
  | { readonly ok: false; readonly outcome: Outcome };
export type UploadResult =
  | { readonly ok: true; readonly mediaId: string }
  | { readonly ok: false; readonly outcome: Outcome };

/** One app. Bodies are bytes that messages.ts made and that were stored before: nothing is rendered here. */
export interface WecomClient {
  /** message/send: text, card or media. */
  readonly send: (body: Buffer) => Promise<Outcome>;
  /** update_template_card. 60140: the code was used or is older than 72 hours; send a new card instead. */
  readonly updateCard: (body: Buffer) => Promise<Outcome>;
  /** A group robot. It has no duplicate refusal: after class D nothing may be repeated automatically. */
  readonly sendRobot: (key: string, body: Buffer) => Promise<Outcome>;
  readonly uploadMedia: (upload: MediaUpload) => Promise<UploadResult>;
  readonly getMedia: (mediaId: string) => Promise<MediaResult>;
  /** Is there a token, or can one be had? For readiness and `doctor`; sends nothing. */
  readonly checkToken: () => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const MEDIA_MAX_BYTES = 20 * 1024 * 1024;
const MEDIA_TIMEOUT_MS = 20_000;

/** @throws RangeError when `apiBase` is not allowed */
export function wecomClient(options: WecomClientOptions): WecomClient {
  const transport = openTransport(
    options.apiBase,
    options.allowedHosts ?? ['qyapi.weixin.qq.com'],
    options.timeoutMs ?? 5_000,
  );
  const tokenFor = accessTokens({ ...options, transport });

  /** A call with the app's token. A refused token is replaced and the same bytes are sent once more. */
  async function call(
    path: string,
    request: Omit<HttpRequest, 'path'>,
  ): Promise<{ raw: HttpResult | null; answer: Answer }> {
    let refused: string | undefined;
    for (let attempt = 1; ; attempt++) {
      const got = await tokenFor(refused);
      if (!got.ok) return { raw: null, answer: got };
      const withToken = `${path}${path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(got.token)}`;
      const raw = await transport.request({ ...request, path: withToken });
      const answer = readAnswer(raw);
      const outcome = outcomeOf(answer);
      if (outcome.class !== 'A') return { raw, answer };
      if (attempt === 2) return { raw, answer: { ok: false, outcome: { ...outcome, class: 'C' } } };
      refused = got.token;
    }
  }

  const post = async (path: string, body: Buffer) =>
    outcomeOf((await call(path, { method: 'POST', body, contentType: JSON_TYPE })).answer);

  return {
    send: (body) => post('/cgi-bin/message/send', body),
    updateCard: (body) => post('/cgi-bin/message/update_template_card', body),
    sendRobot: async (key, body) => {
      const path = `/cgi-bin/webhook/send?key=${encodeURIComponent(key)}`;
      return outcomeOf(readAnswer(await transport.request({ method: 'POST', path, body, contentType: JSON_TYPE })));
    },
    uploadMedia: async (upload) => {
      const form = multipartOf(upload);
      const path = `/cgi-bin/media/upload?type=${upload.type}`;
      const { answer } = await call(path, { method: 'POST', ...form, timeoutMs: MEDIA_TIMEOUT_MS });
      const mediaId = answer.ok && answer.errcode === 0 ? answer.json.media_id : undefined;
      if (typeof mediaId === 'string' && mediaId !== '') return { ok: true, mediaId };
      const outcome = outcomeOf(answer);
      return {
        ok: false,
        outcome: outcome.class === 'ok' ? { class: 'D', errmsg: 'upload: answer without media_id' } : outcome,
      };
    },
    getMedia: async (mediaId) => {
      const path = `/cgi-bin/media/get?media_id=${encodeURIComponent(mediaId)}`;
      const { raw, answer } = await call(path, {
        method: 'GET',
        maxBytes: MEDIA_MAX_BYTES,
        timeoutMs: MEDIA_TIMEOUT_MS,
      });
      return mediaOf(raw, answer);
    },
    checkToken: async () => {
      const got = await tokenFor();
      return got.ok ? { class: 'ok' } : got.outcome;
    },
    close: () => transport.close(),
  };
}

/** A file, unless the answer is JSON with an errcode: errors come with status 200 too (wecom.md 12.2). */
function mediaOf(raw: HttpResult | null, answer: Answer): MediaResult {
  const type = raw?.ok ? (raw.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() : undefined;
  const isJson = type === 'application/json' || type === 'text/json';
  if (raw?.ok && raw.status === 200 && type && !isJson) {
    return { ok: true, name: dispositionName(raw.headers['content-disposition']), type, body: raw.body };
  }
  if (raw && !raw.ok && raw.code === 'too-large') {
    return { ok: false, outcome: { class: 'F', errmsg: `media: more than ${MEDIA_MAX_BYTES} bytes` } };
  }
  const outcome = outcomeOf(answer);
  // A download that broke off can simply be made again: reading changes nothing.
  const kind = outcome.class === 'D' || outcome.class === 'ok' ? 'C' : outcome.class;
  return { ok: false, outcome: { ...outcome, class: kind } };
}
