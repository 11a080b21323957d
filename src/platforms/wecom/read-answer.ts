import { type Json, parseObject, retryAfterMs } from '../json-answer.ts';
import type { HttpResult } from '../transport.ts';
import { classOf, type FailureClass, type Outcome, RATE_WINDOW_MS } from './outcome-class.ts';

/** Either a JSON answer with its errcode, or what prevented one. */
export type Answer =
  | { readonly ok: true; readonly errcode: number; readonly json: Json }
  | { readonly ok: false; readonly outcome: Outcome };

/** Statuses that say on their own what became of the request; all others are judged by the body. */
const STATUS_CLASS: readonly { from: number; to: number; class: FailureClass }[] = [
  { from: 300, to: 399, class: 'G' },
  { from: 401, to: 404, class: 'G' },
  { from: 407, to: 407, class: 'G' },
  { from: 408, to: 408, class: 'C' },
  { from: 429, to: 429, class: 'B' },
  { from: 400, to: 499, class: 'F' },
  { from: 500, to: 599, class: 'C' },
];

/**
 * Reads an answer. Not written → C, surely not done. Written but without a readable answer (time-out, reset, HTML, cut
 * JSON, no errcode) → D, unknown: only a channel that refuses duplicates may get the same bytes again.
 */
export function readAnswer(result: HttpResult): Answer {
  if (!result.ok) return failed(result.written ? 'D' : 'C', result.code);
  const json = parseObject(result.body);
  const errcode = json?.errcode;
  if (json && Number.isSafeInteger(errcode) && result.status < 500 && result.status !== 429) {
    return { ok: true, errcode: errcode as number, json };
  }
  const byStatus = STATUS_CLASS.find(({ from, to }) => result.status >= from && result.status <= to);
  if (byStatus?.class === 'B') {
    const wait = retryAfterMs(result.headers['retry-after'], RATE_WINDOW_MS);
    return { ok: false, outcome: { class: 'B', errmsg: 'HTTP 429', retryAfterMs: wait } };
  }
  return failed(byStatus?.class ?? 'D', byStatus ? `HTTP ${result.status}` : 'answer unreadable');
}

/** The outcome of a business call. Success that left out its one recipient is E: nobody has seen the message. */
export function outcomeOf(answer: Answer): Outcome {
  if (!answer.ok) return answer.outcome;
  const { errcode, json } = answer;
  const invalid = [...listOf(json.invaliduser), ...listOf(json.unlicenseduser)];
  const byCode = classOf(errcode);
  return {
    class: byCode === 'ok' && invalid.length > 0 ? 'E' : byCode,
    errcode,
    ...(typeof json.errmsg === 'string' && { errmsg: json.errmsg }),
    ...(typeof json.msgid === 'string' && json.msgid && { msgid: json.msgid }),
    ...(typeof json.response_code === 'string' && json.response_code && { responseCode: json.response_code }),
    ...(invalid.length > 0 && { invalid }),
    ...(byCode === 'B' && { retryAfterMs: RATE_WINDOW_MS }),
  };
}

/** `|`-joined in message/send, an array in update_template_card (wecom.md 17, trap 17). */
function listOf(value: unknown): string[] {
  const items = Array.isArray(value)
    ? value.filter((item) => typeof item === 'string')
    : String(value ?? '').split('|');
  return items.map((item) => item.trim().toLowerCase()).filter((item) => item !== '');
}

function failed(kind: FailureClass, errmsg: string): Answer {
  return { ok: false, outcome: { class: kind, errmsg } };
}
