import type { Call, Json } from '../http.ts';
import { jsonBody } from '../http.ts';

const isForm = (call: Call): boolean =>
  (call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

/** The fields of a form post; null: it is none. */
export function formBody(call: Call): Json | null {
  return isForm(call) ? Object.fromEntries(new URLSearchParams(call.body.toString('utf8'))) : null;
}

/** Legacy calls take JSON or a form, in which nested values are JSON texts (dingtalk.md 12.39). */
export function legacyBody(call: Call): Json {
  const form = formBody(call);
  if (!form) return jsonBody(call) ?? {};
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, readNested(String(value))]));
}

function readNested(text: string): unknown {
  if (!text.startsWith('{') && text !== 'true' && text !== 'false') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
