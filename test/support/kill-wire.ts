/** What is seen on the wire between program and platforms, as each of them spells it. */

import type { EmulatorConfig } from '../../emulator/config.ts';
import { decrypt } from '../../emulator/wecom/crypto.ts';
import { readElement } from '../../emulator/wecom/xml.ts';
import type { Passage } from './kill-gate.ts';

/** Calls that show something to somebody; a token or a picture is another matter. */
export const SAYS = new RegExp(
  [
    'message/(send|update_template_card)',
    'webhook/send',
    'oToMessages/batchSend',
    'card/instances(/createAndDeliver)?',
    'corpconversation/asyncsend_v2',
    'robot/send',
  ]
    .map((path) => `/${path}\\b`)
    .join('|'),
);

const EVENTS = /\/dingtalk\/events\b/;
const DINGTALK = /\/dingtalk\//;

/** Plaintext of what a platform posts; null for what no person did. */
export function plainOf({ encodingAesKey }: EmulatorConfig, { path, body }: Passage): string | null {
  if (EVENTS.test(path)) return null;
  if (DINGTALK.test(path)) return body.toString('utf8');
  const encrypted = readElement(body.toString('utf8'), 'Encrypt');
  return encrypted ? decrypt(encodingAesKey, encrypted).plain : null;
}

/** Did somebody press a button? */
export const isPressOf = (plain: string, people: Iterable<string>): boolean =>
  /template_card_event|"type":"actionCallback"/.test(plain) &&
  [...people].some((id) => plain.includes(`[CDATA[${id}]]`) || plain.includes(`"userId":"${id}"`));

export const says = (plain: string, text: string): boolean =>
  plain.includes(`[CDATA[${text}]]`) || plain.includes(`"content":"${text}"`);

/** A stored message's request, as it stands in the emulator's ledger of calls. */
export function requestOf(stored: string): unknown {
  const json = JSON.parse(stored) as { readonly request?: unknown };
  return json.request ?? json;
}
