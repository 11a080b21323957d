import { type Json, parseObject, retryAfterMs } from '../json-answer.ts';
import type { HttpResult } from '../transport.ts';
import {
  BAN_MS,
  classOfCode,
  classOfNumber,
  type FailureClass,
  type Judged,
  type Outcome,
  RATE_WAIT_MS,
} from './outcome-class.ts';

/** Either the JSON of a call that succeeded as a whole, or what became of it instead. */
export type Answer = { readonly ok: true; readonly json: Json } | { readonly ok: false; readonly outcome: Outcome };

/** Used only where the body gives no code that we know. */
const STATUS_CLASS: readonly { from: number; to: number; class: FailureClass }[] = [
  { from: 300, to: 399, class: 'G' },
  { from: 401, to: 401, class: 'A' },
  { from: 402, to: 404, class: 'G' },
  { from: 408, to: 408, class: 'C' },
  { from: 429, to: 429, class: 'B' },
  { from: 400, to: 499, class: 'F' },
  // Refused at the door. Any other 5xx may have had its effect (dingtalk.md 12, trap 41).
  { from: 503, to: 503, class: 'C' },
  { from: 500, to: 599, class: 'D' },
];

/**
 * Reads an answer of either API. Not written → C, surely not done. Written but without a readable answer (time-out,
 * reset, cut JSON) → D, unknown: only a call that the platform recognises as a repeat may get the same bytes again.
 */
export function readAnswer(result: HttpResult): Answer {
  if (!result.ok) return failed({ class: result.written ? 'D' : 'C' }, result.code);
  const json = parseObject(result.body);
  if (isBan(result.status, result.body, json)) return failed({ class: 'B', retryAfterMs: BAN_MS }, 'address shut out');
  const errcode = numberOf(json?.errcode);
  if (json && errcode !== null && result.status < 500) return legacy(json, errcode);
  if (json && result.status >= 200 && result.status < 300) return { ok: true, json };
  return refused(result, json);
}

function legacy(json: Json, errcode: number): Answer {
  if (errcode === 0) return { ok: true, json };
  const judged = classOfNumber(errcode, textOf(json.sub_code));
  return { ok: false, outcome: { ...judged, errcode, errmsg: textOf(json.errmsg) } };
}

function refused(result: HttpResult & { ok: true }, json: Json | null): Answer {
  const { status, headers } = result;
  const code = textOf(json?.code);
  const known = code === '' ? null : classOfCode(code);
  const words = code === '' ? `HTTP ${status}` : `HTTP ${status} ${code}: ${textOf(json?.message)}${scopesOf(json)}`;
  if (known) return failed(known, words);
  const byStatus = STATUS_CLASS.find(({ from, to }) => status >= from && status <= to)?.class ?? 'D';
  const wait = byStatus === 'B' ? { retryAfterMs: retryAfterMs(headers['retry-after'], RATE_WAIT_MS) } : {};
  return failed({ class: byStatus, ...wait }, byStatus === 'D' && status < 300 ? 'answer unreadable' : words);
}

/** The gateway's page for an address with too many calls, as HTML or as JSON with status 1111 (dingtalk.md 2.6). */
function isBan(status: number, body: Buffer, json: Json | null): boolean {
  if (json) return numberOf(json.status) === 1111;
  const isPage = /^\s*</.test(body.subarray(0, 64).toString('utf8'));
  return isPage && (status < 300 || (status >= 400 && status < 500));
}

/** Which permission is missing; the key's spelling differs between sources, so it is found whatever its case. */
function scopesOf(json: Json | null): string {
  const detail = Object.entries(json ?? {}).find(([key]) => key.toLowerCase() === 'accessdenieddetail')?.[1];
  return typeof detail === 'object' && detail !== null ? ` ${JSON.stringify(detail)}` : '';
}

/** A published sample shows `"errcode":"0"`: a string of digits counts as the number. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'string' && /^-?\d{1,12}$/.test(value)) return Number(value);
  return Number.isSafeInteger(value) ? (value as number) : null;
}

export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(textOf).filter((text) => text !== '') : [];

const failed = (judged: Judged, errmsg: string): Answer => ({ ok: false, outcome: { ...judged, errmsg } });
